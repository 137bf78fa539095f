"""Whatever is sent, the store answers in JSON and never with a fault of its own."""

import json
import time
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.lrs.auth import Allows
from tests.analytics.lrs.conftest import Json, Tool, Towns, key_of, said, stored
from tests.analytics.lrs.hostile import Request, by_hand, requests

pytestmark = pytest.mark.django_db

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
PLACES = st.sampled_from(
    [
        ("id",),
        ("actor",),
        ("actor", "account"),
        ("actor", "account", "name"),
        ("actor", "objectType"),
        ("verb", "id"),
        ("verb", "display"),
        ("object", "id"),
        ("object", "objectType"),
        ("object", "definition"),
        ("result",),
        ("result", "score"),
        ("result", "extensions"),
        ("context", "registration"),
        ("context", "contextActivities"),
        ("timestamp",),
        ("version",),
        ("authority",),
        ("attachments",),
        ("nothing",),
    ]
)
NAMES = st.sampled_from(
    [
        "statementId",
        "agent",
        "verb",
        "activity",
        "registration",
        "since",
        "until",
        "limit",
        "ascending",
        "more",
        "format",
    ]
)
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def changed(place: tuple[str, ...], value: Any) -> Json:
    """A valid statement with something else at one place."""
    statement = said()
    inner: Json = statement
    for key in place[:-1]:
        inner = inner.setdefault(key, {})
    inner[place[-1]] = value
    return statement


# Far more processor time than any answer takes, and far less than what a stalled one would.
LONGEST_SECONDS = 5


def assert_answered(answer: Any) -> None:
    assert answer.status_code < 500, answer.content
    assert answer["Content-Type"] == "application/json"
    json.loads(answer.content)


def asked(tool: Tool, request: Request) -> Any:
    """Send a request with the tool's key, and see that it is answered in time and without a fault."""
    headers = tool.headers(**request.headers)
    begun = time.thread_time()
    answer = Client().generic(
        request.method,
        f"/xapi/{request.resource}{request.query}",
        request.body,
        content_type=request.kind,
        headers=headers,
    )
    assert time.thread_time() - begun < LONGEST_SECONDS, request.resource
    assert answer.status_code < 500, (request, getattr(answer, "content", b""))
    if answer.status_code >= 400 and request.method != "HEAD":
        assert set(json.loads(answer.content)) == {"error", "where", "why", "requirement"}
    return answer


@FUZZ
@given(place=PLACES, value=ANYTHING)
def test_a_statement_with_anything_anywhere(tool: Tool, place: tuple[str, ...], value: Any) -> None:
    assert_answered(tool.send(changed(place, value)))


@FUZZ
@given(body=ANYTHING.map(lambda value: json.dumps(value).encode()) | st.binary())
def test_any_json_and_any_octets(tool: Tool, body: bytes) -> None:
    assert_answered(tool.send(body))


@FUZZ
@given(name=NAMES, value=st.text() | st.binary() | ANYTHING.map(json.dumps))
def test_any_value_of_any_parameter(tool: Tool, name: str, value: str | bytes) -> None:
    assert_answered(tool.get(f"?{name}={quote(value)}"))


@FUZZ
@given(header=st.text(alphabet=st.characters(max_codepoint=255, exclude_characters="\r\n")))
def test_any_authorization_and_any_version(tool: Tool, header: str) -> None:
    assert tool.get(Authorization=header).status_code == 401
    assert_answered(tool.get(**{"X-Experience-API-Version": header}))


@pytest.fixture
def mighty(towns: Towns) -> Tool:
    """A tool with a key for everything."""
    return Tool(key_of(towns.eksjo, Allows.ALL))


@FUZZ
@given(request=requests())
def test_any_request_to_any_resource(mighty: Tool, request: Request) -> None:
    asked(mighty, request)


def test_every_body_made_by_hand_is_refused_or_stored_whole(mighty: Tool) -> None:
    faults = []
    for name, request in by_hand():
        before = len(stored())
        answer = asked(mighty, request)
        is_kept = answer.status_code in {200, 204}
        if request.resource == "statements" and not is_kept and len(stored()) != before:
            faults.append(name)
    assert faults == []
