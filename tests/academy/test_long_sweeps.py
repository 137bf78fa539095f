"""A sweep that takes long ends in time and leaves the rest to the next: figures and fresh codes must not wait for it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from academy import deliveries
from academy.deliveries import CLAIM_LASTS, LONGEST_SWEEP, delivers, enqueue, sweep
from academy.models import Delivery

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_slow_receiver_does_not_keep_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, sent = [0.0], list[str]()
    monkeypatch.setattr(deliveries, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(deliveries, "_senders", {})

    def send_slowly(payload: dict[str, Any]) -> None:
        sent.append(payload["to"])
        clock[0] += LONGEST_SWEEP.total_seconds() + 1

    delivers("test")(send_slowly)
    for to in ("first", "second"):
        enqueue(kind="test", key=to, payload={"to": to}, now=NOW)
    assert sweep(NOW) == 1
    assert Delivery.objects.filter(state=Delivery.State.WAITING, attempts=0).count() == 1
    assert sweep(NOW) == 1
    assert sent == ["first", "second"]


def test_no_sweep_outlasts_a_claim() -> None:
    assert LONGEST_SWEEP < CLAIM_LASTS / 2
