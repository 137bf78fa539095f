"""Writes of the fill. Each expects the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from analytics.kpis.registry import KPIS
from analytics.models import Coverage, DirtyMark, Fact, Reason
from analytics.rollup.actions.turns import Overtaken
from analytics.rollup.queries.coverage import Looked, declared
from analytics.rollup.windows import Counts

_VERSIONS = {kpi.key: kpi.version for kpi in KPIS}


def consume(mark_ids: tuple[int, ...]) -> None:
    """Delete exactly these marks; raise Overtaken when another fill has taken some of them."""
    if DirtyMark.objects.filter(pk__in=mark_ids).delete()[0] != len(mark_ids):
        raise Overtaken


def mark(organisation_id: int, month: int) -> None:
    """Append a mark of no unit in particular: there is more to count in this month."""
    DirtyMark.objects.create(organisation_id=organisation_id, unit_id=None, month=month)


def cover(looked: Iterable[Looked], *, through: int) -> None:
    """Mark the months that a look has found missing, no unit in particular, and remember how far it has looked."""
    found = list(looked)
    DirtyMark.objects.bulk_create(
        DirtyMark(organisation_id=each.organisation_id, unit_id=None, month=month, reason=Reason.KPI_VERSION)
        for each in found
        for month in each.missing
    )
    Coverage.objects.bulk_create(
        [
            Coverage(organisation_id=each.organisation_id, first=each.first, through=through, kpis=declared())
            for each in found
        ],
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["first", "through", "kpis"],
    )


def uncover(organisation_id: int, month: int) -> None:
    """Have the organisation looked through again if this month, counted now, lies beyond those looked through."""
    beyond = Q(first__isnull=True) | Q(first__gt=month) | Q(through__lt=month)
    Coverage.objects.filter(beyond, organisation_id=organisation_id).delete()


def keep(counts: Counts, *, now: datetime) -> None:
    """Insert or replace the facts of these counts; `now` is a moment before they were counted."""
    facts = [
        Fact(
            kpi=key,
            kpi_version=_VERSIONS[key],
            level=window.level,
            scope_id=window.scope_id,
            period=window.period,
            part=window.part,
            count=count,
            filled_at=now,
        )
        for (key, window), count in sorted(counts.items())
    ]
    Fact.objects.bulk_create(
        facts,
        update_conflicts=True,
        unique_fields=["level", "scope_id", "period", "kpi", "part", "kpi_version"],
        update_fields=["count", "filled_at"],
    )
