"""Wrong secrets: counted by the address they come from, at both doors, and never a way to shut out who has the right one."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from analytics.lrs import limits
from analytics.lrs.auth import Allows
from tests.analytics.lrs.conftest import Tool, Towns, key_of, refusal, said, stored

pytestmark = pytest.mark.django_db

VERSION = {"X-Experience-API-Version": "2.0.0"}
DOORS = ["/xapi/statements", "/api/v1/kpis"]


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Three wrong ones a minute, and a minute that does not turn in the middle of a test."""
    settings.WRONG_KEYS_PER_MINUTE = 3
    monkeypatch.setattr(limits, "_MINUTE", 10**10)


@pytest.fixture
def tool(towns: Towns) -> Tool:
    """A system that may use both doors."""
    return Tool(key_of(towns.eksjo, Allows.ALL, Allows.READ_FIGURES))


def ask(door: str, authorization: str | None, address: str = "192.0.2.7") -> Any:
    headers = VERSION | ({"Authorization": authorization} if authorization is not None else {})
    return Client().get(door, headers=headers, REMOTE_ADDR=address)


def right(tool: Tool) -> str:
    return tool.headers()["Authorization"]


@pytest.mark.parametrize("door", DOORS)
def test_wrong_secrets_end_in_429_and_the_right_one_is_let_in(tool: Tool, door: str) -> None:
    wrong = f"Bearer {tool.key.key}.wrong"
    assert [ask(door, wrong).status_code for _ in range(5)] == [401, 401, 401, 429, 429]
    refused = ask(door, wrong)
    assert int(refused["Retry-After"]) > 0
    assert ask(door, right(tool)).status_code == 200
    assert ask(door, wrong, "198.51.100.1").status_code == 401


def test_the_refusal_is_that_of_the_store_and_nothing_is_stored(tool: Tool) -> None:
    for _ in range(3):
        ask(DOORS[0], "Bearer x.y")
    headers = {**tool.headers(), "Authorization": "Bearer x.y"}
    answer = Client().post(DOORS[0], said(), content_type="application/json", headers=headers, REMOTE_ADDR="192.0.2.7")
    assert refusal(answer) == (429, "Authorization")
    assert stored() == []


def test_both_doors_and_all_keys_are_counted_together(tool: Tool) -> None:
    tries = [(DOORS[0], "Bearer a.x"), (DOORS[1], "Bearer b.x"), (DOORS[0], f"Bearer {tool.key.key}.x")]
    assert [ask(door, header).status_code for door, header in tries] == [401] * 3
    assert [ask(door, "Bearer c.x").status_code for door in DOORS] == [429] * 2


def test_who_sends_no_secret_is_asked_for_one_however_often(tool: Tool) -> None:
    for header in (None, "", "Basic", "Digest x"):
        assert [ask(DOORS[0], header).status_code for _ in range(4)] == [401] * 4
    assert ask(DOORS[0], "Bearer a.x").status_code == 401


def test_without_a_limit_nothing_is_counted(settings: Settings) -> None:
    settings.WRONG_KEYS_PER_MINUTE = 0
    assert {ask(DOORS[0], "Bearer a.x").status_code for _ in range(6)} == {401}


def test_the_address_is_the_client_s_and_not_the_proxy_s(tool: Tool, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def through(client: str) -> int:
        headers = {**VERSION, "Authorization": "Bearer a.x", "X-Forwarded-For": f"203.0.113.99, {client}"}
        return Client().get(DOORS[0], headers=headers, REMOTE_ADDR="10.0.0.1").status_code

    assert [through("198.51.100.1") for _ in range(4)] == [401, 401, 401, 429]
    assert through("198.51.100.2") == 401
