"""Kicks: after the commit only, and a dead broker costs seconds, never the action."""

from typing import Any

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks
from structlog.testing import capture_logs

from academy.jobs import kick, sweep_deliveries, without_kicks
from academy.models import Delivery


class Broker:
    """Takes the place of the task's way to the broker."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.failure: Exception | None = None

    def apply_async(self, args: tuple[Any, ...], **_: Any) -> None:
        if self.failure:
            raise self.failure
        self.asked.append(args)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    """A broker that only remembers."""
    fake = Broker()
    monkeypatch.setattr(sweep_deliveries, "apply_async", fake.apply_async)
    return fake


@pytest.mark.django_db
def test_a_worker_is_asked_after_the_commit_and_not_before(
    broker: Broker, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        kick(sweep_deliveries, 1, "two")
        assert broker.asked == []
    assert broker.asked == [(1, "two")]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_action_asks_nobody(broker: Broker) -> None:
    def act() -> None:
        with transaction.atomic():
            kick(sweep_deliveries)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert broker.asked == []


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [OperationalError("away"), ConnectionRefusedError("away"), OSError("disk full")])
def test_a_dead_broker_is_logged_and_never_raised(
    broker: Broker, failure: Exception, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    broker.failure = failure
    with capture_logs() as lines, django_capture_on_commit_callbacks(execute=True):
        kick(sweep_deliveries)
    assert [(line["event"], line["task"], line["log_level"]) for line in lines] == [
        ("broker_unreachable", "academy.sweep_deliveries", "warning")
    ]


@pytest.mark.django_db
def test_a_great_load_asks_nobody_until_it_is_done(
    broker: Broker, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        with without_kicks():
            kick(sweep_deliveries, "quiet")
        kick(sweep_deliveries, "loud")
    assert len(callbacks) == 1
    assert broker.asked == [("loud",)]


@pytest.mark.django_db
def test_the_job_is_one_sweep() -> None:
    assert sweep_deliveries() == 0
    assert not Delivery.objects.exists()
