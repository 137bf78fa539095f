"""The rule of release against a reader who calculates; and other rules, which the same reader breaks."""

import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from analytics.release import suppression
from analytics.release.suppression import Cell, Key, Verdict
from tests.analytics.release.attacker import Attack, by_months, findings
from tests.analytics.release.federations import (
    Federation,
    Rule,
    counting_rule,
    federations,
    naive_rule,
    our_rule,
    published,
)

# More of them are drawn by tests/soak.
EXAMPLES = int(os.environ.get("ATTACK_EXAMPLES", "12"))
JANUARY = 202601
EVERYONE = frozenset({1, 2, 3, 4})


def federation(*counts: int, sharing: frozenset[int] = EVERYONE) -> Federation:
    """One month of completions in large organisations, numbered from 1."""
    keys = [Key(number, "completed", JANUARY) for number in range(1, len(counts) + 1)]
    cells = {key: Cell(key, count, population=1000) for key, count in zip(keys, counts, strict=True)}
    return Federation((cells,), sharing, tuple(key.organisation for key in keys))


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(federations())
def test_nobody_finds_what_is_hidden(drawn: Federation) -> None:
    assert findings(published(drawn, our_rule), drawn.organisations) == []


def test_one_complementary_cell_lets_a_municipality_compute_its_neighbours_value() -> None:
    """The attack can succeed: 3 is hidden, 6 is hidden with it, and who has the 6 finds the 3."""
    releases = published(federation(3, 6, 40, 50), naive_rule)
    assert Attack(releases, own=2).interval(0, Key(1, "completed", JANUARY)) == (3, 3)
    assert findings(releases, (1, 2, 3, 4))
    assert findings(published(federation(3, 6, 40, 50), our_rule), (1, 2, 3, 4)) == []


def test_three_hidden_cells_are_found_too_when_their_values_leave_no_room() -> None:
    """Counting hidden cells is not enough: three that add up to 3 are 1, 1 and 1, and 12 is 4, 4 and 4."""
    for few in (1, 4):
        releases = published(federation(few, few, few, 90), counting_rule)
        assert Attack(releases).interval(0, Key(2, "completed", JANUARY)) == (few, few)
        assert findings(published(federation(few, few, few, 90), our_rule), (1, 2, 3, 4)) == []


def test_a_total_over_those_who_do_not_share_gives_them_away() -> None:
    sharing = EVERYONE - {3}
    releases = published(federation(10, 20, 7, 30, sharing=sharing), naive_rule)
    assert Attack(releases).interval(0, Key(3, "completed", JANUARY)) == (7, 7)
    assert findings(published(federation(10, 20, 7, 30, sharing=sharing), our_rule), (1, 2, 3, 4)) == []


def consistent(rule: Rule, own: int) -> dict[Any, set[tuple[int, ...]]]:
    """Return all tables of three organisations and counts to 9, by what the reader sees of each: it knows the rule too."""
    seen: dict[Any, set[tuple[int, ...]]] = defaultdict(set)
    for counts in product(range(10), repeat=3):
        (release,) = published(federation(*counts), rule)
        said = tuple((told.verdict, told.count) for told in release.cells.values())
        totals = tuple(total for _, total in release.totals)
        seen[said, totals, counts[own - 1]].add(counts)
    return dict(seen)


def test_even_a_reader_who_runs_the_rule_on_every_possible_table_finds_nothing() -> None:
    for tables in consistent(our_rule, own=1).values():
        for other in (1, 2):
            values = {counts[other] for counts in tables}
            assert values.isdisjoint({1, 2, 3, 4}) or values == {1, 2, 3, 4}


def test_that_reader_breaks_rules_that_choose_what_to_hide_by_its_value() -> None:
    for rule in (naive_rule, counting_rule):
        found = [
            counts
            for tables in consistent(rule, own=1).values()
            for counts in tables
            if 0 < counts[1] < 5 and len({each[1] for each in tables}) == 1
        ]
        assert found


def test_a_year_is_hidden_with_a_month_that_it_would_narrow() -> None:
    """20 people in January, 4 in February, 24 in the year: with the year shown, February would be 4 at least."""
    months = [Cell(Key(1, "active", 202601 + n), count, 1000) for n, count in enumerate((20, 4))]
    year = Cell(Key(1, "active", 2026), 24, 1000, rests_on=tuple(cell.key for cell in months))
    cells = {cell.key: cell for cell in (*months, year)}
    (release,) = published(Federation((cells,), frozenset({1}), (1,)), our_rule)
    assert release.cells[year.key].verdict is Verdict.LINKED
    assert Attack([release]).interval(0, months[1].key) == (1, 4)
    shown = {key: told for key, told in release.cells.items() if key != year.key}
    shown[year.key] = type(release.cells[year.key])(Verdict.SHOWN, 24, year)
    assert Attack([type(release)(shown)]).interval(0, months[1].key) == (4, 4)


def _away_and_back(*counts: int, of_year: int) -> list[Any]:
    """Two months of who shares nothing in the release between, and whose year is hidden in all three."""
    months = [Cell(Key(1, "active", JANUARY + n), count, 1000, 1000) for n, count in enumerate(counts)]
    year = Cell(Key(1, "active", 2026), of_year, 1000, 1000, rests_on=tuple(cell.key for cell in months))
    few = {cell.key: replace(cell, population=4, denominator=4) for cell in (*months, year)}
    back = {cell.key: cell for cell in (*months, year)}
    return published(Federation((few, back, back), frozenset({1}), (1,), (frozenset(), frozenset({1}))), our_rule)


def test_who_leaves_and_is_back_says_no_more_of_the_time_between_than_the_months_that_it_shows() -> None:
    """Nobody was active in the months that are public again, so that nobody was in the year, which stays hidden."""
    for releases in (_away_and_back(0, 0, of_year=0), _away_and_back(10, 12, of_year=20)):
        verdicts = [release.cells[Key(1, "active", 2026)].verdict for release in releases]
        assert verdicts == [Verdict.LINKED, None, Verdict.LINKED]
        assert findings(releases, (1,)) == []


def test_a_year_that_is_found_beyond_what_its_public_months_say_is_found() -> None:
    key, releases = Key(1, "active", 2026), _away_and_back(10, 12, of_year=20)
    assert by_months(releases, 1, releases[1].cells[key]) == (12, 22)
    releases[1] = replace(releases[1], totals=((frozenset({key}), 20),))
    assert findings(releases, ()) == [f"None finds {key} of release 1 within (20, 20)"]


def _all_but_few() -> Federation:
    cell = Cell(Key(1, "active", JANUARY), 98, 100, 100)
    return Federation(({cell.key: cell},), frozenset({1}), (1,))


def _four_who_complete_forty() -> Federation:
    active, completed = (
        Cell(Key(1, kpi, JANUARY), count, 1000, 1000) for kpi, count in (("active", 4), ("completed", 40))
    )
    return Federation(({active.key: active, completed.key: completed},), frozenset({1}), (1,))


def _a_month_corrected_after_it_was_hidden() -> Federation:
    """20 people in January and 24 in the year, so that February had 4; then February is corrected to 5."""
    months = [Cell(Key(1, "active", JANUARY + n), count, 1000) for n, count in enumerate((20, 4))]
    year = Cell(Key(1, "active", 2026), 24, 1000, rests_on=tuple(cell.key for cell in months))
    first = {cell.key: cell for cell in (*months, year)}
    second = first | {months[1].key: replace(months[1], count=5)}
    return Federation((first, second), frozenset({1}), (1,))


own, is_open = suppression._own, suppression._open


@pytest.mark.parametrize(
    ("part", "without", "happened"),
    [
        ("_own", lambda cell: own(replace(cell, denominator=None)), _all_but_few),
        ("_hide_company", lambda verdicts, keys: None, _four_who_complete_forty),
        (
            "_open",
            lambda month, verdicts, hidden_before: is_open(month, verdicts, ()),
            _a_month_corrected_after_it_was_hidden,
        ),
    ],
    ids=["all but few", "company", "hidden before"],
)
def test_without_a_part_of_the_rule_something_is_found(
    monkeypatch: pytest.MonkeyPatch, part: str, without: object, happened: Callable[[], Federation]
) -> None:
    """The reader takes from nobody what has to be hidden, so the rule cannot excuse itself. It knows of ten courses."""
    drawn = happened()
    assert findings(published(drawn, our_rule), drawn.organisations, courses=10) == []
    monkeypatch.setattr(suppression, part, without)
    assert findings(published(drawn, our_rule), drawn.organisations, courses=10)
