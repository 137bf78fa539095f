"""Which months ought to have been counted and have not: a new month, a new KPI, a raised version.

Only organisations whose `Coverage` is out of date are looked through, so an idle look costs one row an organisation.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from academy.periods import Month
from analytics.kpis.periods import LAST_YEAR_NUMBER, months_between
from analytics.kpis.registry import KPIS
from analytics.models import Coverage, Fact
from analytics.models.figures import Level
from learners.models import Organisation

# For one organisation: the KPIs, as (key, version), that have been counted in each month.
Counted = dict[int, set[tuple[str, int]]]


@dataclass(frozen=True)
class Looked:
    """What a look through one organisation has found: the first month counted, if any, and those that are missing."""

    organisation_id: int
    first: int | None
    missing: tuple[int, ...]


def declared() -> str:
    """Return the keys and versions of all KPIs as one text, which changes when any month has to be counted again."""
    return " ".join(sorted(f"{kpi.key}:{kpi.version}" for kpi in KPIS))


def outdated(now: datetime) -> dict[int, list[int]]:
    """Return the organisations that must be looked through, by federation."""
    known = Coverage.objects.filter(through__gte=Month.of(now).number, kpis=declared())
    rows = Organisation.objects.exclude(pk__in=known.values("organisation_id")).order_by("pk")
    found: dict[int, list[int]] = defaultdict(list)
    for federation_id, organisation_id in rows.values_list("federation_id", "pk"):
        found[federation_id].append(organisation_id)
    return dict(found)


def look(organisation_ids: Sequence[int], now: datetime) -> list[Looked]:
    """Look for gaps between each organisation's first counted month and this one. Reads all of their months."""
    this_month = Month.of(now).number
    current = {(kpi.key, kpi.version) for kpi in KPIS}
    counted = _counted(organisation_ids)
    return [_looked(organisation_id, counted[organisation_id], current, this_month) for organisation_id in counted]


def _looked(organisation_id: int, counted: Counted, current: set[tuple[str, int]], this_month: int) -> Looked:
    if not counted:
        return Looked(organisation_id, None, ())
    first = min(counted)
    missing = (month for month in months_between(first, this_month) if not current <= counted.get(month, set()))
    return Looked(organisation_id, first, tuple(missing))


def _counted(organisation_ids: Sequence[int]) -> dict[int, Counted]:
    rows = Fact.objects.filter(level=Level.ORGANISATION, scope_id__in=organisation_ids, period__gt=LAST_YEAR_NUMBER)
    months: dict[int, Counted] = {organisation_id: defaultdict(set) for organisation_id in organisation_ids}
    for organisation_id, month, kpi, version in rows.values_list("scope_id", "period", "kpi", "kpi_version"):
        months[organisation_id][month].add((kpi, version))
    return months
