"""State, activity profiles and agent profiles over HTTP: the same rules for three resources, in both versions."""

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha1
from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import parse_http_date
from pytest_django import Settings

from academy.scoping import unscoped, unscoped_quietly
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Allows
from analytics.models import Credential, Document
from tests.analytics.lrs.conftest import WHEN, Json, Tool, Towns, key_of, refusal

pytestmark = pytest.mark.django_db

ACTIVITY = "https://tool.example/film/1"
AGENT = {"account": {"homePage": "https://tool.example", "name": "7f3a"}}
OTHER_AGENT = {"account": {"homePage": "https://tool.example", "name": "other"}}
VERSIONS = ("1.0.3", "2.0.0")


@dataclass(frozen=True)
class At:
    """One resource, the parameters of its place, and how a document's name is called there."""

    resource: str
    place: Json
    name: str
    scope: Allows

    def one(self, name: str = "bookmark", **changes: Any) -> Json:
        """The parameters of one document."""
        return {**self.place, self.name: name, **changes}


STATE = At("activities/state", {"activityId": ACTIVITY, "agent": AGENT}, "stateId", Allows.STATE)
ACTIVITY_PROFILE = At("activities/profile", {"activityId": ACTIVITY}, "profileId", Allows.PROFILE)
AGENT_PROFILE = At("agents/profile", {"agent": AGENT}, "profileId", Allows.PROFILE)
ALL = [STATE, ACTIVITY_PROFILE, AGENT_PROFILE]

everywhere = pytest.mark.parametrize("at", ALL, ids=lambda at: at.resource)
in_both = pytest.mark.parametrize("version", VERSIONS)


@pytest.fixture
def tool(towns: Towns) -> Tool:
    """A system of Eksjö's that keeps documents."""
    return Tool(key_of(towns.eksjo, Allows.STATE, Allows.PROFILE))


def kept() -> list[tuple[str, bytes]]:
    """The names and contents of all documents of all tenants."""
    with unscoped_quietly("test"):
        return [(row.name, bytes(row.content)) for row in Document.objects.order_by("pk")]


def etag(content: bytes) -> str:
    return f'"{sha1(content).hexdigest()}"'


def empty() -> None:
    """Begin anew within one test: a table of cases costs one setting up."""
    with unscoped_quietly("test"):
        Document.objects.all().delete()


def put(tool: Tool, at: At, content: bytes = b"{}", *, name: str = "bookmark", **more: Any) -> None:
    """Store a document whatever was there."""
    existing = tool.ask("GET", at.resource, at.one(name))
    conditions = {"If-Match": existing["ETag"]} if existing.status_code == 200 else {"If-None-Match": "*"}
    assert tool.ask("PUT", at.resource, at.one(name), content, **conditions, **more).status_code == 204


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
    (None, None, TEXT, b'{"b":1}'),
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


# Conditions ------------------------------------------------------------------------------------

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


# Parameters ------------------------------------------------------------------------------------


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


# States ----------------------------------------------------------------------------------------


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


# Whose --------------------------------------------------------------------------------------------


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
