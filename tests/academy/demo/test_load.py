"""Loading the demo: the same for the same seed and day, once, and never among real people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from academy.demo import courses, load, people
from academy.demo.accounts import ACCOUNTS
from academy.demo.places import FEDERATIONS
from academy.periods import STOCKHOLM
from academy.scoping import unscoped
from analytics.models import Figure, Statement
from courses.models import MicroCoursePage
from courses.queries import _pinned
from learners.models import Answer, Enrolment, Membership, Organisation, StepProgress, User

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TOWNS = ("savsjo", "amal")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, db: None) -> Iterator[None]:
    """Two courses, two municipalities with three units of two people, and files of this test's own."""
    federations = tuple(
        (key, name, tuple(replace(place, units=place.units[:1]) for place in places if place.slug in TOWNS))
        for key, name, places in FEDERATIONS
    )
    monkeypatch.setattr(people, "FEDERATIONS", federations)
    monkeypatch.setattr(courses, "COURSES", ("kotter", "gdpr"))
    monkeypatch.setattr(people, "ACCOUNTS", tuple(one for one in ACCOUNTS if one.organisation in TOWNS))
    monkeypatch.setattr(people, "PEOPLE_PER_UNIT", 0.0)
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
    assert len(found["people"]) == 2 * 3 * 2 + 3
    assert found["attempts"]
    assert found["figures"]
    for _, begun, *_ in found["attempts"]:
        local = begun.astimezone(STOCKHOLM)
        assert begun <= NOW
        assert local.isoweekday() <= 5
        assert 7 <= local.hour <= 15
    assert StepProgress.objects.filter(completed_at__gt=NOW).count() == 0
    key = load.key_file()
    assert (key.read_text(encoding="ascii").count("."), key.stat().st_mode & 0o777) == (1, 0o600)


def command(**options: Any) -> None:
    call_command("demo", load_only=True, **options)


@pytest.fixture
def _no_static(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.management.commands.demo.collect_once", lambda root: None)


@pytest.mark.usefixtures("_no_static")
def test_loading_twice_changes_nothing() -> None:
    assert not load.is_loaded()
    command()
    assert load.is_loaded()
    before = loaded(), list(User.objects.order_by("pk").values_list("pk", "password"))
    key = load.key_file().read_text(encoding="ascii")
    command()
    assert (loaded(), list(User.objects.order_by("pk").values_list("pk", "password"))) == before
    assert load.key_file().read_text(encoding="ascii") == key


@pytest.mark.usefixtures("_no_static")
def test_the_demo_is_refused_among_real_people(settings: Settings) -> None:
    settings.IS_DEMO = False
    with pytest.raises(CommandError, match="fictitious people among real ones"):
        command()
    assert not Organisation.objects.exists()
    assert not User.objects.exists()
