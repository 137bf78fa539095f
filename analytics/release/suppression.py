"""What other organisations may see of one: the rule of docs/decisions/0021. Pure: no database and no clock.

No sum is published over a hidden cell, so nothing ties one organisation's cells to another's and no reader gains by
knowing its own. Within an organisation the cells that bound each other are shown together or hidden together. So what
is published stays the same whatever a hidden small number is: there is nothing to subtract.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

FLOOR = 5


class Verdict(StrEnum):
    """Whether a cell is shown, and if not, why. The first two reasons are its own, the third is another cell's."""

    SHOWN = "shown"
    FEW = "few"
    POPULATION = "population"
    LINKED = "linked"


@dataclass(frozen=True, order=True)
class Key:
    """Which cell: one organisation's value of one KPI in one period, and of one part of its people ("" for all)."""

    organisation: int
    kpi: str
    period: int
    part: str = ""


@dataclass(frozen=True)
class Cell:
    """A count and what it is seen against.

    `population` is how many people the organisation has, None if nobody has said; `denominator` what the count is seen
    as a part of: what it is divided by, or for people all there are. `rests_on` names the cells that bound it and are
    published too: a year's months.
    """

    key: Key
    count: int
    population: int | None = None
    denominator: int | None = None
    floor: int = FLOOR
    rests_on: tuple[Key, ...] = ()


def judge(cells: Iterable[Cell], hidden_before: Collection[Key] = ()) -> dict[Key, Verdict]:
    """Return the verdict on every cell. `hidden_before` are cells whose latest publication hides them.

    The same cells get the same verdicts in any order; more hidden cells never make another one shown.
    """
    known = {cell.key: cell for cell in cells}
    verdicts = {key: _own(cell) for key, cell in sorted(known.items())}
    _hide_company(verdicts, [key for key, cell in known.items() if not cell.rests_on])
    for key, cell in known.items():
        if cell.rests_on and not all(_open(month, verdicts, hidden_before) for month in cell.rests_on):
            # Whatever its own reason: that one would say something of the months.
            verdicts[key] = Verdict.LINKED
        elif cell.rests_on and verdicts[key] is Verdict.SHOWN and _is_narrowed(cell, known):
            verdicts[key] = Verdict.FEW
    _hide_company(verdicts, [key for key, cell in known.items() if cell.rests_on])
    return verdicts


def _own(cell: Cell) -> Verdict:
    """Judge a cell by itself. An unknown population is as good as a small one for all counts below the floor."""
    if cell.population is not None and cell.population < cell.floor:
        return Verdict.POPULATION
    if cell.population is None and cell.count < cell.floor:
        return Verdict.FEW
    rest = None if cell.denominator is None else cell.denominator - cell.count
    few = 0 < cell.count < cell.floor or (rest is not None and 0 < rest < cell.floor)
    return Verdict.FEW if few else Verdict.SHOWN


def _is_narrowed(year: Cell, known: Mapping[Key, Cell]) -> bool:
    """Tell whether its months, all shown, leave some of the few that it could lack and not all of them.

    Such a year is hidden whatever it is: hidden for its value, it would be known as one of those that are left.
    """
    if year.denominator is None:
        return False
    months = [known[month].count for month in year.rests_on]
    few = range(max(year.denominator - year.floor + 1, 1), year.denominator)
    left = [count for count in few if max(months) <= count <= sum(months)]
    return 0 < len(left) < len(few)


def _open(month: Key, verdicts: Mapping[Key, Verdict], hidden_before: Collection[Key]) -> bool:
    return verdicts.get(month) is Verdict.SHOWN and month not in hidden_before


def _hide_company(verdicts: dict[Key, Verdict], keys: Iterable[Key]) -> None:
    """Hide all KPIs of an organisation and period with the first hidden one: they speak of the same people."""
    company: dict[tuple[int, int, str], list[Key]] = defaultdict(list)
    for key in keys:
        company[key.organisation, key.period, key.part].append(key)
    for together in company.values():
        if any(verdicts[key] is not Verdict.SHOWN for key in together):
            for key in together:
                verdicts[key] = Verdict.LINKED if verdicts[key] is Verdict.SHOWN else verdicts[key]
