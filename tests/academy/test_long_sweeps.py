"""A sweep that takes long keeps its claims: another worker must not send the same mail beside it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from academy import deliveries
from academy.deliveries import CLAIM_LASTS, delivers, enqueue, sweep

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_claim_is_as_old_as_itself_and_not_as_its_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, sent, sent_by_another = [0.0], list[str](), list[int]()
    monkeypatch.setattr(deliveries, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(deliveries, "_senders", {})

    def send_slowly(payload: dict[str, Any]) -> None:
        sent.append(payload["to"])
        clock[0] += CLAIM_LASTS.total_seconds() + 1
        if payload["to"] == "second":  # the first has taken longer than a claim lasts; this one is only just claimed
            sent_by_another.append(sweep(NOW + CLAIM_LASTS * 1.5))

    delivers("test")(send_slowly)
    for to in ("first", "second"):
        enqueue(kind="test", key=to, payload={"to": to}, now=NOW)
    assert sweep(NOW) == 2
    assert sent == ["first", "second"]
    assert sent_by_another == [0]
