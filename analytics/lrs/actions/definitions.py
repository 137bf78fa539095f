"""Adding definitions of activities. Enter the scope of their organisation before."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from analytics.lrs import postgres
from analytics.models import ActivityDefinition

# A tool that describes each of its activities anew says something new with every statement: as model instances, bound by
# Django, that cost as much as all else of storing it (docs/decisions/0036-speed-of-ingest.md).
_INSERT = """
    INSERT INTO analytics_activitydefinition (organisation_id, key, said, activity, definition)
    SELECT each.* FROM UNNEST(%b::bigint[], %b::uuid[], %b::uuid[], %b::text[], %b::text[]) AS each
    ON CONFLICT DO NOTHING
"""


class Row(NamedTuple):
    """One definition, in the order of the statement above."""

    organisation_id: int
    key: UUID
    said: UUID
    activity: str
    definition: str


def append(rows: Iterable[Row]) -> None:
    """Insert definitions in the caller's transaction, and pass over those that are there.

    In the order of their keys: two batches that say the same wait for each other and never in a circle.
    """
    once = {(row.key, row.said): row for row in rows}
    ordered = [once[key] for key in sorted(once)]
    if postgres.is_spoken():
        postgres.ask(_INSERT, [list(column) for column in zip(*ordered, strict=True)])
        return
    ActivityDefinition.objects.bulk_create(
        [ActivityDefinition(**row._asdict()) for row in ordered], ignore_conflicts=True
    )
