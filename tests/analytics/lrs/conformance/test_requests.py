"""What holds of every resource: version, authorisation, methods, HEAD, content types, parameters, errors."""

import json
from base64 import b64encode
from typing import Any
from uuid import uuid4

import pytest

from tests.analytics.lrs.conformance.samples import activity, agent, simple
from tests.analytics.lrs.conformance.store import (
    ABOUT,
    ACTIVITIES,
    ACTIVITY_PROFILE,
    AGENT_PROFILE,
    AGENTS,
    STATE,
    STATEMENTS,
    Json,
    Store,
)

WITH: dict[str, Json] = {
    STATEMENTS: {},
    STATE: {"activityId": activity()["id"], "agent": agent()},
    ACTIVITY_PROFILE: {"activityId": activity()["id"]},
    AGENT_PROFILE: {"agent": agent()},
    AGENTS: {"agent": agent()},
    ACTIVITIES: {"activityId": activity()["id"]},
}
"""A request for each resource that is right."""

# 3.3.s3.b3 to b7, and the same for 2.0 (shared/xapi-2.0.md).
VERSIONS: dict[str | None, str | None] = {
    "1.0": "1.0.3",
    "1.0.0": "1.0.3",
    "1.0.1": "1.0.3",
    "1.0.3": "1.0.3",
    "1.0.9": "1.0.3",
    "1.0.10": "1.0.3",
    "2.0": "2.0.0",
    "2.0.0": "2.0.0",
    "2.0.1": "2.0.0",
    **dict.fromkeys(
        (None, "", "0.9", "0.95", "0.9.9", "1", "1.1", "1.1.0", "1.2.0", "2", "2.1.0", "3", "3.0.0", "10.0.0", "text")
    ),
}


@pytest.mark.parametrize("resource", WITH)
def test_a_version_is_spoken_or_refused(store: Store, resource: str) -> None:
    for asked, answered in VERSIONS.items():
        answer = store.get(WITH[resource], resource, X_Experience_API_Version=asked)
        assert answer.status_code == (200 if answered else 400), (asked, answer.content)
        assert answered is None or answer["X-Experience-API-Version"] == answered, asked
        nearest = "1.0.3" if (asked or "2").split(".")[0] in {"0", "1"} else "2.0.0"
        assert answer["X-Experience-API-Version"] == nearest, asked
        assert answered or json.loads(answer.content)["why"]


def test_about_is_for_anyone_in_any_version(store: Store) -> None:
    """2.8: version is required, nothing outside extensions; not refused for its version."""
    for version in VERSIONS:
        answer = store.get({}, ABOUT, X_Experience_API_Version=version, Authorization=None)
        assert answer.status_code == 200, version
        assert answer.json().keys() <= {"version", "extensions"}
        assert {"1.0.3", "2.0.0"} <= set(answer.json()["version"])
        assert answer["X-Experience-API-Version"] in {"1.0.3", "2.0.0"}


@pytest.mark.parametrize("resource", WITH)
def test_without_a_right_key_nothing_is_answered(store: Store, resource: str) -> None:
    """3.2.s2.b2: 401 for no credentials, and for refused ones."""

    def basic(text: str) -> str:
        return f"Basic {b64encode(text.encode()).decode()}"

    key, secret = store.key.key, store.key.secret
    right = basic(f"{key}:{secret}")
    assert store.get(WITH[resource], resource, Authorization=right).status_code == 200
    wrong = [
        None,
        "",
        "Basic",
        "Basic ",
        "Basic Og==",
        "Basic !!!",
        basic(key),
        basic(f"{key}:wrong"),
        basic(f"x:{secret}"),
    ]
    wrong += [right.removeprefix("Basic "), "Digest username=a", f"Bearer {key}", "Bearer", basic(f"{key}:{secret}x")]
    asked = [(f"{resource} {value}", 401, store.get(WITH[resource], resource, Authorization=value)) for value in wrong]
    assert store.wrong_statuses(asked) == []
    assert all("WWW-Authenticate" in answer for _, _, answer in asked)
    assert all(json.loads(answer.content)["why"] for _, _, answer in asked)


@pytest.mark.parametrize("resource", [*WITH, ABOUT])
def test_head_answers_as_get_without_a_body(store: Store, resource: str) -> None:
    """1.1.s3.b1: as an otherwise identical GET, the message body omitted."""
    for params in (WITH.get(resource, {}), {"foo": "bar"}):
        get, head = store.ask("GET", resource, params), store.ask("HEAD", resource, params)
        assert (head.status_code, head.content) == (get.status_code, b"")
        names = {"Content-Type", "X-Experience-API-Version", "ETag"}
        assert {name: head.get(name) for name in names} == {name: get.get(name) for name in names}


def test_head_says_whether_a_statement_is_there(store: Store) -> None:
    statement = simple()
    store.kept(statement)
    there = store.ask("HEAD", STATEMENTS, {"statementId": statement["id"]})
    assert (there.status_code, there.content) == (200, b"")
    assert "Last-Modified" in there
    assert store.ask("HEAD", STATEMENTS, {"statementId": str(uuid4())}).status_code == 404


@pytest.mark.parametrize("resource", WITH)
def test_unknown_parameters_are_refused_everywhere(store: Store, resource: str) -> None:
    """3.2.s3.b7, b8."""
    known = WITH[resource]
    asked: list[tuple[str, int, Any]] = [("as it should be", 200, store.get(known, resource))]
    asked += [(f"with {name}", 400, store.get({**known, name: "1"}, resource)) for name in ("foo", "Foo", "ID", "")]
    for name, value in known.items():
        rest = {key: item for key, item in known.items() if key != name}
        asked.append((f"without {name}", 400, store.get(rest, resource)))
        asked += [
            (f"{other} for {name}", 400, store.get({**rest, other: value}, resource))
            for other in {name.upper(), name.title(), name.lower()} - {name}
        ]
    assert store.wrong_statuses(asked) == []


def test_a_resource_that_is_none_is_not_found(store: Store) -> None:
    for resource in ("", "statement", "Statements", "activities/State", "agents/profiles", "foo", "statements/more"):
        answer = store.get({}, resource)
        assert answer.status_code == 404, resource
        assert "X-Experience-API-Version" in answer


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        *(("application/json", 200), ("application/json; charset=UTF-8", 200), ("application/json;charset=utf-8", 200)),
        *(("Application/JSON", 200), ("text/plain", 400), ("text/html", 400), ("application/xml", 400), ("json", 400)),
        *(("application/octet-stream", 400), ("", 400), ("application/x-www-form-urlencoded", 400)),
        *(("multipart/form-data; boundary=abc", 400), ("multipart/mixed", 400), ("multipart/mixed; boundary=abc", 400)),
        *(("application/json; charset=utf-16", 400), ("application/json; charset=latin1", 400)),
    ],
)
def test_statements_are_sent_as_json(store: Store, kind: str, status: int) -> None:
    """3.2.s3.b6: the content type has to match the content."""
    statement = simple()
    answer = store.ask("POST", STATEMENTS, body=statement, kind=kind)
    assert answer.status_code == status, answer.content
    assert store.get({"statementId": statement["id"]}).status_code == (200 if status == 200 else 404)


@pytest.mark.parametrize("resource", [*WITH, ABOUT])
def test_answers_name_their_type_and_version(store: Store, resource: str) -> None:
    answer = store.get(WITH.get(resource, {}), resource)
    assert answer["Content-Type"].split(";")[0] == "application/json"
    assert answer["X-Experience-API-Version"] == store.version
    refused = store.get({"foo": "bar"}, resource)
    assert (refused.status_code, refused["X-Experience-API-Version"]) == (400, store.version)


@pytest.mark.parametrize("resource", [STATEMENTS, AGENTS, ACTIVITIES, ABOUT])
def test_other_methods_are_refused(store: Store, resource: str) -> None:
    """2.1, 2.4, 2.5, 2.8 name the methods of each resource."""
    known = {STATEMENTS: {"GET", "HEAD", "PUT", "POST"}}.get(resource, {"GET", "HEAD"})
    for method in {"GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"} - known:
        answer = store.ask(method, resource, WITH.get(resource, {}), body={} if method != "DELETE" else None)
        assert answer.status_code == 405, method
        assert "X-Experience-API-Version" in answer


def test_a_refusal_says_what_is_wrong(store: Store) -> None:
    """3.2.s3.b2."""
    for answer in (store.post({}), store.get({"foo": "1"}), store.get({"statementId": str(uuid4())})):
        assert json.loads(answer.content)["why"]
