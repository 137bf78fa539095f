"""Fills that meet other writers between reading and writing: whoever has read something old starts over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from academy.scoping import unscoped_quietly
from analytics.models import DirtyMark, FillTurn
from analytics.release.publish import prepare
from analytics.rollup import fill as fill_module
from analytics.rollup import rounds
from analytics.rollup.actions import turns, write
from analytics.rollup.queries import extract
from analytics.rollup.windows import Counts
from tests.analytics.release.test_figures import stated
from tests.analytics.rollup.happenings import NOVEMBER, fact, figure, filled, happened, marked, marks_left
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def once_while_counting(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], Any]) -> list[int]:
    """Let something happen after the first count and before its transaction; return the list of rounds counted."""
    count, rounds = extract.count, []

    def counting(*args: Any) -> Any:
        counts = count(*args)
        rounds.append(len(counts))
        if len(rounds) == 1:
            meanwhile()
        return counts

    monkeypatch.setattr(extract, "count", counting)
    return rounds


def test_a_fill_overtaken_by_another_starts_over_and_both_end_right(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = cast.eksjo
    happened(town.care, "anna")
    rounds = once_while_counting(monkeypatch, lambda: (happened(town.care, "bo"), filled()))

    filled()

    # Our first, the other's; ours found no mark left when it looked again.
    assert len(rounds) == 2
    assert fact("completions", "unit", town.care.pk, 202611) == 2
    assert figure("completions", town.care, 202611).numerator == 2
    assert marks_left() == 0


def test_a_fill_of_other_marks_of_the_same_federation_also_makes_it_start_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their marks are not ours, but their federation's window is: only the turn can tell."""
    town, other = cast.eksjo, cast.nassjo

    def meanwhile() -> None:
        happened(other.care, "bo")
        with unscoped_quietly("test"):
            ours = list(DirtyMark.objects.filter(organisation=town.organisation).values())
            DirtyMark.objects.filter(organisation=town.organisation).delete()
        filled()
        with unscoped_quietly("test"):
            DirtyMark.objects.bulk_create([DirtyMark(**mark) for mark in ours])

    happened(town.care, "anna")
    rounds = once_while_counting(monkeypatch, meanwhile)
    filled()
    assert len(rounds) == 3
    assert fact("active-learners", "federation", town.organisation.federation_id, 202611) == 2


def test_a_statement_that_arrives_while_counting_keeps_its_mark(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    town = cast.eksjo
    happened(town.care, "anna")
    rounds = once_while_counting(monkeypatch, lambda: happened(town.care, "bo"))
    filled()
    assert len(rounds) == 2
    assert fact("completions", "unit", town.care.pk, 202611) == 2
    assert marks_left() == 0


def test_a_headcount_stated_before_the_fill_writes_is_not_overwritten(cast: Cast) -> None:
    town, rounds = cast.eksjo, []

    def preparing(*args: Any) -> Callable[[], None]:
        release = prepare(*args)
        rounds.append(1)
        if len(rounds) == 1:
            stated(town.care, 40)
        return release

    happened(town.care, "anna")
    assert fill_module.fill(prepare=preparing, clock=lambda: NOVEMBER) == 1
    assert len(rounds) == 2
    assert figure("completions-per-100", town.care, 202611).denominator == 40


def test_marks_that_somebody_else_has_taken_are_noticed(cast: Cast) -> None:
    marked(cast.eksjo.care, 202611)
    with unscoped_quietly("test"):
        ids = tuple(DirtyMark.objects.values_list("pk", flat=True))
        with pytest.raises(turns.Overtaken), transaction.atomic():
            write.consume((*ids, ids[-1] + 1))
    assert marks_left() == 1


def test_someone_always_faster_leaves_the_marks_for_the_next_call(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    town = cast.eksjo
    happened(town.care, "anna")
    count, tries = extract.count, []

    def counting(*args: Any) -> Any:
        tries.append(1)
        FillTurn.objects.filter(federation_id=town.organisation.federation_id).update(number=100 + len(tries))
        return count(*args)

    monkeypatch.setattr(extract, "count", counting)
    assert filled() == 0
    assert len(tries) == rounds.MOST_TRIES
    assert marks_left() == 1


def test_marks_over_the_limit_of_a_batch_are_taken_in_turns(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.rollup.queries.marks.MOST_MARKS", 3)
    town = cast.eksjo
    happened(town.care, "anna")
    for _ in range(7):
        marked(town.school, 202611)
    assert filled() == 3
    assert marks_left() == 0
    assert fact("completions", "unit", town.care.pk, 202611) == 1


def test_marks_of_more_units_than_one_transaction_writes_are_taken_in_turns(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.rollup.queries.marks.MOST_UNITS", 2)
    town, sizes = cast.eksjo, []
    happened(town.care, "anna")
    filled()
    keep = write.keep

    def keeping(counts: Counts, **more: Any) -> None:
        sizes.append(len({window.scope_id for _, window in counts if window.level == "unit"}))
        keep(counts, **more)

    monkeypatch.setattr(write, "keep", keeping)
    for unit in (town.care, town.school, town.care):
        happened(unit, "bo")
    assert filled() == 2
    assert sizes == [2, 2]  # each with the root
    assert marks_left() == 0
    assert [fact("completions", "unit", unit.pk, 202611) for unit in (town.care, town.school, town.root)] == [3, 1, 4]


def test_units_that_have_never_been_counted_are_opened_a_few_at_a_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.rollup.queries.marks.MOST_NEW", 1)
    town = cast.eksjo
    happened(town.care, "anna")
    assert filled() == 2  # the school's month, then its year
    assert marks_left() == 0
    for period in (202611, 2026):
        for unit in (town.care, town.school, town.root):
            assert fact("completions", "unit", unit.pk, period) is not None
