"""How many requests a minute one key may make."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings

from analytics.lrs.limits import spend
from tests.analytics.lrs.conftest import Tool, Towns, key_of, refusal, said, stored

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 9, 12, 0, 15, tzinfo=UTC)


def test_a_minute_has_room_for_so_many_requests_and_the_next_begins_anew() -> None:
    spent = [spend("lrs", "k", limit=2, now=NOON) for _ in range(3)]
    assert [each.is_exceeded for each in spent] == [False, False, True]
    assert [each.headers()["RateLimit-Remaining"] for each in spent] == ["1", "0", "0"]
    assert {each.headers()["RateLimit-Reset"] for each in spent} == {"45"}
    assert not spend("lrs", "k", limit=2, now=NOON + timedelta(seconds=45)).is_exceeded


def test_keys_and_doors_are_counted_apart() -> None:
    for kind, key in (("lrs", "k"), ("lrs", "other"), ("api", "k")):
        assert not spend(kind, key, limit=1, now=NOON).is_exceeded
    assert spend("lrs", "k", limit=1, now=NOON).is_exceeded


def test_without_a_limit_nothing_is_counted() -> None:
    allowances = [spend("lrs", "k", limit=0, now=NOON) for _ in range(3)]
    assert not any(each.is_exceeded for each in allowances)
    assert allowances[0].headers() == {}


def test_a_large_limit_is_counted_by_thousandths_and_shared_with_other_processes() -> None:
    assert [spend("lrs", "busy", limit=5_000, now=NOON).used for _ in range(12)] == list(range(1, 13))
    name = f"requests:lrs:busy:{int(NOON.timestamp()) // 60}"
    assert cache.get(name) == 10
    cache.incr(name, 4_990)  # others have used the rest meanwhile
    spent = [spend("lrs", "busy", limit=5_000, now=NOON) for _ in range(3)]
    assert [each.used for each in spent] == [13, 14, 5_005]
    assert spent[-1].is_exceeded
    assert spend("lrs", "busy", limit=5_000, now=NOON + timedelta(minutes=1)).used == 1


def test_a_cache_that_is_away_limits_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> bool:
        raise ConnectionError

    monkeypatch.setattr(cache, "add", away)
    assert not any(spend("lrs", "k", limit=1, now=NOON).is_exceeded for _ in range(3))


def test_one_request_too_many_is_told_when_to_come_back_and_stores_nothing(
    tool: Tool, towns: Towns, settings: Settings
) -> None:
    settings.LRS_REQUESTS_PER_MINUTE = 2
    assert [tool.send(said()).status_code for _ in range(2)] == [200, 200]
    refused = tool.send(said())
    if refused.status_code == 200:  # the minute turned in between
        refused = [tool.send(said()) for _ in range(2)][-1]
    assert refusal(refused) == (429, "Authorization")
    assert 1 <= int(refused["Retry-After"]) <= 60
    count = len(stored())
    assert tool.send(said()).status_code == 429
    assert len(stored()) == count
    assert Tool(key_of(towns.eksjo)).get().status_code == 200
