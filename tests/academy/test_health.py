"""How the platform is: what each finding says when a part is away, late or full."""

import json
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from celery import current_app
from celery.schedules import schedule
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.utils import OperationalError
from django.test import Client
from pytest_django import Settings

from academy import health
from academy.health import LATE, VERY_LATE, Level, findings, worst
from academy.models import Delivery, Pulse
from academy.pulse import AT_MOST_EVERY, note_pulse, pulses
from analytics.models import DirtyMark
from tests.conftest import Cast

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


def levels(now: datetime | None = None) -> dict[str, Level]:
    return {finding.key: finding.level for finding in findings(now or datetime.now(UTC))}


def all_beats() -> None:
    """Do what beat asks for so often that its absence is noticed."""
    current_app.loader.import_default_modules()
    for entry in configured.CELERY_BEAT_SCHEDULE.values():
        if type(entry["schedule"]) is schedule and entry["schedule"].run_every < LATE:
            current_app.tasks[entry["task"]]()


@pytest.fixture(autouse=True)
def _room_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1e11, 5e10, 5e10))


@pytest.mark.django_db
def test_all_is_well_once_every_job_has_been_done() -> None:
    assert levels()["worker"] is Level.BAD
    all_beats()
    assert set(levels().values()) == {Level.OK}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "level"),
    [(LATE - timedelta(seconds=5), Level.OK), (LATE + timedelta(seconds=5), Level.LOOK), (VERY_LATE * 2, Level.BAD)],
)
def test_a_job_that_is_no_longer_done_is_noticed(after: timedelta, level: Level) -> None:
    all_beats()
    later = levels(datetime.now(UTC) + after)
    watched = {key for key in later if key == "worker" or key.startswith("sweep_")}
    assert watched >= {
        "worker",
        "sweep_deliveries",
        "sweep_background",
        "sweep_windows",
        "sweep_messages",
        "sweep_schedule",
    }
    assert {later[key] for key in watched} == {level}


@pytest.mark.django_db
def test_a_pulse_is_written_seldom() -> None:
    note_pulse("worker", NOW)
    note_pulse("worker", NOW + AT_MOST_EVERY - timedelta(seconds=1))
    assert pulses() == {"worker": NOW}
    note_pulse("worker", NOW + AT_MOST_EVERY)
    assert Pulse.objects.get().at == NOW + AT_MOST_EVERY


@pytest.mark.django_db
def test_dead_and_late_deliveries_are_worth_a_look() -> None:
    all_beats()
    now = datetime.now(UTC)
    for key, state, age in [("a", "dead", 0), ("b", "waiting", 30), ("c", "waiting", 1)]:
        due = now - timedelta(minutes=age)
        Delivery.objects.create(kind="mail", key=key, state=state, due_at=due, created_at=due)
    found = {finding.key: finding for finding in findings(now)}
    assert (found["deliveries_dead"].level, found["deliveries_dead"].value) == (Level.LOOK, 1)
    assert (found["deliveries_waiting"].level, found["deliveries_waiting"].value) == (Level.LOOK, 2)
    assert "30 minuter" in found["deliveries_waiting"].text


def test_windows_that_wait_too_long_are_bad(cast: Cast) -> None:
    from academy.scoping import unscoped

    all_beats()
    with unscoped("test"):
        DirtyMark.objects.create(organisation=cast.eksjo.organisation, month=202611)
    found = {finding.key: finding for finding in findings(datetime.now(UTC) + VERY_LATE * 2)}
    assert (found["marks"].level, found["marks"].value) == (Level.BAD, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("free", "level"), [(5e9, Level.OK), (1e9, Level.LOOK), (1e8, Level.BAD)])
def test_a_full_disk_is_noticed(monkeypatch: pytest.MonkeyPatch, free: float, level: Level) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1e11, 1e11 - free, free))
    assert levels()["disk"] is level


@pytest.mark.django_db
def test_a_broker_that_is_away_is_bad_and_the_pages_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(health, "_reach_broker", away)
    assert levels()["broker"] is Level.BAD
    assert Client().get("/health/ready/").status_code == 200


@pytest.mark.django_db
def test_a_broker_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    released = threading.Event()
    monkeypatch.setattr(health, "_reach_broker", released.wait)
    monkeypatch.setattr(health, "BROKER_PATIENCE", 0.05)
    assert levels()["broker"] is Level.BAD
    released.set()


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("could not connect to server: db.internal")

    monkeypatch.setattr(type(connections["default"]), "cursor", away)


@pytest.mark.django_db
@pytest.mark.usefixtures("no_database")
def test_without_a_database_nothing_is_ready_and_the_process_lives() -> None:
    response = Client().get("/health/ready/")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})
    assert Client().get("/health/live/").json() == {"status": "ok"}


@pytest.mark.django_db
@pytest.mark.usefixtures("no_database")
def test_without_a_database_a_monitor_is_still_told_the_rest(settings: Settings) -> None:
    settings.HEALTH_TOKENS = ["granris"]
    response = Client().get("/health/ready/", headers={"Authorization": "Bearer granris"})
    found = response.json()["findings"]
    assert response.status_code == 503
    assert found["database"] == {"level": "bad", "value": "OperationalError", "text": "Does not answer."}
    assert "disk" in found
    assert "db.internal" not in response.content.decode()


@pytest.mark.django_db
def test_tables_that_lag_behind_make_it_unready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_waiting_migrations", lambda: 2)
    assert Client().get("/health/ready/").status_code == 503


@pytest.mark.django_db
def test_migrations_are_looked_for_in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    monkeypatch.setattr(health, "_migrated", False)
    MigrationRecorder.Migration.objects.filter(app="academy", name="0002_pulse").delete()
    assert health._waiting_migrations() >= 1
    MigrationRecorder.Migration.objects.create(app="academy", name="0002_pulse")
    assert health._waiting_migrations() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic granris", "granris"])
def test_only_a_token_is_told_more_than_yes_or_no(settings: Settings, header: str) -> None:
    settings.HEALTH_TOKENS = ["granris"]
    assert Client().get("/health/ready/", headers={"Authorization": header}).json() == {"status": "ok"}


@pytest.mark.django_db
def test_without_a_token_set_none_is_right(settings: Settings) -> None:
    settings.HEALTH_TOKENS = []
    assert Client().get("/health/ready/", headers={"Authorization": "Bearer "}).json() == {"status": "ok"}


@pytest.mark.django_db
def test_the_command_says_it_by_words_and_exit_code() -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("health", stdout=out)
    assert "BAD   Worker and scheduler: Never done." in out.getvalue()
    all_beats()
    out = StringIO()
    call_command("health", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["status"] == "ok"
    assert told["findings"]["database"]["value"] in {"sqlite", "postgresql"}


def test_the_worst_of_nothing_is_good() -> None:
    assert worst([]) is Level.OK


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 sekund"), (119, "119 sekunder"), (120, "2 minuter"), (7200, "2 timmar"), (200_000, "2 dagar")],
)
def test_lengths_of_time_are_told_in_whole_units(seconds: int, words: str) -> None:
    assert health.span(timedelta(seconds=seconds)) == words
