"""Which months ought to have been counted and have not: a new month, a new KPI, a raised version."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from academy.periods import Month
from analytics.kpis.periods import LAST_YEAR_NUMBER, months_between
from analytics.kpis.registry import KPIS
from analytics.models import Fact
from analytics.models.figures import Level


def missing_months(now: datetime) -> Iterator[tuple[int, int]]:
    """Give (organisation, month) for every gap between an organisation's first counted month and this one."""
    this_month = Month.of(now).number
    current = {(kpi.key, kpi.version) for kpi in KPIS}
    for organisation_id, counted in _counted_months().items():
        for month in months_between(min(counted), this_month):
            if not current <= counted.get(month, set()):
                yield organisation_id, month


def _counted_months() -> dict[int, dict[int, set[tuple[str, int]]]]:
    rows = Fact.objects.filter(level=Level.ORGANISATION, period__gt=LAST_YEAR_NUMBER)
    months: dict[int, dict[int, set[tuple[str, int]]]] = defaultdict(lambda: defaultdict(set))
    for organisation_id, month, kpi, version in rows.values_list("scope_id", "period", "kpi", "kpi_version"):
        months[organisation_id][month].add((kpi, version))
    return months
