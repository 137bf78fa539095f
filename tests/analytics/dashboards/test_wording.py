"""What the page says of periods and comparisons."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from analytics.dashboards import wording
from analytics.dashboards.page import finding
from analytics.kpis.families.completion import COMPLETIONS, COMPLETIONS_PER_100
from analytics.kpis.families.participation import ACTIVE_LEARNERS
from analytics.release.figures import ReleasedFigure


def completions(period: int, number: int, *, is_open: bool = False) -> ReleasedFigure:
    """Make a figure of the whole organisation."""
    return ReleasedFigure(
        kpi=COMPLETIONS,
        kpi_version=1,
        unit_id=None,
        period=period,
        state="shown",
        numerator=number,
        denominator=None,
        denominator_as_of=None,
        is_preliminary=is_open,
        version=1,
        as_of=datetime(2026, 11, 16, tzinfo=UTC),
    )


@pytest.mark.parametrize("number", [10, 18, 30])
def test_a_month_that_is_not_over_is_not_compared(number: int) -> None:
    with override("en"):
        said = wording.trend(completions(202611, number, is_open=True), completions(202610, 18))
    assert said == ("none", f"November so far: {number} (all of October: 18)")


@pytest.mark.parametrize(
    ("number", "direction", "words"),
    [
        (10, "down", "November: down 8 since October"),
        (18, "same", "November: the same as in October"),
        (30, "up", "November: up 12 since October"),
    ],
)
def test_a_whole_month_is_compared(number: int, direction: str, words: str) -> None:
    with override("en"):
        assert wording.trend(completions(202611, number), completions(202610, 18)) == (direction, words)


@pytest.mark.parametrize(
    ("period", "is_open", "words"),
    [
        (202611, True, "Cards: November 2026 so far. Charts and tables: October to November 2026"),
        (202610, False, "Cards: October 2026. Charts and tables: October to November 2026"),
        (2026, True, "October to November 2026"),
    ],
)
def test_the_head_says_what_a_chosen_period_is_that_of(period: int, is_open: bool, words: str) -> None:
    with override("en"):
        assert wording.head(period, (202610, 202611), is_open) == words


def test_only_a_figure_that_leaves_elected_members_out_says_so() -> None:
    with override("en"):
        said = [wording.left_out(kpi) for kpi in (COMPLETIONS, COMPLETIONS_PER_100, ACTIVE_LEARNERS)]
    assert said == ["", "Elected members are not counted here.", ""]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([1, 3, 2], "Fullföljda kurser: flest i februari, 3"),
        ([14, 3, 14], "Fullföljda kurser: flest i januari och mars, 14"),
        ([2, 2, 2, 1], "Fullföljda kurser: flest i januari, februari och mars, 2"),
        ([2] * 3, "Fullföljda kurser: flest i januari, februari och mars, 2"),
        ([2] * 4, "Fullföljda kurser: lika många i 4 månader, 2"),
        ([2] * 12, "Fullföljda kurser: lika många i 12 månader, 2"),
        ([5, 5, 1, 5, 5, 2], "Fullföljda kurser: flest i 4 månader, 5"),
        ([0, 0], "Fullföljda kurser: inga under perioden"),
        ([], "Fullföljda kurser: inget att visa än"),
    ],
)
def test_the_finding_names_the_months_with_the_most_or_counts_them(numbers: list[int], said: str) -> None:
    months = [completions(202601 + index, number) for index, number in enumerate(numbers)]
    with override("sv"):
        assert finding(COMPLETIONS, months) == said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([3] * 12, "Completed courses: the same in 12 months, 3"),
        ([5, 5, 1, 5, 5, 2], "Completed courses: most in 4 months, 5"),
    ],
)
def test_the_finding_counts_many_months_in_english_too(numbers: list[int], said: str) -> None:
    months = [completions(202601 + index, number) for index, number in enumerate(numbers)]
    with override("en"):
        assert finding(COMPLETIONS, months) == said
