"""The revision log: changes of periods that have ended, each with its reason; the open period is overwritten."""

from datetime import timedelta

import pytest

from academy.scoping import unscoped_quietly
from analytics.models import DirtyMark, Reason, Revision
from tests.analytics.release.sharing import IN_OCTOBER, NOW, OCTOBER, YEAR, employs, learns
from tests.analytics.rollup.happenings import NOVEMBER, figure, filled, happened, voided
from tests.conftest import Cast, signed_in

Row = tuple[str, int | None, int, str, int, int]


def log() -> list[Row]:
    """Return the log of the whole organisation: KPI, unit, version, reason, numerator before and after."""
    with unscoped_quietly("test"):
        rows = Revision.objects.filter(figure__unit=None).select_related("figure").order_by("figure__kpi", "pk")
        return [
            (row.figure.kpi, row.figure.period, row.version, row.reason, row.from_numerator, row.to_numerator)
            for row in rows
        ]


def test_the_first_count_and_the_open_period_are_no_revisions(cast: Cast) -> None:
    learns(cast.eksjo, 2)
    happened(cast.eksjo.care, "now", at=NOW)
    filled(NOW)
    happened(cast.eksjo.care, "now too", at=NOW)
    filled(NOW + timedelta(minutes=1))
    assert log() == []


def test_a_late_statement_and_one_taken_back_are_told_of_the_month_and_not_of_the_open_year(cast: Cast) -> None:
    learns(cast.eksjo, 2)
    row = happened(cast.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(NOVEMBER)
    assert ("completions", OCTOBER, 2, "statement", 2, 3) in log()
    voided(row)
    with unscoped_quietly("test"):
        DirtyMark.objects.update(reason=Reason.VOIDED)
    filled(NOVEMBER)
    assert ("completions", OCTOBER, 3, "voided", 3, 2) in log()
    assert YEAR not in {period for _, period, *_ in log()}
    with unscoped_quietly("test"):
        assert Revision.objects.filter(figure__unit=cast.eksjo.care).count() == 6


@pytest.mark.parametrize("reason", [Reason.MEMBERSHIP_CORRECTED, Reason.UNIT_MOVED])
def test_what_somebody_decided_explains_more_than_what_arrived(cast: Cast, reason: Reason) -> None:
    learns(cast.eksjo, 2)
    happened(cast.eksjo.care, "latecomer", at=IN_OCTOBER)
    with unscoped_quietly("test"):
        DirtyMark.objects.create(
            organisation=cast.eksjo.organisation, unit=cast.eksjo.school, month=OCTOBER, reason=reason
        )
    filled(NOVEMBER)
    assert {row[3] for row in log()} == {reason}
    with unscoped_quietly("test"):
        of_care = Revision.objects.filter(figure__unit=cast.eksjo.care).values_list("reason", flat=True)
        assert set(of_care) == {"statement"}


def test_a_stated_headcount_is_told_with_both_denominators(cast: Cast) -> None:
    learns(cast.eksjo, 2)
    employs(cast.eksjo, 50)
    employs(cast.eksjo, 60)
    with unscoped_quietly("test"):
        rows = Revision.objects.filter(figure__unit=None, figure__period=OCTOBER).order_by("version")
        told = [(row.reason, row.from_denominator, row.to_denominator) for row in rows]
    assert told == [("headcount_stated", None, 50), ("headcount_stated", 50, 60)]


def test_a_recount_that_finds_the_same_writes_nothing(cast: Cast) -> None:
    learns(cast.eksjo, 2)
    with unscoped_quietly("test"):
        DirtyMark.objects.create(
            organisation=cast.eksjo.organisation, unit=None, month=OCTOBER, reason=Reason.RECOUNTED
        )
    filled(NOVEMBER)
    assert log() == []
    assert figure("completions", None, OCTOBER, cast.eksjo.organisation.pk).version == 1


def test_the_figures_page_tells_its_changes(cast: Cast) -> None:
    learns(cast.eksjo, 2)
    address = "/nyckeltal/eksjo/completions/hela/2026-10/"
    assert "Inga sedan perioden tog slut." in signed_in(cast.eksjo.hr).get(address).content.decode()
    happened(cast.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(NOVEMBER)
    page = signed_in(cast.eksjo.hr).get(address).content.decode()
    assert "Något registrerades i efterhand" in page
    assert "2 fullföljda kurser" in page
    assert "3 fullföljda kurser" in page
