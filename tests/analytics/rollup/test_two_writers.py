"""Fills that meet other writers between reading and writing: whoever has read something old starts over."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from academy.scoping import unscoped_quietly
from analytics.actions.headcounts import set_headcount
from analytics.models import DirtyMark, FillTurn
from analytics.rollup import fill as fill_module
from analytics.rollup.queries import extract
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


def test_a_headcount_stated_while_counting_is_not_overwritten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    town = cast.eksjo
    happened(town.care, "anna")

    def state() -> None:
        with unscoped_quietly("test"):
            set_headcount(
                organisation_id=town.organisation.pk,
                unit_id=town.care.pk,
                as_of=date(2026, 11, 1),
                employees=40,
                source="HR",
                now=NOVEMBER,
            )

    once_while_counting(monkeypatch, state)
    filled()
    assert figure("completions-per-100", town.care, 202611).denominator == 40


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
    assert len(tries) == fill_module.MOST_TRIES
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
