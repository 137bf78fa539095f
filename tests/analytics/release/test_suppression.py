"""The rule of release: exact values at its edges, and what holds for every federation."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.kpis.registry import kpi_by_key
from analytics.release.shared.published import Published, PublishedSum
from analytics.release.suppression import Cell, Key, Verdict, judge
from tests.analytics.release.attacker import Told
from tests.analytics.release.federations import NOW, Cells, Federation, federations, our_rule, published, published_cell

SHOWN, FEW, POPULATION, LINKED = Verdict.SHOWN, Verdict.FEW, Verdict.POPULATION, Verdict.LINKED
ONE = Key(1, "active", 202601)


@pytest.mark.parametrize(
    ("count", "population", "denominator", "verdict"),
    [
        (0, 5, None, SHOWN), (0, 4, None, POPULATION), (0, None, None, FEW), (9, 4, None, POPULATION),
        (1, 100, None, FEW), (4, 100, None, FEW), (5, 100, None, SHOWN), (4, None, None, FEW), (5, None, None, SHOWN),
        (0, 5, 5, SHOWN), (5, 5, 5, SHOWN), (4, 4, 4, POPULATION), (1, 5, 5, FEW),
        (95, 100, 100, SHOWN), (96, 100, 100, FEW), (99, 100, 100, FEW), (100, 100, 100, SHOWN), (130, 100, 100, SHOWN),
    ],
)  # fmt: skip
def test_a_cell_by_itself(count: int, population: int | None, denominator: int | None, verdict: Verdict) -> None:
    assert judge([Cell(ONE, count, population, denominator)]) == {ONE: verdict}


def test_a_higher_floor_is_kept() -> None:
    assert judge([Cell(ONE, 7, 100, floor=10)]) == {ONE: FEW}


def test_key_figures_of_the_same_people_are_hidden_together() -> None:
    other = Key(1, "completed", 202601)
    elsewhere = Key(2, "completed", 202601)
    cells = [Cell(ONE, 3, 100), Cell(other, 40, 100, 100), Cell(elsewhere, 40, 100, 100)]
    assert judge(cells) == {ONE: FEW, other: LINKED, elsewhere: SHOWN}


def test_a_year_is_shown_with_all_its_months_alone() -> None:
    months = (ONE, Key(1, "active", 202602))
    year = Cell(Key(1, "active", 2026), 30, 100, rests_on=months)
    shown = [Cell(months[0], 10, 100), Cell(months[1], 20, 100)]
    assert judge([*shown, year])[year.key] is SHOWN
    assert judge([shown[0], Cell(months[1], 4, 100), year])[year.key] is LINKED
    assert judge([shown[0], year])[year.key] is LINKED, "a month in which it did not take part"
    assert judge([*shown, year], hidden_before={ONE})[year.key] is LINKED, "a month that was published as hidden"


def test_a_small_year_says_no_more_than_its_months() -> None:
    year = Cell(Key(1, "active", 2026), 3, 100, rests_on=(ONE,))
    assert judge([Cell(ONE, 3, 100), year]) == {ONE: FEW, year.key: LINKED}


def test_a_sum_holds_what_is_shown_and_nothing_else() -> None:
    cells = [Cell(Key(number, "completed", 202601), count, 100, 100) for number, count in enumerate((10, 3, 20))]
    verdicts, kpi = judge(cells), kpi_by_key("completions-per-100")
    assert kpi is not None

    def sum_of(*chosen: Cell) -> PublishedSum | None:
        told = [Told(verdicts[cell.key], cell.count if verdicts[cell.key] is SHOWN else None, cell) for cell in chosen]
        said = tuple(published_cell(each.cell.key, each) for each in told)
        return Published(1, 202601, NOW, "closed", said).sum_of(kpi)

    total = sum_of(*cells)
    assert total is not None
    assert (total.numerator, total.denominator, total.organisations, total.is_whole) == (30, 200, 2, False)
    whole = sum_of(cells[0], cells[2])
    assert whole is not None
    assert whole.is_whole
    assert sum_of(*cells[:2]) is None, "a sum of one says the same as its only row"
    assert sum_of(cells[1]) is None


@given(federations())
@settings(max_examples=150, deadline=None)
def test_nothing_below_the_floor_is_ever_shown(federation: Federation) -> None:
    for release in published(federation, our_rule):
        for told in release.cells.values():
            if told.count is not None:
                cell = told.cell
                assert not 0 < cell.count < cell.floor
                assert cell.population is None or cell.population >= cell.floor
                assert cell.denominator is None or not 0 < cell.denominator - cell.count < cell.floor
                assert cell.count or cell.population is not None


@given(federations(), st.data())
@settings(max_examples=150, deadline=None)
def test_more_hidden_never_shows_more_and_order_does_not_matter(federation: Federation, data: st.DataObject) -> None:
    cells = federation.known[0]
    before = judge(cells.values())
    shuffled = data.draw(st.permutations(sorted(cells)))
    assert judge([cells[key] for key in shuffled]) == before
    also = data.draw(st.frozensets(st.sampled_from(sorted(cells))))
    after = judge(cells.values(), hidden_before=also)
    smaller = {key: replace(cell, population=3) if key in also else cell for key, cell in cells.items()}
    for key, verdict in before.items():
        if verdict is not SHOWN:
            assert after[key] is not SHOWN
            assert judge(smaller.values())[key] is not SHOWN


@given(federations(), st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_published_is_the_same_whatever_a_hidden_few_is(federation: Federation, data: st.DataObject) -> None:
    """The promise itself: no reader can tell 1 from 4, with all they know, for there is nothing to tell them by."""
    cells = federation.known[0]
    verdicts = judge(cells.values())
    few = sorted(key for key, verdict in verdicts.items() if verdict is FEW)
    if not few:
        return
    key = data.draw(st.sampled_from(few))
    cell = cells[key]
    other = data.draw(st.sampled_from(_few(cell)))
    changed = cells | {key: replace(cell, count=other)}
    assert _said(changed, federation) == _said(cells, federation)


def _few(cell: Cell) -> list[int]:
    """Return what the rule leaves to a cell that is hidden for its own sake; a year's months leave only all but few."""
    low = [] if cell.rests_on else [*range(0 if cell.population is None else 1, cell.floor)]
    whole = cell.denominator
    return low if whole is None else [*low, *range(max(whole - cell.floor + 1, 1), whole)]


def test_a_year_of_all_but_few_is_hidden() -> None:
    """The number of employees stands beside completions, so 38 active of 40 is two who are not."""
    months = (ONE, Key(1, "active", 202602))

    def year(count: int, *shown: int) -> Verdict:
        cells = [Cell(key, each, 40, 40) for key, each in zip(months, shown, strict=True)]
        whole = Cell(Key(1, "active", 2026), count, 40, 40, rests_on=months)
        return judge([*cells, whole])[whole.key]

    assert judge([Cell(ONE, 38, 40, 40)])[ONE] is FEW
    assert [year(count, 20, 30) for count in (35, 36, 39, 40)] == [SHOWN, FEW, FEW, SHOWN]
    # 20 and 17 leave 36 and 37 alone of 36 to 39: hidden for its value, the year would be one of these two.
    assert [year(count, 20, 17) for count in (30, 36, 37)] == [FEW, FEW, FEW]
    assert year(20, 20, 12) is SHOWN


def _said(cells: Cells, federation: Federation) -> object:
    release = our_rule(cells, federation.sharing, frozenset())
    return [(key, told.verdict, told.count) for key, told in release.cells.items()], [t for _, t in release.totals]
