"""From organisations' own figures to what is published of them: the values of one snapshot, worked out and not written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from analytics.kpis.definition import Grain, Kpi
from analytics.kpis.measures import Counting
from analytics.kpis.periods import is_year, months_between, months_in
from analytics.kpis.registry import SHARED_KPIS
from analytics.release.shared.taking_part import Decided, takes_part
from analytics.release.suppression import Cell, Key, Verdict, judge


@dataclass(frozen=True)
class Counted:
    """An organisation's own figure of a KPI and period, as it stands."""

    count: int
    kpi_version: int
    denominator: int | None = None
    denominator_as_of: date | None = None


@dataclass(frozen=True)
class Member:
    """An organisation of the federation. `populations` holds its employees by period, None where nobody has said."""

    id: int
    decisions: tuple[Decided, ...]
    figures: Mapping[tuple[str, int], Counted]
    populations: Mapping[int, int | None]


@dataclass(frozen=True)
class Said:
    """What a snapshot says of an organisation and KPI. Hidden cells carry no number."""

    organisation_id: int
    kpi: Kpi
    state: str
    counted: Counted | None = None


NOT_TAKING_PART, NO_DENOMINATOR, PURGED = "not_taking_part", "no_denominator", "purged"
HIDDEN = frozenset({Verdict.FEW, Verdict.POPULATION, Verdict.LINKED})
NOTHING: Mapping[Key, str] = MappingProxyType({})


def months_shared(year: int, since: date) -> list[int]:
    """Return the months of a year in which the federation exists."""
    first, last = months_in(year)
    return months_between(max(first, since.year * 100 + since.month), last)


def kpis_of(period: int) -> list[Kpi]:
    """Return the KPIs that are shared for a period of this length."""
    grain = Grain.YEAR if is_year(period) else Grain.MONTH
    return [kpi for kpi in SHARED_KPIS if grain in kpi.shared_grains]


def is_behind(members: Iterable[Member]) -> bool:
    """Tell whether any figure is still to be counted again by a version of its KPI that has been raised."""
    versions = {kpi.key: kpi.version for kpi in SHARED_KPIS}
    return any(counted.kpi_version != versions[kpi] for each in members for (kpi, _), counted in each.figures.items())


def said(
    members: Iterable[Member],
    period: int,
    since: date,
    hidden_before: Iterable[Key],
    purged: Iterable[Key],
    kept: Mapping[Key, str] = NOTHING,
) -> list[Said]:
    """Work out what a snapshot of the period says: one value for each organisation and KPI.

    `hidden_before` are cells that their latest snapshot hides; `purged` cells stay empty for ever. `kept` are the states of
    cells that stay as they were published, by another version: nothing is said of their KPIs, and what keeps company with a
    hidden one is hidden too.
    """
    known, gone = list(members), frozenset(purged)
    stays = {key.kpi for key in kept}
    cells = [
        cell
        for member in known
        for cell in _cells(member, period, since)
        if cell.key.period != period or cell.key.kpi not in stays
    ]
    verdicts = judge(cells, frozenset(hidden_before) | gone)
    small = {key.organisation for key, state in kept.items() if state in HIDDEN}
    for key, verdict in verdicts.items():
        if key.organisation in small and key.period == period and verdict is Verdict.SHOWN:
            verdicts[key] = Verdict.LINKED
    return [
        _said(
            member,
            kpi,
            period,
            None if takes_part(member.decisions, period, since) else NOT_TAKING_PART,
            verdicts,
            gone,
        )
        for member in known
        for kpi in kpis_of(period)
        if kpi.key not in stays
    ]


def _said(
    member: Member, kpi: Kpi, period: int, absent: str | None, verdicts: Mapping[Key, Verdict], gone: frozenset[Key]
) -> Said:
    key = Key(member.id, kpi.key, period)
    if key in gone:
        return Said(member.id, kpi, PURGED)
    if key not in verdicts:
        return Said(member.id, kpi, absent or NO_DENOMINATOR)
    is_shown = verdicts[key] is Verdict.SHOWN
    return Said(member.id, kpi, verdicts[key], _counted(member, kpi, period) if is_shown else None)


def _cells(member: Member, period: int, since: date) -> list[Cell]:
    """Return a member's cells of the period, and those of its months if it is a year; none where it takes no part."""
    cells = []
    for each in [*(months_shared(period, since) if is_year(period) else []), period]:
        if takes_part(member.decisions, each, since):
            cells += [_cell(member, kpi, each, since) for kpi in kpis_of(each) if _can_be_said(member, kpi, each)]
    return cells


def _can_be_said(member: Member, kpi: Kpi, period: int) -> bool:
    return not kpi.is_ratio or bool(_counted(member, kpi, period).denominator)


def _cell(member: Member, kpi: Kpi, period: int, since: date) -> Cell:
    counted, population = _counted(member, kpi, period), member.populations.get(period)
    months = months_shared(period, since) if is_year(period) and Grain.MONTH in kpi.shared_grains else []
    return Cell(
        key=Key(member.id, kpi.key, period),
        count=counted.count,
        population=population,
        # What is judged is what is published. Of people all others count too: their number stands beside a ratio.
        denominator=counted.denominator if kpi.is_ratio else population if _is_of_people(kpi) else None,
        floor=kpi.floor,
        rests_on=tuple(Key(member.id, kpi.key, month) for month in months),
    )


def _is_of_people(kpi: Kpi) -> bool:
    return kpi.measure.counting is Counting.PEOPLE


def _counted(member: Member, kpi: Kpi, period: int) -> Counted:
    """Return the figure; where nothing was ever counted, nothing has happened."""
    return member.figures.get((kpi.key, period)) or Counted(0, kpi.version, member.populations.get(period))
