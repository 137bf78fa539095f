"""Whatever is sent, the store answers in JSON and never with a fault of its own."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analytics.lrs.conftest import Json, Tool, said

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


def assert_answered(answer: Any) -> None:
    assert answer.status_code < 500, answer.content
    assert answer["Content-Type"] == "application/json"
    json.loads(answer.content)


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
