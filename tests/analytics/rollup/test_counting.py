"""What the fill counts, window by window, to the last unit."""

from datetime import UTC, datetime

import pytest

from academy.periods import STOCKHOLM
from academy.scoping import unscoped_quietly
from analytics.models import Coverage, Fact, Figure
from analytics.rollup.queries.coverage import declared
from analytics.xapi import vocabulary
from learners.actions.people import add_unit
from tests.analytics.rollup.happenings import fact, figure, filled, happened, marks_left, voided
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_a_completion_is_counted_in_every_window_that_contains_it_and_in_no_other(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.care, "anna")

    assert filled() == 1

    windows = {
        (row.level, row.scope_id, row.period): row.count for row in Fact.objects.filter(kpi="completions", count__gt=0)
    }
    scopes = [
        ("unit", town.care.pk),
        ("unit", town.root.pk),
        ("organisation", town.organisation.pk),
        ("federation", town.organisation.federation_id),
    ]
    assert windows == {(level, scope, period): 1 for level, scope in scopes for period in (202611, 2026)}
    assert marks_left() == 0


def test_units_where_nothing_happened_are_counted_too_and_show_zero(cast: Cast) -> None:
    happened(cast.eksjo.care, "anna")
    filled()
    assert fact("completions", "unit", cast.eksjo.school.pk, 202611) == 0
    assert fact("completions", "unit", cast.nassjo.school.pk, 202611) is None


def test_people_are_counted_once_in_each_window_and_never_added_up(cast: Cast) -> None:
    town = cast.eksjo
    for unit, month in ((town.care, 9), (town.care, 10), (town.school, 10)):
        happened(unit, "anna", at=datetime(2026, month, 5, 12, tzinfo=UTC))
    happened(town.care, "bo", at=datetime(2026, 10, 5, 12, tzinfo=UTC))
    happened(cast.nassjo.care, "anna", at=datetime(2026, 10, 6, 12, tzinfo=UTC))
    filled()

    active = {
        ("care", 202609): fact("active-learners", "unit", town.care.pk, 202609),
        ("care", 202610): fact("active-learners", "unit", town.care.pk, 202610),
        ("care", 2026): fact("active-learners", "unit", town.care.pk, 2026),
        ("root", 202610): fact("active-learners", "unit", town.root.pk, 202610),
        ("town", 202610): fact("active-learners", "organisation", town.organisation.pk, 202610),
        ("town", 2026): fact("active-learners", "organisation", town.organisation.pk, 2026),
        ("federation", 202610): fact("active-learners", "federation", town.organisation.federation_id, 202610),
    }
    assert active == {
        ("care", 202609): 1,
        ("care", 202610): 2,
        ("care", 2026): 2,
        ("root", 202610): 2,
        ("town", 202610): 2,
        ("town", 2026): 2,
        ("federation", 202610): 2,
    }
    assert fact("completions", "unit", town.root.pk, 202610) == 3


def test_a_unit_includes_all_levels_below_it_and_nothing_beside_it(cast: Cast) -> None:
    town = cast.eksjo
    with unscoped_quietly("test"):
        home = add_unit(organisation=town.organisation, name="Hemtjänst", parent=town.care)
        night = add_unit(organisation=town.organisation, name="Natt", parent=home)
    happened(night, "anna")
    happened(home, "bo")
    happened(town.school, "cia")
    filled()
    counts = {
        unit.name: fact("active-learners", "unit", unit.pk, 202611) for unit in (night, home, town.care, town.root)
    }
    assert list(counts.values()) == [1, 2, 2, 3]


def test_what_a_tool_says_and_what_is_voided_or_not_measured_does_not_count(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.care, "anna", authority="credential:abc")
    happened(town.care, "bo", verb=vocabulary.EXPERIENCED.iri, kind="step")
    happened(town.care, "cia", verb=vocabulary.ANSWERED.iri, kind="question")
    happened(town.care, "dag", kind="step")
    filled()
    assert fact("completions", "unit", town.care.pk, 202611) == 0
    assert fact("active-learners", "unit", town.care.pk, 202611) == 2


def test_elected_members_count_as_learners_and_completions_but_not_per_100_employees(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.care, "anna", leader_group="elected")
    happened(town.care, "bo", leader_group="official")
    happened(town.care, "cia")
    filled()
    counted = [
        fact(kpi, "unit", town.care.pk, 202611) for kpi in ("completions", "completions-per-100", "active-learners")
    ]
    assert counted == [3, 2, 3]


def test_a_window_that_becomes_empty_goes_to_zero_as_a_new_version(cast: Cast) -> None:
    town = cast.eksjo
    row = happened(town.care, "anna")
    filled()
    assert (figure("completions", town.care, 202611).numerator, figure("completions", town.care, 202611).version) == (
        1,
        1,
    )

    voided(row)
    filled()

    after = figure("completions", town.care, 202611)
    assert (after.numerator, after.version, after.state) == (0, 2, "shown")
    assert fact("completions", "federation", town.organisation.federation_id, 2026) == 0


def test_a_late_statement_corrects_the_month_in_which_it_happened(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.care, "anna", at=datetime(2026, 11, 2, 12, tzinfo=UTC))
    filled()
    happened(town.care, "bo", at=datetime(2026, 10, 30, 12, tzinfo=UTC))
    filled()
    october, november = figure("completions", town.care, 202610), figure("completions", town.care, 202611)
    assert (october.numerator, october.is_preliminary) == (1, False)
    assert (november.numerator, november.is_preliminary, november.version) == (1, True, 1)
    assert figure("completions", town.care, 2026).numerator == 2


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC), 202610),  # 23.59 in Sweden, winter time by a week
        (datetime(2026, 10, 31, 23, 0, 0, tzinfo=UTC), 202611),
        (datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC), 202603),  # 23.59 in Sweden, summer time by two days
        (datetime(2026, 3, 31, 22, 0, 0, tzinfo=UTC), 202604),
        (datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC), 202512),
        (datetime(2025, 12, 31, 23, 0, 0, tzinfo=UTC), 202601),
    ],
)
def test_months_and_years_turn_at_midnight_in_sweden(cast: Cast, moment: datetime, month: int) -> None:
    happened(cast.eksjo.care, "anna", at=moment)
    filled()
    periods = Fact.objects.filter(kpi="completions", level="organisation", count=1).values_list("period", flat=True)
    assert sorted(periods) == sorted([month, month // 100])


def test_a_month_in_which_nothing_happened_is_opened_with_zeros_and_the_last_one_closed(cast: Cast) -> None:
    town = cast.eksjo
    happened(town.care, "anna", at=datetime(2026, 9, 10, 12, tzinfo=UTC))
    filled(datetime(2026, 9, 10, 13, tzinfo=UTC))
    assert figure("completions", town.care, 202609).is_preliminary

    filled(datetime(2026, 11, 1, 0, 0, 5, tzinfo=STOCKHOLM))

    for month in (202610, 202611):
        assert (
            figure("completions", town.care, month).numerator,
            fact("completions", "unit", town.root.pk, month),
        ) == (0, 0)
    assert figure("completions", town.care, 202611).is_preliminary
    assert not figure("completions", town.care, 202610).is_preliminary


def test_filling_again_changes_nothing(cast: Cast) -> None:
    happened(cast.eksjo.care, "anna")
    filled()
    before = list(Fact.objects.order_by("pk").values())
    assert filled() == 0
    assert list(Fact.objects.order_by("pk").values()) == before


def test_many_marks_of_one_place_are_one_batch(cast: Cast) -> None:
    town = cast.eksjo
    for person in range(40):
        happened(town.care if person % 2 else town.school, f"person-{person}")
    assert filled() == 1
    assert fact("active-learners", "organisation", town.organisation.pk, 202611) == 40


def test_a_raised_version_counts_all_of_history_again_as_new_versions_of_the_figures(cast: Cast) -> None:
    town = cast.eksjo
    for month in (9, 10, 11):
        happened(town.care, "anna", at=datetime(2026, month, 5, 12, tzinfo=UTC))
    filled()
    filled()  # the second finds no gap, and remembers that
    with unscoped_quietly("test"):
        Fact.objects.filter(kpi="completions").update(kpi_version=0, count=99)
        Figure.objects.filter(kpi="completions").update(kpi_version=0, numerator=99)
    assert filled() == 0
    Coverage.objects.update(kpis=declared().replace("completions:1", "completions:0"))

    filled()

    for period, count in ((202609, 1), (202610, 1), (202611, 1), (2026, 3)):
        assert fact_of_version("completions", town.care.pk, period) == count
        renewed = figure("completions", town.care, period)
        assert (renewed.numerator, renewed.kpi_version) == (count, 1)
        assert renewed.version >= 2


def fact_of_version(kpi: str, unit_id: int, period: int) -> int:
    """Return a unit's fact of the version that is declared now."""
    return Fact.objects.get(kpi=kpi, kpi_version=1, level="unit", scope_id=unit_id, period=period).count
