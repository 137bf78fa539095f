"""Writes of released figures. Each expects the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from academy.periods import Month
from analytics.kpis.periods import LAST_YEAR_NUMBER
from analytics.models import Figure, Revision

WRITTEN = [
    "kpi_version",
    "state",
    "numerator",
    "denominator",
    "denominator_as_of",
    "is_preliminary",
    "version",
    "as_of",
]


def write(*, fresh: Sequence[Figure], renewed: Sequence[Figure], revised: Sequence[Revision] = ()) -> None:
    """Insert the figures of new windows, replace those that have a row (their pk is set), and log what was revised."""
    Figure.objects.bulk_create(fresh)
    Figure.objects.bulk_create(renewed, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN)
    Revision.objects.bulk_create(revised)


def close_periods(*, now: datetime) -> int:
    """Take the mark of being preliminary off periods that have ended; return how many figures. Repeatable."""
    month = Month.of(now)
    ended = Q(period__gt=LAST_YEAR_NUMBER, period__lt=month.number) | Q(period__lt=month.year)
    rows = Figure.objects.filter(ended, is_preliminary=True)
    # An update takes the write lock of SQLite even when it finds nothing, and this is asked every few seconds.
    return rows.update(is_preliminary=False) if rows.exists() else 0
