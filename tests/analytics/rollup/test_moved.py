"""A moved unit takes its history along: old and new ancestors are counted by today's tree, the total stays."""

from datetime import UTC, datetime

import pytest

from academy.scoping import entered, unscoped_quietly
from analytics.models import DirtyMark, Fact
from analytics.models.reasons import Reason
from analytics.rollup.actions import turns
from analytics.rollup.queries import extract
from learners.actions import units
from learners.actions.people import add_unit
from learners.errors import UnderItself
from learners.models import Unit
from tests.analytics.rollup.happenings import NOVEMBER, fact, figure, filled, happened, marks_left
from tests.conftest import Cast, Town, acting

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 5, 12, tzinfo=UTC)


def below(town: Town, name: str, parent: Unit) -> Unit:
    with unscoped_quietly("test"):
        return add_unit(organisation=town.organisation, name=name, parent=parent)


def moved(town: Town, unit: Unit, parent: Unit) -> None:
    who = acting(town.hr)
    with entered(who.scope):
        units.move(acting=who, unit_id=unit.pk, parent_id=parent.pk, now=NOVEMBER)


def completions(unit: Unit, period: int) -> int | None:
    return fact("completions", "unit", unit.pk, period)


def test_old_and_new_ancestors_are_recounted_and_the_total_stays(cast: Cast) -> None:
    town = cast.eksjo
    home = below(town, "Hemtjänsten", town.care)
    norr = below(town, "Norr", home)
    happened(norr, "anna", at=OCTOBER)
    happened(norr, "anna")
    happened(town.care, "bo")
    filled()
    total = figure("completions", None, 2026, town.organisation.pk)

    moved(town, home, town.school)
    filled()

    assert [completions(town.care, period) for period in (202610, 202611, 2026)] == [0, 1, 1]
    assert [completions(town.school, period) for period in (202610, 202611, 2026)] == [1, 1, 2]
    assert [completions(home, period) for period in (202610, 202611, 2026)] == [1, 1, 2]
    assert figure("completions", town.care, 202610).numerator == 0
    assert figure("completions", town.school, 202610).numerator == 1
    after = figure("completions", None, 2026, town.organisation.pk)
    assert (after.numerator, after.version) == (total.numerator, total.version) == (3, total.version)
    assert marks_left() == 0


def test_an_old_parent_with_nothing_left_shows_zero_all_the_way_up(cast: Cast) -> None:
    town = cast.eksjo
    middle = below(town, "Avdelning", town.care)
    home = below(town, "Hemtjänsten", middle)
    happened(home, "anna", at=OCTOBER)
    filled()
    assert (completions(middle, 202610), completions(town.care, 2026)) == (1, 1)

    moved(town, home, town.school)
    filled()

    for unit in (middle, town.care):
        assert [completions(unit, period) for period in (202610, 2026)] == [0, 0]
        assert figure("completions", unit, 2026).numerator == 0
    assert completions(town.root, 2026) == 1


def test_two_moves_before_the_fill_leave_no_ancestor_behind(cast: Cast) -> None:
    """The first old parent is moved itself, so its mark leads elsewhere by the time it is taken up."""
    town = cast.eksjo
    middle = below(town, "Avdelning", town.care)
    home = below(town, "Hemtjänsten", middle)
    happened(home, "anna")
    filled()

    moved(town, home, town.school)
    moved(town, middle, town.root)
    filled()

    assert [completions(unit, 202611) for unit in (town.care, middle, home, town.school)] == [0, 0, 1, 1]


def test_a_fill_that_has_read_the_old_tree_does_not_write_after_the_move(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, count, rounds = cast.eksjo, extract.count, []
    home = below(town, "Hemtjänsten", town.care)
    happened(home, "anna")

    def counting(*args: object) -> object:
        counts = count(*args)  # type: ignore[arg-type]
        rounds.append(len(counts))
        if len(rounds) == 1:
            moved(town, home, town.school)
        return counts

    monkeypatch.setattr(extract, "count", counting)
    filled()

    # Nothing had been counted when the unit moved, so the move left no mark: the turn alone made the fill start over.
    assert len(rounds) == 2
    assert [completions(unit, 202611) for unit in (town.care, town.school)] == [0, 1]


def test_a_move_marks_every_month_that_has_been_counted_and_says_why(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.school, "bo", at=OCTOBER)
    happened(town.school, "bo")
    happened(cast.nassjo.care, "cia", at=OCTOBER)
    filled()
    moved(town, town.care, town.school)
    with unscoped_quietly("test"):
        marks = set(DirtyMark.objects.values_list("organisation_id", "unit_id", "month", "reason"))
    months = set(Fact.objects.filter(level="organisation", period__gt=9999).values_list("period", flat=True))
    assert months == {202610, 202611}
    assert marks == {
        (town.organisation.pk, unit.pk, month, Reason.UNIT_MOVED.value)
        for unit in (town.care, town.root, town.school)
        for month in months
    }


def test_a_refused_move_marks_nothing_and_takes_no_turn(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.care, "anna")
    filled()
    turn = turns.current(town.organisation.federation_id)
    with pytest.raises(UnderItself):
        moved(town, town.care, town.care)
    assert (marks_left(), turns.current(town.organisation.federation_id)) == (0, turn)
