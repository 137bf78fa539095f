"""The alternate request syntax of 1.0.3: every method as a POST with a form, for every resource, and never in 2.0."""

import json
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.http import HttpRequest
from django.test import Client

from analytics.lrs import mount
from analytics.lrs.auth import Allows
from tests.analytics.lrs.conftest import URL, Json, Tool, Towns, key_of, refusal, said, stored

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
AGENT = '{"account":{"homePage":"https://tool.example","name":"7f3a"}}'


@pytest.fixture
def tool(towns: Towns) -> Tool:
    """A tool that may do everything, and speaks 1.0.3."""
    return Tool(key_of(towns.eksjo, Allows.ALL), version="1.0.3")


def form(tool: Tool, **fields: str) -> dict[str, str]:
    """The headers of the tool as fields of a form, beside others."""
    return {**tool.headers(), **fields}


def post(query: str, fields: Any, *, path: str = URL, kind: str = FORM, **headers: str) -> Any:
    """Send a form without any header of its own, as a browser that can set none."""
    body = fields if isinstance(fields, bytes) else urlencode(fields, quote_via=quote).encode()
    return Client().generic("POST", path + query, body, content_type=kind, headers=headers)


def content_of(statement: Json) -> str:
    return json.dumps(statement, ensure_ascii=False)


def test_every_method_on_statements(tool: Tool) -> None:
    statement, identifier = said(verb={"id": "https://tool.example/åkte+&="}), str(uuid4())
    sent = form(tool, content=content_of(statement), **{"Content-Type": "application/json"})
    answer = post("?method=POST", sent)
    assert (answer.status_code, answer.json()) == (200, [statement["id"]])
    put = sent | {"statementId": identifier, "content": content_of(statement | {"id": identifier})}
    assert post("?method=PUT", put).status_code == 204
    assert {str(row.statement_id) for row in stored()} == {statement["id"], identifier}
    got = post("?method=GET", form(tool, statementId=identifier))
    assert (got.status_code, got.json()["verb"]) == (200, statement["verb"])
    assert got["X-Experience-API-Version"] == "1.0.3"
    listed = post("?method=GET", form(tool, verb=statement["verb"]["id"], limit="1"))
    assert len(listed.json()["statements"]) == 1
    head = post("?method=HEAD", form(tool, statementId=identifier))
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", "0")


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/xapi/activities/state", {"activityId": "https://tool.example/a", "agent": AGENT, "stateId": "s"}),
        ("/xapi/activities/profile", {"activityId": "https://tool.example/a", "profileId": "p"}),
        ("/xapi/agents/profile", {"agent": AGENT, "profileId": "p"}),
    ],
)
def test_documents_too(tool: Tool, path: str, parameters: dict[str, str]) -> None:
    new = form(tool, **parameters, content="åäö", **{"Content-Type": "text/plain", "If-None-Match": "*"})
    assert post("?method=PUT", new, path=path).status_code == 204
    got = post("?method=GET", form(tool, **parameters), path=path)
    assert (got.content.decode(), got["Content-Type"]) == ("åäö", "text/plain")
    wrong = form(tool, **parameters, **{"If-Match": '"wrong"'})
    assert refusal(post("?method=DELETE", wrong, path=path))[0] in {412, 204}
    again = form(tool, **parameters, **{"If-Match": got["ETag"]})
    assert post("?method=DELETE", again, path=path).status_code == 204
    assert post("?method=GET", form(tool, **parameters), path=path).status_code == 404


def test_agents_and_activities_too(tool: Tool) -> None:
    assert post("?method=GET", form(tool, agent=AGENT), path="/xapi/agents").json()["objectType"] == "Person"
    found = post("?method=GET", form(tool, activityId="https://tool.example/a"), path="/xapi/activities")
    assert found.json()["id"] == "https://tool.example/a"
    assert post("?method=GET", {}, path="/xapi/about").status_code == 200


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=utf-8", "text/plain", ""])
def test_a_browser_that_can_set_no_type_is_understood(tool: Tool, kind: str) -> None:
    assert post("?method=GET", form(tool), kind=kind).status_code == 200


def test_headers_may_stand_where_headers_stand(tool: Tool) -> None:
    assert post("?method=GET", {"limit": "1"}, **tool.headers()).status_code == 200
    other_case = {name.lower(): value for name, value in tool.headers().items()}
    assert post("?method=GET", other_case).status_code == 200


def test_content_is_json_unless_it_says_otherwise_and_as_long_as_it_is(tool: Tool) -> None:
    sent = form(tool, content=content_of(said(object={"id": "https://tool.example/å"})), **{"Content-Length": "1"})
    assert post("?method=POST", sent).status_code == 200


def test_a_more_may_be_followed_in_the_same_way(tool: Tool) -> None:
    tool.send([said(), said()])
    more = post("?method=GET", form(tool, limit="1")).json()["more"]
    assert len(tool.get(more.removeprefix(URL)).json()["statements"]) == 1


@pytest.mark.parametrize(
    ("query", "fields", "where"),
    [
        ("?method=PUT&statementId=1", {}, "statementId"),
        ("?method=GET&limit=1", {}, "limit"),
        ("?method=PATCH", {}, "method"),
        ("?method=put", {"content": "{}"}, "method"),
        ("?method=", {}, "method"),
        ("?method=GET&method=PUT", {}, ""),
        ("?Method=GET", {}, "X-Experience-API-Version"),
        ("?method=POST", {}, "content"),
        ("?method=PUT", {"statementId": str(uuid4())}, "content"),
        ("?method=PUT", {"statementId": str(uuid4()), "Content": "{}"}, "content"),
        ("?method=GET", {"content": "{}"}, "content"),
        ("?method=GET", {"unknown": "1"}, "unknown"),
        ("?method=POST", {"content": "{}", "statementId": "1"}, "statementId"),
        ("?method=POST", {"content": "{"}, ""),
        ("?method=POST", {"content": "{}", "Content-Type": "text/plain"}, "Content-Type"),
        ("?method=POST", {"content": "{}", "Content-Type": "multipart/mixed; boundary=x"}, "Content-Type"),
        ("?method=GET", {"X-Experience-API-Version": "2.0.0"}, "method"),
        ("?method=GET", {"X-Experience-API-Version": "0.9"}, "X-Experience-API-Version"),
    ],
)
def test_what_breaks_a_rule_is_refused(tool: Tool, query: str, fields: dict[str, str], where: str) -> None:
    assert refusal(post(query, form(tool) | fields)) == (400, where)
    assert stored() == []


@pytest.mark.parametrize(
    "body",
    [
        b"Authorization=%FF",
        b"\xff=1",
        b"limit=1&limit=2",
        b"Content-Type=a&content-type=b",
        b"&".join(b"x%d=1" % number for number in range(100)),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(tool: Tool, body: bytes) -> None:
    assert refusal(post("?method=GET", body)) == (400, "")


def test_what_is_no_form_is_refused(tool: Tool) -> None:
    answer = post("?method=GET", form(tool), kind="multipart/form-data; boundary=x")
    assert refusal(answer) == (400, "Content-Type")
    assert refusal(tool.send(said(), query="?method=POST")) == (400, "Content-Type")


def test_a_form_beyond_the_limit_is_413(tool: Tool, settings: Any) -> None:
    settings.LRS_MAX_BODY_BYTES = 1000
    assert refusal(post("?method=POST", form(tool, content=" " * 1000))) == (413, "")


def test_2_0_has_no_such_syntax(tool: Tool) -> None:
    tool.version = "2.0.0"
    sent = form(tool, content=content_of(said()))
    assert refusal(post("?method=POST", sent)) == (400, "method")
    answer = post("?method=POST", sent, **tool.headers())
    assert refusal(answer) == (400, "method")
    assert answer["X-Experience-API-Version"] == "2.0.0"
    assert stored() == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_a_post_is_in_this_syntax(tool: Tool, method: str) -> None:
    answer = Client().generic(method, f"{URL}?method=GET", urlencode(form(tool)), FORM, headers=tool.headers())
    assert refusal(answer)[0] in {400, 405}


def test_no_form_opens_what_its_key_does_not(tool: Tool) -> None:
    fields = form(tool) | {"Authorization": "Basic bm86bm8="}
    assert refusal(post("?method=GET", fields)) == (401, "Authorization")
    assert refusal(post("?method=GET", {"X-Experience-API-Version": "1.0.3"})) == (401, "Authorization")


def test_cookies_do_not_come_along(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[HttpRequest] = []
    whole = mount._routed

    def routed(request: HttpRequest) -> Any:
        seen.append(request)
        return whole(request)

    monkeypatch.setattr(mount, "_routed", routed)
    client = Client()
    client.cookies["sessionid"] = "x"
    assert client.post(f"{URL}?method=GET", urlencode(form(tool)), content_type=FORM).status_code == 200
    assert [("HTTP_COOKIE" in request.META, request.method) for request in seen] == [(False, "GET")]
