"""What the filters of the page choose: a part of the organisation, a year or a month, one KPI or all."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, QueryDict

from academy.periods import Month
from analytics.dashboards.addresses import WHOLE, period_named, unit_named
from analytics.kpis.definition import Kpi
from analytics.kpis.periods import is_year, months_between, months_in
from analytics.kpis.registry import KPIS, kpi_by_key
from analytics.release.queries import Selection
from analytics.release.reach import Reach
from learners.api import UnitRef

MONTHS_SHOWN = 12
MONTHS_OFFERED = 24


@dataclass(frozen=True)
class Choice:
    """What is shown. `top` is None for the whole organisation; `months` are those of the chart and the table."""

    reach: Reach
    top: UnitRef | None
    period: int
    kpis: tuple[Kpi, ...]
    months: tuple[int, ...]

    @property
    def units(self) -> tuple[UnitRef, ...]:
        """The units below the chosen part, in tree order."""
        return self.reach.below(self.top)

    @property
    def top_id(self) -> int | None:
        """The chosen unit's id, None for the whole organisation."""
        return self.top.id if self.top else None

    @property
    def selection(self) -> Selection:
        """The figures of the page: the months, the month before them to compare with, and the year if one is chosen."""
        before = Month.from_number(self.months[0]).before(1).number
        ranges = [(before, self.months[-1])]
        return Selection(self.kpis, self._unit_ids, tuple(ranges + self._year_range))

    @property
    def file_selection(self) -> Selection:
        """The figures of the file: the same, without the month to compare with."""
        ranges = [(self.months[0], self.months[-1])]
        return Selection(self.kpis, self._unit_ids, tuple(ranges + self._year_range))

    @property
    def _unit_ids(self) -> frozenset[int | None]:
        return frozenset({self.top_id, *(unit.id for unit in self.units)})

    @property
    def _year_range(self) -> list[tuple[int, int]]:
        return [(self.period, self.period)] if is_year(self.period) else []


def chosen(query: QueryDict, reach: Reach, launched_on: date, now: datetime) -> Choice:
    """Return what the query chooses; raise Http404 for anything that the form cannot have sent."""
    period = _period(query.get("period", ""), launched_on, now)
    return Choice(
        reach=reach,
        top=_top(query.get("enhet", ""), reach),
        period=period,
        kpis=_kpis(query.get("nyckeltal", "")),
        months=_months(period, launched_on, now),
    )


def years(launched_on: date, now: datetime) -> list[int]:
    """Return the years that can be chosen, the latest first."""
    return list(range(Month.of(now).year, _launch(launched_on, now) // 100 - 1, -1))


def months(launched_on: date, now: datetime) -> list[int]:
    """Return the months that can be chosen in the form, the latest first."""
    return months_between(_launch(launched_on, now), Month.of(now).number)[: -MONTHS_OFFERED - 1 : -1]


def _launch(launched_on: date, now: datetime) -> int:
    """Return the first month there is: that of the launch, or this one as long as the launch is still to come."""
    return min(Month(launched_on.year, launched_on.month), Month.of(now)).number


def _top(part: str, reach: Reach) -> UnitRef | None:
    if part:
        return unit_named(part, reach)
    return unit_named(WHOLE, reach) if reach.is_whole else reach.units[0]


def _kpis(key: str) -> tuple[Kpi, ...]:
    if not key:
        return KPIS
    kpi = kpi_by_key(key)
    if kpi is None:
        raise Http404
    return (kpi,)


def _period(part: str, launched_on: date, now: datetime) -> int:
    this_month, launch = Month.of(now), _launch(launched_on, now)
    period = period_named(part) if part else this_month.year
    earliest, latest = (launch // 100, this_month.year) if is_year(period) else (launch, this_month.number)
    if not earliest <= period <= latest:
        raise Http404
    return period


def _months(period: int, launched_on: date, now: datetime) -> tuple[int, ...]:
    """Return the months of a year, or the twelve that end with a month: none before the launch, none to come."""
    first, last = months_in(period)
    if not is_year(period):
        first = Month.from_number(last).before(MONTHS_SHOWN - 1).number
    return tuple(months_between(max(first, _launch(launched_on, now)), min(last, Month.of(now).number)))
