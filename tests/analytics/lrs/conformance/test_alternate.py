"""The alternate request syntax of 1.0.3, which 2.0 does not have (xAPI-Communication 1.3, appendix C)."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.analytics.lrs.conformance.samples import activity, agent, simple
from tests.analytics.lrs.conformance.store import STATE, STATEMENTS, Json, Store

FORM = "application/x-www-form-urlencoded"


def form(store: Store, resource: str, method: str, fields: Json, *, query: str = "", kind: str = FORM) -> Any:
    """A request whose method is in the query and whose headers, parameters and content are in the form."""
    own: Json = {"X-Experience-API-Version": store.version, **store.headers()} | fields
    body = urlencode(
        {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in own.items()
            if value is not None
        }
    )
    nothing: dict[str, str | None] = {"Authorization": None, "X_Experience_API_Version": None}
    return store.ask("POST", resource, f"method={method}{query}", body.encode(), kind, **nothing)


def test_each_method_can_be_asked_for_by_a_form_in_1_0_3(store: Store) -> None:
    statement = simple()
    place = {"activityId": activity()["id"], "agent": agent(), "stateId": "1"}
    answers: list[tuple[str, int, Any]] = [
        (
            "PUT",
            204,
            form(
                store,
                STATEMENTS,
                "PUT",
                {"statementId": statement["id"], "content": statement, "Content-Type": "application/json"},
            ),
        ),
        ("POST", 200, form(store, STATEMENTS, "POST", {"content": simple(), "Content-Type": "application/json"})),
        ("GET", 200, form(store, STATEMENTS, "GET", {"statementId": statement["id"]})),
        ("GET many", 200, form(store, STATEMENTS, "GET", {"agent": statement["actor"]})),
        (
            "PUT state",
            204,
            form(store, STATE, "PUT", {**place, "content": {"a": "å&=+"}, "Content-Type": "application/json"}),
        ),
        ("GET state", 200, form(store, STATE, "GET", place)),
        ("DELETE state", 204, form(store, STATE, "DELETE", place)),
        ("GET state gone", 404, form(store, STATE, "GET", place)),
    ]
    if store.is_2_0:
        assert all(400 <= answer.status_code < 500 for _, _, answer in answers)
        assert store.get().json()["statements"] == []
        return
    assert store.wrong_statuses(answers) == []
    assert answers[2][2].json()["id"] == statement["id"]
    assert len(answers[3][2].json()["statements"]) == 2
    assert answers[5][2].json() == {"a": "å&=+"}
    assert all(answer["X-Experience-API-Version"] == "1.0.3" for _, _, answer in answers)


def test_headers_may_stand_where_headers_stand(store: Store) -> None:
    """1.3.s3.b6: the provider MAY include them as form parameters."""
    if store.is_2_0:
        return
    statement = simple()
    content = urlencode(
        {"content": json.dumps(statement), "statementId": statement["id"], "Content-Type": "application/json"}
    )
    assert store.ask("POST", STATEMENTS, "method=PUT", content.encode(), FORM).status_code == 204
    assert store.get({"statementId": statement["id"]}).status_code == 200


def test_a_form_is_held_to_the_same_rules(store: Store) -> None:
    """1.3.s3.b3: no other query string parameters; 3.2: what is wrong in a request is wrong in a form."""
    one = str(uuid4())
    kind = {"Content-Type": "application/json"}
    refused: list[tuple[str, int, Any]] = [
        ("a parameter in the query", 400, form(store, STATEMENTS, "GET", {}, query=f"&statementId={one}")),
        ("an unknown parameter", 400, form(store, STATEMENTS, "GET", {"foo": "bar"})),
        ("two ids", 400, form(store, STATEMENTS, "GET", {"statementId": one, "voidedStatementId": one})),
        ("no such method", 400, form(store, STATEMENTS, "FOO", {})),
        ("no content", 400, form(store, STATEMENTS, "POST", kind)),
        ("no statement", 400, form(store, STATEMENTS, "POST", {**kind, "content": "{}"})),
        ("no version", 400, form(store, STATEMENTS, "GET", {"X-Experience-API-Version": None})),
    ]
    if not store.is_2_0:
        refused.append(("no key", 401, form(store, STATEMENTS, "GET", {"Authorization": None})))
        refused.append(("not there", 404, form(store, STATEMENTS, "GET", {"statementId": one})))
    statuses = store.wrong_statuses(refused)
    # "No such method" may also be told as a method that is not allowed.
    assert [each for each in statuses if not each.startswith("no such method: 405")] == []


def test_a_form_without_method_is_refused(store: Store) -> None:
    """3.2.s3.b6: a form is expected to include a method parameter."""
    content = urlencode({"content": json.dumps(simple())}).encode()
    assert store.ask("POST", STATEMENTS, "", content, FORM).status_code == 400
