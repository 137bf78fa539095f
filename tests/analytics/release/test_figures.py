"""From counts to figures: state, version, denominator, preliminary."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from academy.periods import STOCKHOLM
from academy.scoping import unscoped_quietly
from analytics.actions.headcounts import HeadcountRefused, set_headcount
from analytics.models import Figure, Headcount
from analytics.release import actions
from analytics.release.publish import prepare
from analytics.rollup.fill import fill
from analytics.tasks import fill_windows
from learners.models import Unit
from tests.analytics.rollup.happenings import NOVEMBER, figure, filled, happened
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
PER_100 = "completions-per-100"


def stated(unit: Unit, employees: int, as_of: date = date(2026, 11, 1), **more: Any) -> None:
    """State a number of employees, as HR does."""
    with unscoped_quietly("a test's headcount"):
        set_headcount(
            organisation_id=unit.organisation_id,
            unit_id=unit.pk,
            as_of=as_of,
            employees=employees,
            source="HR-systemet",
            now=NOVEMBER + timedelta(hours=1),
            **more,
        )


def test_without_a_headcount_the_figure_says_so_and_keeps_its_numerator(cast: Cast) -> None:
    happened(cast.eksjo.care, "anna")
    filled()
    missing = figure(PER_100, cast.eksjo.care, 202611)
    assert (missing.state, missing.numerator, missing.denominator, missing.version) == ("no_denominator", 1, None, 1)
    assert figure("completions", cast.eksjo.care, 202611).state == "shown"


def test_a_headcount_added_later_completes_the_figures_at_once(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.care, "anna")
    filled()
    stated(town.care, 40)
    now = figure(PER_100, town.care, 202611)
    assert (now.state, now.numerator, now.denominator, now.denominator_as_of) == ("shown", 1, 40, date(2026, 11, 1))
    # A new number to divide by is a new version, but no statement of the last hour has been counted for it.
    assert (now.version, now.as_of) == (2, NOVEMBER + timedelta(minutes=1))
    # The root and the organisation have no number of their own yet; a part is not the whole.
    assert figure(PER_100, None, 202611, town.organisation.pk).state == "no_denominator"
    stated(town.root, 100)
    assert figure(PER_100, None, 202611, town.organisation.pk).denominator == 100
    assert figure(PER_100, town.root, 2026).denominator == 100
    assert figure("completions", town.care, 202611).version == 1


def test_the_number_valid_when_the_period_ends_or_the_latest_before_is_used(cast: Cast) -> None:
    town = cast.eksjo
    stated(town.care, 30, date(2026, 9, 1))
    stated(town.care, 50, date(2026, 10, 31))
    stated(town.care, 70, date(2026, 11, 1))
    for month in (8, 9, 10):
        happened(town.care, "anna", at=datetime(2026, month, 5, tzinfo=UTC))
    filled()
    filled()  # opens November, in which nothing has happened
    denominators = {
        month: figure(PER_100, town.care, month).denominator for month in (202608, 202609, 202610, 202611, 2026)
    }
    assert denominators == {202608: None, 202609: 30, 202610: 50, 202611: 70, 2026: 70}


def test_a_corrected_headcount_is_a_new_version_and_the_same_again_is_not(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.care, "anna")
    stated(town.care, 40)
    filled()
    stated(town.care, 50)
    stated(town.care, 50)
    assert (figure(PER_100, town.care, 202611).denominator, figure(PER_100, town.care, 202611).version) == (50, 2)
    with unscoped_quietly("test"):
        assert Headcount.objects.count() == 1


def test_nobody_employed_is_nothing_to_divide_by(cast: Cast) -> None:
    happened(cast.eksjo.care, "anna")
    stated(cast.eksjo.care, 0)
    filled()
    assert figure(PER_100, cast.eksjo.care, 202611).state == "no_denominator"


def test_a_headcount_is_refused_without_source_below_zero_or_for_anothers_unit(cast: Cast) -> None:
    with pytest.raises(HeadcountRefused):
        stated(cast.eksjo.care, -1)
    with unscoped_quietly("test"):
        for unit, source in ((cast.nassjo.care, "HR"), (cast.eksjo.care, "  ")):
            with pytest.raises(HeadcountRefused):
                set_headcount(
                    organisation_id=cast.eksjo.organisation.pk,
                    unit_id=unit.pk,
                    as_of=date(2026, 11, 1),
                    employees=5,
                    source=source,
                    now=NOVEMBER,
                )
        assert not Headcount.objects.exists()


def test_a_look_that_finds_the_same_value_moves_the_time_and_not_the_version(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.care, "anna")
    filled(NOVEMBER)
    happened(town.school, "bo")
    filled(NOVEMBER + timedelta(days=1))
    same, changed = figure("completions", town.care, 202611), figure("completions", town.root, 202611)
    assert (same.version, same.as_of) == (1, NOVEMBER)
    assert (changed.version, changed.numerator, changed.as_of) == (2, 2, NOVEMBER + timedelta(days=1))


def test_no_figure_of_a_federation_is_released(cast: Cast) -> None:
    happened(cast.eksjo.care, "anna")
    filled()
    with unscoped_quietly("test"):
        assert set(Figure.objects.values_list("level", "audience").distinct()) == {
            ("unit", "internal"),
            ("organisation", "internal"),
        }


def test_a_period_that_has_ended_is_no_longer_preliminary(cast: Cast) -> None:
    happened(cast.eksjo.care, "anna", at=datetime(2026, 12, 5, tzinfo=UTC))
    filled(datetime(2026, 12, 6, tzinfo=UTC))
    with unscoped_quietly("test"):
        assert actions.close_periods(now=datetime(2026, 12, 31, 23, 59, tzinfo=STOCKHOLM)) == 0
        closed = actions.close_periods(now=datetime(2027, 1, 1, 0, 0, tzinfo=STOCKHOLM))
        # three KPIs, three units and the organisation, the month and the year
        assert closed == 3 * 4 * 2
        assert not Figure.objects.filter(is_preliminary=True).exists()
        assert set(Figure.objects.values_list("version", flat=True)) == {1}


def test_the_job_fills_releases_and_closes(cast: Cast) -> None:
    happened(cast.eksjo.care, "anna", at=datetime(2026, 2, 5, tzinfo=UTC))
    assert fill_windows() >= 1
    assert figure("completions", cast.eksjo.care, 202602).numerator == 1
    assert not figure("completions", cast.eksjo.care, 202602).is_preliminary


def test_what_was_confirmed_before_as_of_is_counted(cast: Cast) -> None:
    """A statement that is confirmed at the last moment before the clock is read, with others under way."""
    town = cast.eksjo
    told: list[datetime] = []

    def clock() -> datetime:
        happened(town.care, f"person-{len(told)}")
        told.append(NOVEMBER + timedelta(seconds=len(told)))
        return told[-1]

    happened(town.care, "anna")
    assert fill(prepare=prepare, clock=clock) == 1
    shown = figure("active-learners", town.care, 202611)
    assert (shown.numerator, shown.as_of) == (1 + len(told), told[-1])
