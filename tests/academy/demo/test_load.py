"""Loading the demo: the same for the same seed and day, once, and never among real people."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from academy.demo import courses, load, story
from academy.demo.places import CARE, OFFICE, WHOLE, Part, Place
from academy.periods import STOCKHOLM, Month
from academy.scoping import unscoped
from analytics.models import DirtyMark, Figure, Snapshot, Statement
from courses.models import MicroCoursePage
from courses.queries import _pinned
from learners.models import Answer, Change, Enrolment, Membership, Message, Organisation, StepProgress, Unit, User

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOME = Part("Hemtjänsten", CARE, 5, team="Hemtjänsten Norr")
CARE_HOME = Part("Särskilt boende", CARE, 4)
COMMITTEE = Part("Socialnämnden", "", 1, (HOME, CARE_HOME), is_committee=True)
SAVSJO = Place("Sävsjö kommun", "savsjo", "0684", "municipality", (COMMITTEE,))
AMAL = Place("Åmåls kommun", "amal", "1492", "municipality", (Part("Kommunledningskontoret", OFFICE, 2),))
SMALL = (("hoglandet", "Höglandet", (SAVSJO,)), ("fyrbodal", "Fyrbodal", (AMAL,)))
# Twelve in the units, Maja, Amina and Ulla, three who are invited, and one who also sits in the committee.
MEMBERSHIPS = 12 + 3 + 1 + 1


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, db: None) -> Iterator[None]:
    """Two courses, two municipalities with a handful of people, and files of this test's own."""
    monkeypatch.setattr(courses, "COURSES", ("kotter", "gdpr"))
    monkeypatch.setattr(story, "MONTHS", 2)
    monkeypatch.setitem(story.RELEASED, "gdpr", 1)
    monkeypatch.setattr(load, "FEDERATIONS", SMALL)
    settings.DATA_DIR = tmp_path
    settings.IS_DEMO = True
    with unscoped("test of the demo"):
        yield


def loaded() -> dict[str, Any]:
    """What the demo holds, without ids that the database or chance gave."""
    attempts = Enrolment.objects.order_by("person__email", "begun_at")
    return {
        "titles": sorted(MicroCoursePage.objects.values_list("title", "locale__language_code", "translation_key")),
        "people": sorted(
            Membership.objects.values_list("person__first_name", "person__last_name", "position", "unit__name")
        ),
        "attempts": list(attempts.values_list("module_key", "begun_at", "completed_at", "correct", "questions")),
        "answers": sorted(Answer.objects.values_list("question_id", "choice_id", "attempts", "answered_at")),
        "statements": sorted(Statement.objects.values_list("verb", "activity", "timestamp")),
        "figures": sorted(
            Figure.objects.values_list("kpi", "period", "level", "numerator", "denominator"),
            key=str,
        ),
        "snapshots": sorted(Snapshot.objects.values_list("federation__key", "period", "number", "taken_at")),
        "changes": sorted(Change.objects.values_list("kind", "at", "about")),
        "messages": sorted(Message.objects.values_list("kind", "person__email"), key=str),
    }


def load_and_forget(seed: int) -> dict[str, Any]:
    """Load, look, and undo it all."""
    with transaction.atomic():
        load.load(NOW, seed=seed)
        found = loaded()
        transaction.set_rollback(True)
    _pinned.cache_clear()
    return found


def test_the_same_seed_and_day_give_the_same_demo() -> None:
    assert load_and_forget(seed=1) == load_and_forget(seed=1)


def test_the_demo_holds_what_its_pages_need() -> None:
    load.load(NOW)
    found = loaded()
    assert len(found["titles"]) == 4
    assert {language for _, language, _ in found["titles"]} == {"sv", "en"}
    assert len(found["people"]) == MEMBERSHIPS
    assert found["attempts"]
    for _, begun, *_ in found["attempts"]:
        local = begun.astimezone(STOCKHOLM)
        assert begun <= NOW
        assert local.isoweekday() <= 5
        assert 7 <= local.hour <= 15
    assert StepProgress.objects.filter(completed_at__gt=NOW).count() == 0
    assert {kind for kind, *_ in found["messages"]} >= {"invitation"}
    key = load.key_file()
    assert (key.read_text(encoding="ascii").count("."), key.stat().st_mode & 0o777) == (1, 0o600)
    # All that happened is counted, and each month was published when it ended.
    assert not DirtyMark.objects.exists()
    counted = Figure.objects.filter(kpi="completions", level="organisation", period__gt=9999)
    done = Enrolment.objects.filter(completed_at__isnull=False)
    assert done.exists()
    assert sum(counted.values_list("numerator", flat=True)) == done.count()
    firsts = Snapshot.objects.filter(federation__key="hoglandet", number=1).order_by("period")
    assert list(firsts.values_list("period", flat=True)) == [202609, 202610]
    assert [Month.of(each.taken_at).number for each in firsts] == [202610, 202611]


def test_the_smaller_the_demo_the_fewer_the_people_and_none_of_the_units_goes() -> None:
    load.load(NOW, people=WHOLE // 6)
    assert Membership.objects.count() < MEMBERSHIPS - 5
    assert set(
        Unit.objects.filter(organisation__slug="savsjo", parent__isnull=False).values_list("name", flat=True)
    ) == {part.name for part in SAVSJO.each()}


def command(**options: Any) -> None:
    call_command("demo", load_only=True, **options)


@pytest.fixture
def _no_static(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.management.commands.demo.collect_once", lambda root: None)


@pytest.mark.usefixtures("_no_static")
def test_a_start_after_an_interrupted_one_says_so_and_loads_and_the_next_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    load.begun_file().touch()
    command()
    assert "loading begins anew" in capsys.readouterr().out
    assert load.is_loaded()
    assert not load.begun_file().exists()
    before = loaded(), list(User.objects.order_by("pk").values_list("pk", "password"))
    key = load.key_file().read_text(encoding="ascii")
    command()
    assert (loaded(), list(User.objects.order_by("pk").values_list("pk", "password"))) == before
    assert load.key_file().read_text(encoding="ascii") == key


@pytest.mark.usefixtures("_no_static")
def test_mail_that_is_written_while_loading_leads_to_the_demos_own_port(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BASE_URL = "http://localhost:8000"
    told: list[str] = []
    monkeypatch.setattr(load, "load", lambda *_, **__: told.append(settings.BASE_URL))
    command(port=8471)
    assert told == ["http://localhost:8471"]


def test_what_is_interrupted_leaves_an_empty_academy(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(load, "count_and_publish", interrupt)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        load.load(NOW)
    assert not load.is_loaded()
    assert not Enrolment.objects.exists()
    assert not Statement.objects.exists()


@pytest.mark.usefixtures("_no_static")
def test_the_demo_is_refused_among_real_people(settings: Settings) -> None:
    settings.IS_DEMO = False
    with pytest.raises(CommandError, match="fictitious people among real ones"):
        command()
    assert not Organisation.objects.exists()
    assert not User.objects.exists()
