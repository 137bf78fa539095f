"""`manage.py kpis`: list, explain, refill, snapshot and purge; and the nightly check that uses the same recount."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from academy.periods import STOCKHOLM
from academy.scoping import unscoped_quietly
from analytics.kpis.registry import KPIS
from analytics.models import DirtyMark, Fact, Figure, Snapshot, Statement
from analytics.release.recount import explain
from analytics.tasks import check_sample, take_snapshots
from tests.analytics.release.sharing import OCTOBER, employs, learns, takes_part
from tests.analytics.rollup.happenings import fact, filled, happened, marks_left, voided
from tests.conftest import Cast

OCTOBER_ARGUMENTS = ("completions-per-100", "eksjo", "2026-10")


def kpis(*arguments: object) -> str:
    """Run the command; return what it prints."""
    out = StringIO()
    call_command("kpis", *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def october(cast: Cast) -> Cast:
    """Eksjö with 6 people in care and an elected member, of 60 employees."""
    employs(cast.eksjo, 60)
    learns(cast.eksjo, 6)
    happened(cast.eksjo.school, "elected", at=datetime(2026, 10, 5, 9, tzinfo=STOCKHOLM), leader_group="elected")
    filled(datetime(2026, 11, 3, 6, tzinfo=STOCKHOLM))
    return cast


def tampered(**changes: Any) -> None:
    """Let Eksjö's October say something else than its sources."""
    with unscoped_quietly("test"):
        Figure.objects.filter(kpi="completions-per-100", unit=None, period=OCTOBER).update(**changes)


def test_list_names_every_key_figure_its_windows_and_its_tables() -> None:
    lines = kpis("list").splitlines()
    assert [line.split()[0] for line in lines] == [kpi.key for kpi in KPIS]
    assert lines[0].endswith("not shared")
    assert lines[1].endswith("month")
    assert "organisation+unit by month+year" in lines[1]


def test_explain_recomputes_from_the_sources_and_agrees(october: Cast) -> None:
    said = kpis("explain", *OCTOBER_ARGUMENTS)
    assert "numerator:   6 " in said
    assert "denominator: 60 " in said
    assert "formula:     6 / 60 x 100" in said
    assert "value:       10.0 per 100 employees" in said
    assert "released:    6 / 60, version 1, as of 2026-11-0" in said
    assert "equal:       yes" in said
    assert "numerator:   7 " in kpis("explain", "completions", "eksjo", "2026")
    school = october.eksjo.school.pk
    assert "numerator:   1 " in kpis("explain", "completions", "eksjo", "2026-10", "--unit", school)


def test_explain_needs_no_fact(october: Cast) -> None:
    Fact.objects.all().delete()
    assert "equal:       yes" in kpis("explain", *OCTOBER_ARGUMENTS)


@pytest.mark.parametrize("changes", [{"numerator": 5}, {"denominator": 61}, {"kpi_version": 9}])
def test_explain_fails_when_the_released_figure_differs(october: Cast, changes: dict[str, int]) -> None:
    tampered(**changes)
    with pytest.raises(CommandError, match="this is a fault") as failed:
        kpis("explain", *OCTOBER_ARGUMENTS)
    assert failed.value.returncode == 1


def test_explain_says_when_the_window_waits_and_tells_the_history(october: Cast) -> None:
    row = happened(october.eksjo.care, "latecomer", at=datetime(2026, 10, 9, 9, tzinfo=STOCKHOLM))
    with pytest.raises(CommandError, match="waits to be counted"):
        kpis("explain", *OCTOBER_ARGUMENTS)
    filled(datetime(2026, 11, 4, 6, tzinfo=STOCKHOLM))
    assert "version 2: 6 / 60 became 7 / 60, statement" in kpis("explain", *OCTOBER_ARGUMENTS)
    voided(row)
    filled(datetime(2026, 11, 5, 6, tzinfo=STOCKHOLM))
    assert "version 3: 7 / 60 became 6 / 60" in kpis("explain", *OCTOBER_ARGUMENTS)


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "completions", "nowhere", "2026-10"), ("explain", "completions", "eksjo", "october"),
        ("explain", "completions", "eksjo", "2026-10", "--unit", "999999"), ("refill", "--organisation", "nowhere"),
        ("snapshot", "nowhere", "2026-10"), ("snapshot", "hoglandet", "9999-01"),
        ("purge", "completions", "eksjo", "2026-10", "--reason", "none was published"),
        ("explain", "no-such", "eksjo", "2026-10"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused_with_words(cast: Cast, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"\w+"):
        kpis(*arguments)
    assert marks_left() == 0


def test_another_organisations_unit_is_refused(october: Cast) -> None:
    with pytest.raises(CommandError, match="not one of"):
        kpis("explain", "completions", "eksjo", "2026-10", "--unit", october.nassjo.care.pk)


def test_refill_counts_everything_again_and_mends_what_was_wrong(october: Cast) -> None:
    happened(october.nassjo.care, "someone", at=datetime(2026, 10, 9, 9, tzinfo=STOCKHOLM))
    filled()
    Fact.objects.update(count=99)
    tampered(numerator=99)
    assert "counted again" in kpis("refill")
    assert "equal:       yes" in kpis("explain", *OCTOBER_ARGUMENTS)
    assert fact("completions", "unit", october.nassjo.care.pk, OCTOBER) == 1
    assert not Fact.objects.filter(count=99).exists()
    assert marks_left() == 0


def test_refill_of_one_period_and_organisation_leaves_the_others(october: Cast) -> None:
    happened(october.nassjo.care, "someone", at=datetime(2026, 10, 9, 9, tzinfo=STOCKHOLM))
    filled()
    Fact.objects.update(count=99)
    kpis("refill", "--organisation", "eksjo", "--period", "2026-10", "--kpi", "completions")
    assert fact("completions", "organisation", october.eksjo.organisation.pk, OCTOBER) == 7
    assert fact("completions", "organisation", october.eksjo.organisation.pk, 202611) == 99
    assert fact("completions", "organisation", october.nassjo.organisation.pk, OCTOBER) == 99


def test_a_refill_that_is_interrupted_leaves_marks_for_the_next_fill(
    october: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(**_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("analytics.management.commands.kpis.fill", interrupted)
    with pytest.raises(KeyboardInterrupt):
        kpis("refill")
    with unscoped_quietly("test"):
        assert set(DirtyMark.objects.values_list("reason", flat=True)) == {"recounted"}
    filled()
    assert marks_left() == 0


def test_snapshot_and_purge(october: Cast) -> None:
    assert "Nothing to publish" in kpis("snapshot", "hoglandet", "2026-10")
    takes_part(october.eksjo)
    assert "Snapshot 1 of 2026-10 published." in kpis("snapshot", "hoglandet", "2026-10")
    with pytest.raises(CommandError, match="needs a --reason"):
        kpis("snapshot", "hoglandet", "2026-10")
    assert "Nothing to publish" in kpis("snapshot", "hoglandet", "2026-10", "--reason", "Ett fel i källan")
    happened(october.eksjo.care, "latecomer", at=datetime(2026, 10, 9, 9, tzinfo=STOCKHOLM))
    filled(datetime(2026, 11, 4, 6, tzinfo=STOCKHOLM))
    with pytest.raises(CommandError, match="needs a --reason"):
        kpis("snapshot", "hoglandet", "2026-10", "--reason", " ")
    assert Snapshot.objects.count() == 1
    assert "Snapshot 2" in kpis("snapshot", "hoglandet", "2026-10", "--reason", "Ett fel i källan")
    assert list(Snapshot.objects.order_by("number").values_list("because", flat=True)) == ["", "Ett fel i källan"]
    assert "out of 2 snapshots" in kpis("purge", *OCTOBER_ARGUMENTS, "--reason", "Fel person")


def test_the_job_publishes(october: Cast) -> None:
    takes_part(october.eksjo)
    assert take_snapshots() >= 10
    assert take_snapshots() == 0


def test_the_nightly_check_is_quiet_when_all_agrees_and_counts_what_does_not(
    october: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    assert check_sample() == 0
    assert "figure_disagrees" not in caplog.text
    tampered(numerator=5)
    with unscoped_quietly("test"):
        assert explain.check_sample(1000) == 1
    assert "figure_disagrees_with_its_sources" in caplog.text


def test_the_nightly_check_passes_over_what_waits(october: Cast) -> None:
    with unscoped_quietly("test"):
        Statement.objects.all().update(is_voided=True)
        for month in (OCTOBER, 202611):
            DirtyMark.objects.create(organisation=october.eksjo.organisation, unit=None, month=month)
        assert explain.check_sample(1000) == 0
