"""Parameters of the three resources of documents: each with its rule, and no others."""

from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from analytics.lrs.auth import Allows
from tests.analytics.lrs.conftest import Tool, Towns, key_of, refusal
from tests.analytics.lrs.documents import (
    ACTIVITY,
    ACTIVITY_PROFILE,
    AGENT,
    AGENT_PROFILE,
    ALL,
    STATE,
    At,
    everywhere,
    kept,
    put,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tool(towns: Towns) -> Tool:
    """A system of Eksjö's that keeps documents."""
    return Tool(key_of(towns.eksjo, Allows.STATE, Allows.PROFILE))


def wrong_parameters() -> list[Any]:
    """Every parameter of every resource, missing, empty, malformed, in another case; and those that do not belong there."""
    agents: list[Any] = [
        *("", "x", "[]", "null", "1", {}, {"name": "Kim"}, {"objectType": "Person", **AGENT}, {**AGENT, "extra": 1}),
        {"objectType": "Group", **AGENT},
        {"objectType": "agent", **AGENT},
        {"mbox": "mailto:a@example.org", **AGENT},
        {"account": {"homePage": "https://tool.example"}},
    ]
    malformed: dict[str, list[Any]] = {
        "activityId": ["", "not an iri", "relative/path"],
        "agent": agents,
        "stateId": ["", "a\x00b"],
        "profileId": ["", "a\x00b"],
        "registration": ["", "x", "12345678-1234-1234-1234"],
    }
    found = []
    for at in ALL:
        one = at.one()
        names = [*one, *(["registration"] if at is STATE else [])]
        for name in names:
            found += [(at, {**one, name: value}, name) for value in malformed[name]]
            value = one.get(name, str(uuid4()))
            rest = {key: each for key, each in one.items() if key != name}
            found += [
                (at, {**rest, case(name): value}, case(name))
                for case in (str.lower, str.upper, str.title)
                if case(name) != name
            ]
        found += [(at, {**one, extra: "x"}, extra) for extra in ("unknown", "limit", "Since")]
        found.append((at, {**one, "since": "2026-01-01T00:00:00Z"}, "since"))
    found.append((ACTIVITY_PROFILE, ACTIVITY_PROFILE.one(agent=AGENT), "agent"))
    found.append((AGENT_PROFILE, AGENT_PROFILE.one(activityId=ACTIVITY), "activityId"))
    found += [(at, at.one(registration=str(uuid4())), "registration") for at in (ACTIVITY_PROFILE, AGENT_PROFILE)]
    found += [(at, at.one(stateId="x"), "stateId") for at in (ACTIVITY_PROFILE, AGENT_PROFILE)]
    found.append((STATE, STATE.one(profileId="x"), "profileId"))
    return found


def test_a_parameter_that_is_not_understood_is_never_passed_over(tool: Tool) -> None:
    for at in ALL:
        put(tool, at)
    before = kept()
    others = cycle(("GET", "PUT", "POST"))
    for at, parameters, name in wrong_parameters():
        for method in ("DELETE", next(others)):
            headers = {"If-Match": "*"} if method == "PUT" else {}
            answer = tool.ask(method, at.resource, parameters, b'{"b":2}', **headers)
            assert refusal(answer) == (400, name), (method, at.resource, parameters, answer.content)
    assert kept() == before


def test_a_parameter_that_is_missing_is_named(tool: Tool) -> None:
    for at in ALL:
        put(tool, at)
        for name in at.one():
            rest = {key: value for key, value in at.one().items() if key != name}
            for method in ("GET", "PUT", "POST", "DELETE"):
                if name == at.name and (method == "GET" or (method == "DELETE" and at is STATE)):
                    continue
                assert refusal(tool.ask(method, at.resource, rest, b"{}")) == (400, name), (method, at.resource, name)
    assert len(kept()) == 3


@everywhere
def test_a_parameter_sent_twice_is_refused(tool: Tool, at: At) -> None:
    for name in at.one():
        answer = tool.ask("GET", f"{at.resource}?{name}=x", at.one())
        assert refusal(answer)[0] == 400


@everywhere
def test_since_is_a_timestamp_and_for_lists_alone(tool: Tool, at: At) -> None:
    put(tool, at)
    for since in ("", "yesterday", "2026-13-01T00:00:00Z"):
        assert refusal(tool.ask("GET", at.resource, {**at.place, "since": since})) == (400, "since")
    answer = tool.ask("DELETE", at.resource, {**at.place, "since": "2020-01-01T00:00:00Z"})
    assert refusal(answer)[0] == 400
    assert len(kept()) == 1


@everywhere
def test_other_methods_are_refused_with_those_that_work(tool: Tool, at: At) -> None:
    answer = tool.ask("PATCH", at.resource, at.one(), b"{}")
    assert refusal(answer)[0] == 405
    assert set(answer["Allow"].split(", ")) >= {"GET", "HEAD", "PUT", "POST", "DELETE"}
    assert kept() == []


@everywhere
def test_a_request_without_version_is_refused(tool: Tool, at: At) -> None:
    headers = {"Authorization": tool.headers()["Authorization"]}
    assert refusal(Client().get(f"/xapi/{at.resource}", headers=headers)) == (400, "X-Experience-API-Version")
