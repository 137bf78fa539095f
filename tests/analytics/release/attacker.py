"""A reader who works things out: everything published, its own organisation's numbers, and the rules, as a linear programme.

For each hidden cell it finds the least and the greatest whole number that is still possible. It is told more than a real
reader knows: which cells have been corrected between two releases, and the reason why each one is hidden.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # it has no stubs

from analytics.release.suppression import Cell, Key, Verdict

MOST = 10_000
Variable = tuple[int, Key]
# A row of the programme: what each variable counts for, and between which numbers the sum lies.
Row = tuple[dict[Variable, float], float, float]


@dataclass(frozen=True)
class Told:
    """What is said of one cell: None as verdict is an organisation that does not take part."""

    verdict: Verdict | None
    count: int | None
    cell: Cell


@dataclass(frozen=True)
class Release:
    """All that is public at a time: cells, and totals with the organisations that each one covers."""

    cells: Mapping[Key, Told]
    totals: tuple[tuple[frozenset[Key], int], ...] = ()
    corrected: frozenset[Key] = frozenset()


@dataclass
class Attack:
    """One reader's programme. `own` is the organisation that it knows exactly; nobody completes more than `courses`."""

    releases: list[Release]
    own: int | None = None
    courses: int = MOST
    rows: list[Row] = field(default_factory=list)
    least: dict[Variable, float] = field(default_factory=dict)
    most: dict[Variable, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write down all that is known."""
        for number, release in enumerate(self.releases):
            for key, told in release.cells.items():
                self._cell(number, key, told)
            for covered, total in release.totals:
                self.rows.append(({(number, key): 1.0 for key in covered}, total, total))
            self._bounds_of_people(number, release)
            if number:
                self._unchanged(number, release)

    def interval(self, number: int, key: Key) -> tuple[int, int]:
        """Return the least and the greatest value that a cell of a release can have."""
        low, high = (self._extreme((number, key), sign) for sign in (1, -1))
        return low, high

    def _cell(self, number: int, key: Key, told: Told) -> None:
        name = (number, key)
        exact = told.count if key.organisation != self.own else told.cell.count
        low, high = (exact, exact) if exact is not None else self.allowed(number, told)
        self.least[name], self.most[name] = low, high
        if exact is not None:
            return
        cell = told.cell
        is_few = told.verdict is Verdict.FEW and not cell.rests_on
        if is_few and cell.denominator is not None and cell.population is not None:
            # Few, or all but few: a switch between the two.
            switch = self._switch(number, key)
            gap = max(cell.denominator - cell.floor + 1 - 1, 0)
            self.rows.append(({name: 1.0, switch: -float(gap)}, 1, cell.floor - 1))
        if told.verdict is Verdict.LINKED and not cell.rests_on:
            switch = self._switch(number, key)
            self.rows.append(({name: 1.0, switch: -float(cell.floor)}, 0, numpy.inf))
            self.rows.append(({name: 1.0, switch: -float(MOST)}, -numpy.inf, 0))

    def allowed(self, number: int, told: Told) -> tuple[int, int]:
        """Return the least and the greatest value that the rule leaves to a hidden cell, seen with what it rests on."""
        cell = told.cell
        if told.verdict is not Verdict.FEW or not cell.rests_on:
            return possible(told)
        months = [self.releases[number].cells[month].count for month in cell.rests_on]
        assert cell.denominator is not None
        shown = [count for count in months if count is not None]
        assert len(shown) == len(months), "a year says why it is hidden when all its months are shown, and not else"
        least, most = cell.denominator - cell.floor + 1, cell.denominator - 1
        # Hidden for its value, if its months leave all of the few; whatever it is, if they leave some of them.
        return (least, most) if max(shown) <= least and most <= sum(shown) else (max(shown), sum(shown))

    def _switch(self, number: int, key: Key) -> Variable:
        name = (number, Key(key.organisation, f"switch {key.kpi}", key.period, key.part))
        self.least[name], self.most[name] = 0, 1
        return name

    def _bounds_of_people(self, number: int, release: Release) -> None:
        """A year has at least the people of each month and at most those of all; who completes is active."""
        for key, told in release.cells.items():
            months = [(number, month) for month in told.cell.rests_on if month in release.cells]
            if len(months) == len(told.cell.rests_on) and months:
                self.rows += [({(number, key): 1.0, month: -1.0}, 0, numpy.inf) for month in months]
                self.rows.append(({(number, key): -1.0} | dict.fromkeys(months, 1.0), 0, numpy.inf))
            active = Key(key.organisation, "active", key.period, key.part)
            if key.kpi == "completed" and active in release.cells:
                self.rows.append(({(number, active): float(self.courses), (number, key): -1.0}, 0, numpy.inf))

    def _unchanged(self, number: int, release: Release) -> None:
        for key in release.cells.keys() & self.releases[number - 1].cells.keys() - release.corrected:
            self.rows.append(({(number, key): 1.0, (number - 1, key): -1.0}, 0, 0))

    def _extreme(self, target: Variable, sign: int) -> int:
        names = {name: place for place, name in enumerate(self.least)}
        aim = numpy.zeros(len(names))
        aim[names[target]] = sign
        table = numpy.zeros((len(self.rows), len(names)))
        for place, (row, _, _) in enumerate(self.rows):
            for name, weight in row.items():
                table[place, names[name]] = weight
        found = milp(
            aim,
            integrality=numpy.ones(len(names)),
            bounds=Bounds(list(self.least.values()), list(self.most.values())),
            constraints=LinearConstraint(table, [row[1] for row in self.rows], [row[2] for row in self.rows])
            if self.rows
            else (),
        )
        assert found.status == 0, found.message
        least: int = round(found.fun)
        return sign * least


def possible(told: Told) -> tuple[int, int]:
    """Return the least and the greatest value that the rule alone leaves to a cell, by what is said of it."""
    cell = told.cell
    if told.verdict is not Verdict.FEW:
        return 0, MOST
    if cell.population is None:
        return 0, cell.floor - 1
    if cell.denominator is not None and cell.denominator > cell.floor:
        return 1, max(cell.denominator - 1, cell.floor - 1)
    return 1, cell.floor - 1


def protected(release: Release) -> Iterator[tuple[Key, Told]]:
    """Give the cells that must not be found: small ones, those hidden for their own sake, and those not shared at all."""
    for key, told in release.cells.items():
        if is_small(told.cell) or told.verdict in {Verdict.FEW, Verdict.POPULATION, None}:
            yield key, told


def is_small(cell: Cell) -> bool:
    """Tell from the exact numbers whether a cell must be hidden, by the definition and not by the rule under attack."""
    too_few, all_but_few = 0 < cell.count < 5, cell.denominator is not None and 0 < cell.denominator - cell.count < 5
    return too_few or all_but_few or (cell.population is not None and cell.population < 5)


def is_public(releases: list[Release], number: int, key: Key) -> bool:
    """Tell whether another release shows the same value: of who joined after it, or has left since."""
    for each in range(number, -1, -1):
        if releases[each].cells[key].count is not None:
            return True
        if key in releases[each].corrected:
            break
    for each in range(number + 1, len(releases)):
        if key in releases[each].corrected:
            return False
        if releases[each].cells[key].count is not None:
            return True
    return False


def by_months(releases: list[Release], number: int, told: Told) -> tuple[int, int] | None:
    """Return what public months say of the year that rests on them; None when one of them is not public."""
    months = told.cell.rests_on
    if not months or not all(is_public(releases, number, month) for month in months):
        return None
    counts = [releases[number].cells[month].cell.count for month in months]
    return max(counts), sum(counts)


def findings(releases: list[Release], organisations: Iterable[int], courses: int = MOST) -> list[str]:
    """Attack as each organisation and as a stranger; return what has been found out that the definition keeps."""
    found = [
        f"{key} of release {number} is shown"
        for number, release in enumerate(releases)
        for key, told in release.cells.items()
        if told.count is not None and is_small(told.cell)
    ]
    for reader in (None, *organisations):
        attack = Attack(releases, reader, courses)
        for number, release in enumerate(releases):
            for key, told in protected(release):
                if key.organisation == reader or is_public(releases, number, key):
                    continue
                interval = attack.interval(number, key)
                if told.verdict is None and interval == by_months(releases, number, told):
                    continue
                if interval != (attack.allowed(number, told) if told.verdict is Verdict.FEW else _kept(told, interval)):
                    found.append(f"{reader} finds {key} of release {number} within {interval}")
    return found


def _kept(told: Told, interval: tuple[int, int]) -> tuple[int, int]:
    """What must remain of others than a few: at least as many values as these have, as of who was one of them and left."""
    low, high = possible(told)
    width = interval[1] - interval[0]
    return interval if width >= told.cell.floor - 2 else (low, high)
