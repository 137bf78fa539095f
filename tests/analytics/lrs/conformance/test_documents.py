"""State, activity profiles and agent profiles (xAPI-Communication 2.2, 2.3, 2.6, 2.7, 3.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha1
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.analytics.lrs.conformance.samples import activity, agent
from tests.analytics.lrs.conformance.store import ACTIVITY_PROFILE, AGENT_PROFILE, STATE, Json, Store

REGISTRATION = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
NONE = '"' + "0" * 40 + '"'


@dataclass(frozen=True)
class Kind:
    """A resource: its address, the parameters of a place, and what the document's name is called."""

    resource: str
    place: Json
    name: str

    def one(self, name: str = "document") -> Json:
        """The parameters of one document."""
        return {**self.place, self.name: name}


KINDS = {
    "state": Kind(STATE, {"activityId": activity()["id"], "agent": agent()}, "stateId"),
    "activity profile": Kind(ACTIVITY_PROFILE, {"activityId": activity()["id"]}, "profileId"),
    "agent profile": Kind(AGENT_PROFILE, {"agent": agent()}, "profileId"),
}


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each of the three resources."""
    return KINDS[request.param]


def put(
    store: Store,
    kind: Kind,
    body: Any,
    params: Json | None = None,
    content_type: str = "application/json",
    **headers: str,
) -> Any:
    """Store a document that is new, or say otherwise by headers."""
    headers = headers or {"If_None_Match": "*"}
    return store.ask("PUT", kind.resource, params or kind.one(), body, content_type, **headers)


def etag_of(content: bytes) -> str:
    return f'"{sha1(content, usedforsecurity=False).hexdigest()}"'


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/json", b'{ "a" : 1,\n"b":[null] }'),
        ("text/plain; charset=utf-8", "Ä".encode()),
        ("application/octet-stream", bytes(range(256))),
        ("image/png", b"\x89PNG\r\n"),
        ("application/json", b"[1,2]"),
    ],
)
def test_a_document_is_answered_as_it_came(store: Store, kind: Kind, content_type: str, content: bytes) -> None:
    """2.2.s2: arbitrary data of any type; 3.1.s4.b1 to b4: a quoted ETag, the SHA-1 of the contents; Last-Modified."""
    before = timezone.now() - timedelta(seconds=1)
    stored = put(store, kind, content, content_type=content_type)
    assert (stored.status_code, stored.content) == (204, b"")
    found = store.get(kind.one(), kind.resource)
    assert (found.status_code, found.content) == (200, content)
    assert found["Content-Type"] == content_type
    assert found["ETag"] == etag_of(content)
    modified = datetime.strptime(found["Last-Modified"], "%a, %d %b %Y %H:%M:%S %Z")  # noqa: DTZ007 - GMT is said
    assert modified >= before.replace(tzinfo=None, microsecond=0)
    head = store.ask("HEAD", kind.resource, kind.one())
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", found["ETag"])


def test_what_is_not_there_is_not_found_and_may_be_deleted(store: Store, kind: Kind) -> None:
    assert store.get(kind.one(), kind.resource).status_code == 404
    assert put(store, kind, {"a": 1}).status_code == 204
    assert store.ask("DELETE", kind.resource, kind.one()).status_code == 204
    assert store.get(kind.one(), kind.resource).status_code == 404
    assert store.ask("DELETE", kind.resource, kind.one()).status_code == 204


def test_posted_objects_are_merged_at_the_top_level(store: Store, kind: Kind) -> None:
    """2.2.s7: only top-level properties are merged; 2.2.s8.b2: 204."""
    assert store.ask("POST", kind.resource, kind.one(), {"x": "foo", "y": "bar", "o": {"a": 1}}).status_code == 204
    assert store.ask("POST", kind.resource, kind.one(), {"x": "bash", "z": "faz", "o": {"b": 2}}).status_code == 204
    found = store.get(kind.one(), kind.resource)
    assert found.json() == {"x": "bash", "y": "bar", "z": "faz", "o": {"b": 2}}
    assert found["Content-Type"].startswith("application/json")
    assert found["ETag"] == etag_of(found.content)


@pytest.mark.parametrize(
    ("there", "there_type", "sent", "sent_type"),
    [
        (b'{"a":1}', "application/json", b"[1]", "application/json"),
        (b'{"a":1}', "application/json", b'"text"', "application/json"),
        (b'{"a":1}', "application/json", b"{", "application/json"),
        (b'{"a":1}', "application/json", b'{"b":2}', "text/plain"),
        (b'{"a":1}', "application/json", b"\x00\x01", "application/octet-stream"),
        (b'{"a":1}', "text/plain", b'{"b":2}', "application/json"),
        (b"[1]", "application/json", b'{"b":2}', "application/json"),
        (b"\x89PNG", "image/png", b'{"b":2}', "application/json"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_nothing_changes(
    store: Store, kind: Kind, there: bytes, there_type: str, sent: bytes, sent_type: str
) -> None:
    """2.2.s8.b1: 400, and MUST NOT update the target document."""
    assert put(store, kind, there, content_type=there_type).status_code == 204
    assert store.ask("POST", kind.resource, kind.one(), sent, sent_type).status_code == 400
    found = store.get(kind.one(), kind.resource)
    assert (found.content, found["Content-Type"]) == (there, there_type)


@pytest.mark.parametrize(
    ("sent", "sent_type", "status"),
    [
        (b'{"a":1}', "application/json", 204),
        (b"/ text /", "text/plain; charset=utf-8", 204),
        (b"\x00\xff", "application/octet-stream", 204),
        (b'{"a":1}', "text/plain", 204),
        (b"[1]", "application/json", 400),
        (b"{", "application/json", 400),
        (b"a=1", "application/x-www-form-urlencoded", 400),
        (b"a=1", "Application/X-WWW-Form-URLencoded; charset=utf-8", 400),
    ],
)
def test_what_is_posted_where_nothing_is_is_stored_whatever_its_type(
    store: Store, kind: Kind, sent: bytes, sent_type: str, status: int
) -> None:
    """1.5.b1: documents can have any content type; 2.3.s3, 2.6.s3, 2.7.s3: POST stores or updates them.

    3.2.s3.b6: of a form it is expected that its request has the parameter method.
    """
    assert store.ask("POST", kind.resource, kind.one(), sent, sent_type).status_code == status
    found = store.get(kind.one(), kind.resource)
    if status == 400:
        assert found.status_code == 404
        return
    assert (found.content, found["Content-Type"]) == (sent, sent_type)
    again = store.ask("POST", kind.resource, kind.one(), {"b": 2}).status_code
    assert again == (204 if sent_type == "application/json" else 400)
    if again == 400:
        assert store.get(kind.one(), kind.resource).content == sent


def test_names_are_listed_and_since_leaves_out_what_is_older(store: Store, kind: Kind) -> None:
    """2.3.s4, 2.6.s4, 2.7.s4: an array of ids, of those stored or updated since, exclusive."""
    empty = store.get(kind.place, kind.resource)
    assert (empty.status_code, empty.json()) == (200, [])
    for name in ("b", "a", "å ä/ö?&"):
        assert put(store, kind, {"a": 1}, kind.one(name)).status_code == 204
    listed = store.get(kind.place, kind.resource)
    assert sorted(listed.json()) == ["a", "b", "å ä/ö?&"]
    assert listed["Content-Type"].startswith("application/json")
    assert listed["ETag"] == etag_of(listed.content)
    assert "Last-Modified" in listed
    now = timezone.now()
    assert store.get({**kind.place, "since": now.isoformat()}, kind.resource).json() == []
    assert len(store.get({**kind.place, "since": (now - timedelta(hours=1)).isoformat()}, kind.resource).json()) == 3
    assert store.ask("POST", kind.resource, kind.one("b"), {"b": 2}).status_code == 204
    assert store.get({**kind.place, "since": now.isoformat()}, kind.resource).json() == ["b"]


def test_documents_of_one_place_are_not_those_of_another(store: Store, kind: Kind) -> None:
    others: list[Json] = [kind.one("other")]
    if "agent" in kind.place:
        others.append({**kind.one(), "agent": agent("other")})
    if "activityId" in kind.place:
        others.append({**kind.one(), "activityId": activity("other")["id"]})
    if kind.name == "stateId":
        others.append({**kind.one(), "registration": REGISTRATION})
    for other in others:
        assert put(store, kind, {"a": 1}, other).status_code == 204
    assert store.get(kind.one(), kind.resource).status_code == 404
    assert put(store, kind, {"b": 1}).status_code == 204
    assert all(store.get(other, kind.resource).json() == {"a": 1} for other in others)


def test_an_agent_is_the_same_by_its_identifier(store: Store) -> None:
    state = KINDS["state"]
    assert put(store, state, {"a": 1}).status_code == 204
    assert store.get({**state.one(), "agent": {"mbox": agent()["mbox"]}}, STATE).status_code == 200


def test_states_of_a_registration_are_deleted_together(store: Store) -> None:
    """2.3.s5: all state data for this context, registration if specified."""
    state = KINDS["state"]
    attempt = {**state.place, "registration": REGISTRATION}
    for place in (state.place, attempt):
        for name in ("a", "b"):
            assert put(store, state, {"a": 1}, {**place, "stateId": name}).status_code == 204
    assert sorted(store.get(attempt, STATE).json()) == ["a", "b"]
    assert store.ask("DELETE", STATE, attempt).status_code == 204
    assert store.get(attempt, STATE).json() == []
    assert {"a", "b"} <= set(store.get(state.place, STATE).json())
    assert store.ask("DELETE", STATE, state.place).status_code == 204
    assert store.get(state.place, STATE).json() == []


BAD: dict[str, list[Any]] = {
    "activityId": ["", "text", "example.com/a"],
    "agent": [
        *("", "text", "{}", "[]", "null", "{", {"mbox": "a@b.se"}, {"name": "Kim"}, {**agent(), "more": 1}),
        *(
            {**agent(), "openid": "http://a.b"},
            {"objectType": "Group", "mbox": "mailto:a@b.se"},
            {**agent(), "objectType": "x"},
        ),
    ],
    "registration": ["", "text", "1"],
    "since": ["", "text", "2013-05-18", "1"],
}


def test_each_parameter_is_held_to_its_rule(store: Store, kind: Kind) -> None:
    """2.3, 2.6, 2.7: what is required; xAPI-Data 2.2.s4.b4; 3.2.s3.b7 and b8."""
    asked: list[tuple[str, int, Any]] = []
    for method in ("GET", "PUT", "POST", "DELETE"):
        body = {"a": 1} if method in {"PUT", "POST"} else None

        def ask(params: Json | str, method: str = method, body: Json | None = body) -> Any:
            return store.ask(method, kind.resource, params, body)

        for name in kind.place:
            rest = {key: value for key, value in kind.one().items() if key != name}
            asked.append((f"{method} without {name}", 400, ask(rest)))
            asked += [(f"{method} {name}={value}", 400, ask({**rest, name: value})) for value in BAD[name]]
            for other in {name.upper(), name.title(), name.lower()} - {name}:
                asked.append((f"{method} {other}", 400, ask({**rest, other: kind.place[name]})))
        for other in {kind.name.upper(), kind.name.title(), kind.name.lower(), "foo"}:
            asked.append((f"{method} with {other}", 400, ask({**kind.one(), other: "1"})))
        if body:
            asked.append((f"{method} without {kind.name}", 400, ask(kind.place)))
            asked.append((f"{method} with since", 400, ask({**kind.one(), "since": "2013-05-18T05:32:34Z"})))
        extra = [] if kind.name == "stateId" else [REGISTRATION]
        extra += BAD["registration"]
        asked += [
            (f"{method} registration={value}", 400, ask({**kind.one(), "registration": value})) for value in extra
        ]
        asked.append((f"{method} {kind.name} twice", 400, ask(f"{kind.name}=a&{kind.name}=b")))
    asked += [
        (f"since={value}", 400, store.get({**kind.place, "since": value}, kind.resource)) for value in BAD["since"]
    ]
    if kind.name == "profileId":
        asked.append(("DELETE of all", 400, store.ask("DELETE", kind.resource, kind.place)))
    assert len(asked) > 30
    assert store.wrong_statuses(asked) == []
    assert store.get(kind.place, kind.resource).json() == []


def test_a_change_based_on_old_data_is_refused(store: Store, kind: Kind) -> None:
    """3.1.s4.b5 to b12: If-Match and If-None-Match; 412, and nothing is changed."""
    assert put(store, kind, {"a": 1}).status_code == 204
    before = store.get(kind.one(), kind.resource)
    tag = before["ETag"]

    def ask(method: str, **headers: str) -> Any:
        return store.ask(method, kind.resource, kind.one(), None if method == "DELETE" else {"b": 2}, **headers)

    asked: list[tuple[str, int, Any]] = [
        ("PUT, another tag", 412, ask("PUT", If_Match=NONE)),
        ("PUT, there", 412, ask("PUT", If_None_Match="*")),
        ("POST, another tag", 412, ask("POST", If_Match=NONE)),
        ("POST, there", 412, ask("POST", If_None_Match="*")),
        ("DELETE, another tag", 412, ask("DELETE", If_Match=NONE)),
    ]
    assert store.wrong_statuses(asked) == []
    after = store.get(kind.one(), kind.resource)
    assert (after.content, after["ETag"]) == (before.content, tag)
    assert ask("PUT", If_Match=tag).status_code == 204
    again = store.get(kind.one(), kind.resource)
    assert (again.json(), again["ETag"] != tag) == ({"b": 2}, True)
    assert ask("PUT", If_Match=tag).status_code == 412
    assert ask("POST", If_Match=again["ETag"]).status_code == 204
    assert ask("DELETE", If_Match=store.get(kind.one(), kind.resource)["ETag"]).status_code == 204
    assert ask("PUT", If_Match=tag).status_code == 412
    assert ask("PUT", If_None_Match="*").status_code == 204


def test_overwriting_without_a_condition_is_a_conflict(store: Store, kind: Kind) -> None:
    """3.1.s4.b13 to b15: 409 that explains; state is exempt in 1.0.3 and is not in 2.0."""
    first = store.ask("PUT", kind.resource, kind.one(), {"a": 1})
    assert first.status_code == 204
    second = store.ask("PUT", kind.resource, kind.one(), {"b": 2})
    is_exempt = kind.name == "stateId" and not store.is_2_0
    assert second.status_code == (204 if is_exempt else 409)
    assert store.get(kind.one(), kind.resource).json() == ({"b": 2} if is_exempt else {"a": 1})
    if not is_exempt:
        why = second.json()["why"]
        assert "If-Match" in why
        assert "current state" in why
    assert store.ask("POST", kind.resource, kind.one(), {"c": 3}).status_code == 204
    assert store.ask("DELETE", kind.resource, kind.one()).status_code == 204


def test_last_modified_moves_with_each_change(store: Store, kind: Kind) -> None:
    assert put(store, kind, {"a": 1}).status_code == 204
    first = store.get(kind.one(), kind.resource)
    assert store.ask("POST", kind.resource, kind.one(), {"b": 2}).status_code == 204
    second = store.get(kind.one(), kind.resource)
    parsed = [datetime.strptime(each["Last-Modified"], "%a, %d %b %Y %H:%M:%S GMT") for each in (first, second)]  # noqa: DTZ007
    assert parsed[0] <= parsed[1]


def test_other_methods_are_refused(store: Store, kind: Kind) -> None:
    assert store.ask("PATCH", kind.resource, kind.one(), {"a": 1}).status_code == 405


def test_documents_are_taken_about_what_nobody_has_heard_of(store: Store, kind: Kind) -> None:
    """2.2.s4.b2."""
    place: Json = {"activityId": f"http://example.com/{uuid4()}", "agent": agent(str(uuid4()))}
    params = {**{name: place[name] for name in kind.place}, kind.name: "1"}
    assert put(store, kind, b"text", params, "text/plain").status_code == 204
