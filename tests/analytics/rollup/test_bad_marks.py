"""What cannot be counted stays behind, is told, and holds nobody up."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from academy.scoping import unscoped_quietly
from analytics.models import DirtyMark, Statement
from analytics.rollup.queries import coverage, extract
from analytics.rollup.rounds import FillFailed
from analytics.rollup.windows import Counts, Place, Window
from analytics.tasks import fill_windows
from tests.analytics.rollup.happenings import fact, figure, filled, happened, marks_left
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Eksjö's November cannot be counted."""
    count = extract.count

    def counting(windows: set[Window], place: Place) -> Counts:
        november = any(window.period == 202611 for window in windows)
        if place.organisation_id == cast.eksjo.organisation.pk and november:
            raise KeyError("a fault that stays")
        return count(windows, place)

    monkeypatch.setattr(extract, "count", counting)
    return cast


def test_a_batch_that_fails_each_time_holds_up_no_other_month_and_no_other_tenant(broken: Cast) -> None:
    town, other = broken.eksjo, broken.nassjo
    happened(town.care, "anna")
    happened(town.care, "bo", at=datetime(2026, 10, 5, 12, tzinfo=UTC))
    happened(other.care, "cia")
    for _ in range(2):
        with capture_logs() as logs, pytest.raises(FillFailed, match="KeyError"):
            filled()
        (told,) = [log for log in logs if log["log_level"] == "error"]
        assert (told["organisation"], told["month"]) == (town.organisation.pk, 202611)
        assert isinstance(told["exc_info"], KeyError)
    assert fact("completions", "unit", town.care.pk, 202610) == 1
    assert figure("completions", other.care, 202611).numerator == 1
    assert fact("completions", "unit", town.care.pk, 202611) is None
    with unscoped_quietly("test"):
        assert set(DirtyMark.objects.values_list("organisation_id", "month")) == {(town.organisation.pk, 202611)}


def test_the_job_closes_periods_and_fails_when_something_cannot_be_counted(broken: Cast) -> None:
    happened(broken.nassjo.care, "anna", at=datetime(2025, 12, 5, tzinfo=UTC))
    filled(datetime(2025, 12, 6, tzinfo=UTC))
    assert figure("completions", broken.nassjo.care, 202512).is_preliminary
    happened(broken.eksjo.care, "bo")
    with pytest.raises(FillFailed):
        fill_windows()
    assert not figure("completions", broken.nassjo.care, 202512).is_preliminary


def test_a_federation_that_cannot_be_looked_through_holds_up_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    look: Callable[..., Any] = coverage.look

    def looking(organisation_ids: list[int], now: datetime) -> Any:
        if cast.eksjo.organisation.pk in organisation_ids:
            raise ArithmeticError
        return look(organisation_ids, now)

    monkeypatch.setattr(coverage, "look", looking)
    for town in (cast.eksjo, cast.molndal):
        happened(town.care, "anna")
    with pytest.raises(FillFailed, match="ArithmeticError"):
        filled()
    assert figure("completions", cast.eksjo.care, 202611).numerator == 1
    assert figure("completions", cast.molndal.care, 202611).numerator == 1
    assert marks_left() == 0


def test_a_unit_of_another_organisation_counts_for_the_organisation_alone(cast: Cast) -> None:
    """Such a statement cannot be stored any more; one that is stored must still be counted somewhere."""
    row = happened(cast.eksjo.care, "anna")
    with unscoped_quietly("test"):
        Statement.objects.filter(pk=row.pk).update(unit=cast.nassjo.care)
        DirtyMark.objects.update(unit=cast.nassjo.care)
    assert filled() == 1
    assert fact("completions", "organisation", cast.eksjo.organisation.pk, 202611) == 1
    assert fact("completions", "unit", cast.eksjo.care.pk, 202611) == 0
    assert marks_left() == 0
