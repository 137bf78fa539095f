"""Writes of the fill. Each expects the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from analytics.kpis.registry import KPIS
from analytics.models import DirtyMark, Fact
from analytics.rollup.actions.turns import Overtaken
from analytics.rollup.windows import Counts

_VERSIONS = {kpi.key: kpi.version for kpi in KPIS}


def consume(mark_ids: tuple[int, ...]) -> None:
    """Delete exactly these marks; raise Overtaken when another fill has taken some of them."""
    if DirtyMark.objects.filter(pk__in=mark_ids).delete()[0] != len(mark_ids):
        raise Overtaken


def mark(places: Iterable[tuple[int, int]]) -> int:
    """Append a mark for each (organisation, month), no unit in particular; return how many."""
    rows = [DirtyMark(organisation_id=organisation, unit_id=None, month=month) for organisation, month in places]
    return len(DirtyMark.objects.bulk_create(rows))


def keep(counts: Counts, *, now: datetime) -> None:
    """Insert or replace the facts of these counts; `now` is a moment before they were counted."""
    facts = [
        Fact(
            kpi=key,
            kpi_version=_VERSIONS[key],
            level=window.level,
            scope_id=window.scope_id,
            period=window.period,
            count=count,
            filled_at=now,
        )
        for (key, window), count in sorted(counts.items())
    ]
    Fact.objects.bulk_create(
        facts,
        update_conflicts=True,
        unique_fields=["kpi", "kpi_version", "level", "scope_id", "period"],
        update_fields=["count", "filled_at"],
    )
