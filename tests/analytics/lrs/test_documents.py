"""State, activity profiles and agent profiles over HTTP: the same rules for three resources, in both versions."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.http import parse_http_date
from pytest_django import Settings

from academy.scoping import unscoped
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Allows
from analytics.models import Credential, Document
from tests.analytics.lrs.conftest import WHEN, Json, Tool, Towns, key_of, refusal
from tests.analytics.lrs.documents import (
    ACTIVITY,
    ACTIVITY_PROFILE,
    AGENT,
    AGENT_PROFILE,
    OTHER_AGENT,
    STATE,
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


@everywhere
@in_both
def test_a_document_is_answered_as_it_was_sent(tool: Tool, at: At, version: str) -> None:
    tool.version = version
    content = bytes(range(256)) * 3
    kind = 'image/x-thing; note="a b"'
    sent = tool.ask("PUT", at.resource, at.one("namn på svenska /?"), content, kind, **{"If-None-Match": "*"})
    assert (sent.status_code, sent.content) == (204, b"")
    found = tool.ask("GET", at.resource, at.one("namn på svenska /?"))
    assert (found.status_code, found.content, found["Content-Type"]) == (200, content, kind)
    assert found["ETag"] == etag(content)
    assert abs(parse_http_date(found["Last-Modified"]) - timezone.now().timestamp()) < 60
    assert found["X-Experience-API-Version"] == version
    assert found["Cache-Control"] == "private, no-store"
    assert "sandbox" in found["Content-Security-Policy"]


@everywhere
def test_head_is_get_without_the_body(tool: Tool, at: At) -> None:
    put(tool, at, b"12345", kind="text/plain")
    found, head = (tool.ask(method, at.resource, at.one()) for method in ("GET", "HEAD"))
    assert head.content == b""
    assert {name: head[name] for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length")} == {
        name: found[name] for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length")
    }
    assert head["Content-Length"] == "5"


@everywhere
def test_a_document_without_type_is_octets(tool: Tool, at: At) -> None:
    put(tool, at, b"x", kind="")
    assert tool.ask("GET", at.resource, at.one())["Content-Type"] == "application/octet-stream"


@everywhere
def test_what_is_not_there_is_404(tool: Tool, at: At) -> None:
    put(tool, at, name="another")
    for method in ("GET", "HEAD"):
        answer = tool.ask(method, at.resource, at.one())
        assert answer.status_code == 404
    assert refusal(tool.ask("GET", at.resource, at.one())) == (404, at.name)


@everywhere
def test_names_are_listed_once_and_since_is_exclusive(tool: Tool, at: At) -> None:
    empty = tool.ask("GET", at.resource, at.place)
    assert (empty.status_code, empty.json(), empty["Content-Type"]) == (200, [], "application/json")
    put(tool, at, name="first")
    put(tool, at, name="second")
    put(tool, at, b'{"a":1}', name="first")
    with unscoped("test"):
        changed = {row.name: row.updated for row in Document.objects.all()}
    listed = tool.ask("GET", at.resource, at.place)
    assert listed.json() == ["first", "second"]
    assert listed["ETag"] == etag(listed.content)
    assert parse_http_date(listed["Last-Modified"]) == int(max(changed.values()).timestamp())
    for moment, names in ((changed["second"], ["first"]), (changed["first"], [])):
        found = tool.ask("GET", at.resource, {**at.place, "since": moment.isoformat()})
        assert found.json() == names
    early = (changed["second"] - timedelta(microseconds=1)).isoformat()
    assert tool.ask("GET", at.resource, {**at.place, "since": early}).json() == ["first", "second"]


@everywhere
@in_both
def test_posted_properties_are_merged_at_the_top_level_alone(tool: Tool, at: At, version: str) -> None:
    tool.version = version
    first = b'{"x": "foo", "y": {"a": 1, "b": 2}, "kept": 1.10}'
    assert tool.ask("POST", at.resource, at.one(), first, "application/json; charset=utf-8").status_code == 204
    assert tool.ask("GET", at.resource, at.one()).content == first
    assert tool.ask("POST", at.resource, at.one(), {"y": {"c": 3}, "z": "faz"}).status_code == 204
    found = tool.ask("GET", at.resource, at.one())
    assert found.content == b'{"x":"foo","y":{"c":3},"kept":1.10,"z":"faz"}'
    assert found["ETag"] == etag(found.content)
    assert found["Content-Type"] == "application/json; charset=utf-8"


JSON, TEXT = "application/json", "text/plain"
NOT_MERGED = [
    (JSON, b'{"a":1}', TEXT, b'{"b":1}'),
    (JSON, b'{"a":1}', JSON, b'["b"]'),
    (JSON, b'{"a":1}', JSON, b"not json"),
    (JSON, b'{"a":1}', JSON, b""),
    (JSON, b'{"a":1}', "", b'{"b":1}'),
    (JSON, b'{"a":1}', "application/x-www-form-urlencoded", b"b=1"),
    (TEXT, b'{"a":1}', JSON, b'{"b":1}'),
    (JSON, b"[1]", JSON, b'{"b":1}'),
    (JSON, b'"a"', JSON, b'{"b":1}'),
    (TEXT, b"a", TEXT, b"b"),
    (None, None, JSON, b"[1]"),
    (None, None, JSON, b"1"),
]


@everywhere
def test_what_is_no_json_object_is_not_merged_and_nothing_changes(tool: Tool, at: At) -> None:
    for kind, earlier, posted_kind, posted in NOT_MERGED:
        empty()
        if kind is not None and earlier is not None:
            put(tool, at, earlier, kind=kind)
        before = kept()
        assert refusal(tool.ask("POST", at.resource, at.one(), posted, posted_kind))[0] == 400, (earlier, posted)
        assert kept() == before


@everywhere
def test_what_says_that_it_is_json_and_is_not_is_refused(tool: Tool, at: At) -> None:
    for content in (b"{", b"\xff{}", b'{"a":1,"a":2}', b"NaN"):
        assert refusal(tool.ask("PUT", at.resource, at.one(), content, **{"If-None-Match": "*"}))[0] == 400
    assert kept() == []


@everywhere
def test_deleting_one_leaves_the_others_and_can_be_done_again(tool: Tool, at: At) -> None:
    put(tool, at, name="bookmark")
    put(tool, at, name="other")
    for _ in range(2):
        answer = tool.ask("DELETE", at.resource, at.one())
        assert (answer.status_code, answer.content) == (204, b"")
        assert kept() == [("other", b"{}")]


def test_a_state_belongs_to_its_registration_or_to_none(tool: Tool) -> None:
    one, other = str(uuid4()), str(uuid4())
    for registration in (None, one, other):
        more = {"registration": registration} if registration else {}
        content = json.dumps({"of": registration}).encode()
        assert tool.ask("PUT", STATE.resource, STATE.one(**more), content).status_code == 204
    assert tool.ask("GET", STATE.resource, STATE.one()).json() == {"of": None}
    assert tool.ask("GET", STATE.resource, STATE.one(registration=one.upper())).json() == {"of": one}
    assert tool.ask("GET", STATE.resource, STATE.one(registration=str(uuid4()))).status_code == 404
    assert tool.ask("GET", STATE.resource, STATE.place).json() == ["bookmark"]
    assert tool.ask("GET", STATE.resource, {**STATE.place, "registration": str(uuid4())}).json() == []
    assert tool.ask("DELETE", STATE.resource, STATE.one()).status_code == 204
    assert len(kept()) == 2
    assert tool.ask("DELETE", STATE.resource, {**STATE.place, "registration": one}).status_code == 204
    assert kept() == [("bookmark", json.dumps({"of": other}).encode())]


def test_deleting_all_states_of_a_place_leaves_those_of_others(tool: Tool, towns: Towns) -> None:
    neighbour = Tool(key_of(towns.nassjo, Allows.STATE))
    for name in ("a", "b"):
        put(tool, STATE, name=name)
    more = {"registration": str(uuid4())}
    assert tool.ask("PUT", STATE.resource, STATE.one("c", **more), b"{}").status_code == 204
    others: list[Json] = [{"agent": OTHER_AGENT}, {"activityId": f"{ACTIVITY}/2"}]
    for other in others:
        assert tool.ask("PUT", STATE.resource, STATE.one("left", **other), b"{}").status_code == 204
    put(neighbour, STATE, name="left")
    answer = tool.ask("DELETE", STATE.resource, STATE.place)
    assert (answer.status_code, answer.content) == (204, b"")
    assert [name for name, _ in kept()] == ["left"] * 3


def test_deleting_all_states_heeds_the_etag_of_their_list(tool: Tool) -> None:
    put(tool, STATE, name="a")
    listed = tool.ask("GET", STATE.resource, STATE.place)["ETag"]
    put(tool, STATE, name="b")
    assert refusal(tool.ask("DELETE", STATE.resource, STATE.place, **{"If-Match": listed})) == (412, "If-Match")
    assert len(kept()) == 2
    listed = tool.ask("GET", STATE.resource, STATE.place)["ETag"]
    assert tool.ask("DELETE", STATE.resource, STATE.place, **{"If-Match": listed}).status_code == 204
    assert kept() == []


@pytest.mark.parametrize("at", [ACTIVITY_PROFILE, AGENT_PROFILE], ids=lambda at: at.resource)
def test_profiles_are_deleted_one_by_one(tool: Tool, at: At) -> None:
    put(tool, at)
    assert refusal(tool.ask("DELETE", at.resource, at.place)) == (400, at.name)
    assert len(kept()) == 1


def test_an_agent_is_compared_by_identity_alone(towns: Towns) -> None:
    tool = Tool(key_for_anyone(towns))
    at = At("agents/profile", {"agent": {"mbox": "mailto:kim@Example.ORG", "name": "Kim"}}, "profileId", Allows.PROFILE)
    put(tool, at, b'{"a":1}')
    for same in (
        {"mbox": "mailto:kim@example.org"},
        {"objectType": "Agent", "name": "K", "mbox": "mailto:kim@EXAMPLE.org"},
    ):
        assert tool.ask("GET", at.resource, at.one(agent=same)).content == b'{"a":1}'
    for other in ({"mbox": "mailto:Kim@example.org"}, {"openid": "mailto:kim@example.org"}, AGENT):
        assert tool.ask("GET", at.resource, at.one(agent=other)).status_code == 404


def key_for_anyone(towns: Towns, *scopes: Allows) -> Any:
    with unscoped("test"):
        return issue(
            organisation_id=towns.eksjo.pk,
            name="x",
            scopes=scopes or (Allows.ALL,),
            actors=Credential.Actors.ANY,
            now=WHEN,
        )


NAMING = [
    ({"mbox": "mailto:kim@example.org"}, "agent/mbox"),
    ({"openid": "https://kim.example"}, "agent/openid"),
    ({"mbox_sha1sum": "a" * 40}, "agent/mbox_sha1sum"),
    ({**AGENT, "name": "Kim"}, "agent/name"),
    ({"account": {"homePage": "https://x.example", "name": "kim@example.org"}}, "agent/account/name"),
]


@pytest.mark.parametrize("at", [STATE, AGENT_PROFILE], ids=lambda at: at.resource)
def test_a_key_for_opaque_accounts_keeps_no_documents_about_people_by_name(tool: Tool, at: At) -> None:
    for agent, where in NAMING:
        for method in ("GET", "PUT", "POST", "DELETE"):
            assert refusal(tool.ask(method, at.resource, at.one(agent=agent), b"{}")) == (403, where)
    assert kept() == []


@everywhere
def test_documents_are_their_organisation_s_own(tool: Tool, towns: Towns, at: At) -> None:
    neighbour = Tool(key_of(towns.nassjo, at.scope))
    put(tool, at, b'{"of":"eksjo"}')
    assert neighbour.ask("GET", at.resource, at.one()).status_code == 404
    assert neighbour.ask("GET", at.resource, at.place).json() == []
    assert neighbour.ask("PUT", at.resource, at.one(), b'{"of":"nassjo"}').status_code == 204
    assert neighbour.ask("DELETE", at.resource, at.one("other")).status_code == 204
    assert tool.ask("GET", at.resource, at.one()).content == b'{"of":"eksjo"}'
    assert neighbour.ask("DELETE", at.resource, at.one()).status_code == 204
    assert kept() == [("bookmark", b'{"of":"eksjo"}')]


@everywhere
def test_a_document_needs_its_scope(tool: Tool, towns: Towns, at: At) -> None:
    put(tool, at)
    for scope in Allows:
        before, other = kept(), Tool(key_of(towns.eksjo, scope))
        writes, reads = scope in {at.scope, Allows.ALL}, scope in {at.scope, Allows.ALL, Allows.READ_ALL}
        for parameters in (at.one(), at.place):
            assert other.ask("GET", at.resource, parameters).status_code == (200 if reads else 403)
        for method in ("PUT", "POST", "DELETE"):
            answer = other.ask(method, at.resource, at.one("new"), b"{}")
            assert answer.status_code == (204 if writes else 403)
        assert kept() == before


@everywhere
def test_a_document_beyond_the_limit_is_refused_also_when_it_grows_by_merging(
    tool: Tool, at: At, settings: Settings
) -> None:
    settings.LRS_MAX_BODY_BYTES = 40
    put(tool, at, b"x" * 40, name="at the limit", kind="text/plain")
    assert refusal(tool.ask("PUT", at.resource, at.one(), b"x" * 41, "text/plain"))[0] == 413
    assert tool.ask("POST", at.resource, at.one(), {"a": "x" * 30}).status_code == 204
    before = kept()
    assert refusal(tool.ask("POST", at.resource, at.one(), {"b": "x" * 30}))[0] == 413
    assert kept() == before


@everywhere
def test_a_type_that_no_header_could_carry_is_refused(tool: Tool, at: At) -> None:
    for kind in ("text/plain\x7f", "text/" + "x" * 300):
        assert refusal(tool.ask("PUT", at.resource, at.one(), b"x", kind)) == (400, "Content-Type")
    assert kept() == []


def test_a_listing_costs_the_same_however_many_there_are(tool: Tool, django_assert_num_queries: Any) -> None:
    counts = []
    for number in (2, 18):
        for each in range(number):
            put(tool, STATE, name=f"{number} {each}")
        with django_assert_num_queries(2) as queries:
            tool.ask("GET", STATE.resource, STATE.place)
        counts.append(len(queries))
    assert len(set(counts)) == 1
