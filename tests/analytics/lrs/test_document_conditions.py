"""Conditions on documents: whoever changes what another has changed meanwhile is told so, as each version asks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import parse_http_date

from academy.scoping import unscoped
from analytics.lrs.auth import Allows
from analytics.models import Document
from tests.analytics.lrs.conftest import Tool, Towns, key_of, refusal
from tests.analytics.lrs.documents import (
    ACTIVITY_PROFILE,
    AGENT_PROFILE,
    STATE,
    VERSIONS,
    At,
    empty,
    etag,
    everywhere,
    in_both,
    kept,
    put,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tool(towns: Towns) -> Tool:
    """A system of Eksjö's that keeps documents."""
    return Tool(key_of(towns.eksjo, Allows.STATE, Allows.PROFILE))


WRONG = f'"{"0" * 40}"'
HERE = etag(b'{"a":1}')
#  headers, the document is there, PUT, POST, DELETE
CONDITIONS: list[tuple[dict[str, str], bool, str]] = [
    ({"If-Match": HERE}, True, "204 204 204"),
    ({"If-Match": HERE.strip('"')}, True, "204 204 204"),
    ({"If-Match": f"{WRONG}, {HERE}"}, True, "204 204 204"),
    ({"If-Match": "*"}, True, "204 204 204"),
    ({"If-Match": WRONG}, True, "412 412 412"),
    ({"If-Match": f"W/{HERE}"}, True, "412 412 412"),
    ({"If-Match": ""}, True, "412 412 412"),
    ({"If-Match": HERE}, False, "412 412 412"),
    ({"If-Match": "*"}, False, "412 412 412"),
    ({"If-None-Match": "*"}, True, "412 412 412"),
    ({"If-None-Match": "*"}, False, "204 204 204"),
    ({"If-None-Match": HERE}, True, "412 412 412"),
    ({"If-None-Match": f"W/{HERE}"}, True, "412 412 412"),
    ({"If-None-Match": f"{WRONG},{HERE}"}, True, "412 412 412"),
    ({"If-None-Match": WRONG}, True, "204 204 204"),
    ({"If-Match": HERE, "If-None-Match": "*"}, True, "412 412 412"),
    ({"If-Match": HERE, "If-None-Match": WRONG}, True, "204 204 204"),
    ({}, False, "204 204 204"),
]


@everywhere
@in_both
def test_a_condition_that_fails_changes_nothing(tool: Tool, at: At, version: str) -> None:
    tool.version = version
    cases = [
        (headers, is_there, method, int(status))
        for headers, is_there, expected in CONDITIONS
        for method, status in zip(("PUT", "POST", "DELETE"), expected.split(), strict=True)
    ]
    for headers, is_there, method, status in cases:
        empty()
        if is_there:
            put(tool, at, b'{"a":1}')
        before = kept()
        answer = tool.ask(method, at.resource, at.one(), b'{"b":2}', **headers)
        assert answer.status_code == status, (method, headers, is_there, answer.content)
        if status == 412:
            assert refusal(answer)[1] in headers
            assert kept() == before
        else:
            now = {"PUT": b'{"b":2}', "POST": b'{"a":1,"b":2}' if is_there else b'{"b":2}', "DELETE": None}[method]
            assert [content for _, content in kept()] == [each for each in [now] if each]


@pytest.mark.parametrize(
    ("at", "version", "status"),
    [
        (STATE, "1.0.3", 204),
        (STATE, "1.0", 204),
        (STATE, "2.0.0", 409),
        *((at, version, 409) for at in (ACTIVITY_PROFILE, AGENT_PROFILE) for version in VERSIONS),
    ],
    ids=str,
)
def test_replacing_without_a_condition_is_a_conflict_but_for_states_in_1_0_3(
    tool: Tool, at: At, version: str, status: int
) -> None:
    put(tool, at, b'{"a":1}')
    tool.version = version
    answer = tool.ask("PUT", at.resource, at.one(), b'{"b":2}')
    assert answer.status_code == status
    if status == 409:
        assert refusal(answer) == (409, "If-Match")
        assert "check the current state of the resource" in answer.json()["why"]
        assert 'set the "If-Match" header with the current ETag' in answer.json()["why"]
    assert [content for _, content in kept()] == [b'{"a":1}' if status == 409 else b'{"b":2}']


@everywhere
@in_both
def test_merging_and_deleting_need_no_condition(tool: Tool, at: At, version: str) -> None:
    tool.version = version
    put(tool, at, b'{"a":1}')
    assert tool.ask("POST", at.resource, at.one(), {"b": 2}).status_code == 204
    assert kept() == [("bookmark", b'{"a":1,"b":2}')]
    assert tool.ask("DELETE", at.resource, at.one()).status_code == 204
    assert kept() == []


@everywhere
def test_who_has_a_document_already_is_told_so(tool: Tool, at: At) -> None:
    put(tool, at, b'{"a":1}')
    for parameters in (at.one(), at.place):
        found = tool.ask("GET", at.resource, parameters)
        for header in (found["ETag"], "*", f'W/{found["ETag"]}, "x"'):
            again = tool.ask("GET", at.resource, parameters, **{"If-None-Match": header})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", found["ETag"])
        assert tool.ask("GET", at.resource, parameters, **{"If-None-Match": WRONG}).content == found.content
        assert refusal(tool.ask("GET", at.resource, parameters, **{"If-Match": WRONG})) == (412, "If-Match")


@everywhere
def test_the_time_of_change_moves_with_each_change(tool: Tool, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tool, at)
    first = tool.ask("GET", at.resource, at.one())["Last-Modified"]
    later = timezone.now() + timedelta(seconds=5)
    monkeypatch.setattr("analytics.lrs.views.documents.timezone.now", lambda: later)
    put(tool, at)
    second = tool.ask("GET", at.resource, at.one())["Last-Modified"]
    assert parse_http_date(second) - parse_http_date(first) >= 4
    # A writer whose clock is behind does not turn it back.
    monkeypatch.setattr("analytics.lrs.views.documents.timezone.now", lambda: later - timedelta(seconds=60))
    put(tool, at)
    with unscoped("test"):
        assert Document.objects.get().updated == later + timedelta(microseconds=1)
