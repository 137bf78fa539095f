"""Adding definitions of activities. Enter the scope of their organisation before."""

from collections.abc import Iterable

from analytics.models import ActivityDefinition


def append(rows: Iterable[ActivityDefinition]) -> None:
    """Insert definitions in the caller's transaction, and pass over those that are there.

    In the order of their keys: two batches that say the same wait for each other and never in a circle.
    """
    once = {(row.key, row.said): row for row in rows}
    ActivityDefinition.objects.bulk_create([once[key] for key in sorted(once)], ignore_conflicts=True)
