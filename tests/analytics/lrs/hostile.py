"""What nobody should send: bodies, parameters and headers for every resource, by hand and by hypothesis."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from tests.analytics.lrs.bodies import KIND, attached, first, in_parts, part
from tests.analytics.lrs.conftest import said

AGENT = json.dumps({"account": {"homePage": "https://tool.example", "name": "7f3a"}})
ACTIVITY = "https://tool.example/film/1"
PLACES = {
    "statements": {},
    "about": {},
    "activities": {"activityId": ACTIVITY},
    "agents": {"agent": AGENT},
    "activities/state": {"activityId": ACTIVITY, "agent": AGENT, "stateId": "s"},
    "activities/profile": {"activityId": ACTIVITY, "profileId": "p"},
    "agents/profile": {"agent": AGENT, "profileId": "p"},
}
"""Every resource, with parameters that it takes."""

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")
PARAMETERS = (
    *("statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities"),
    *("related_agents", "since", "until", "limit", "format", "attachments", "ascending", "more", "method"),
    *("activityId", "stateId", "profileId"),
)
HEADERS = (
    *("Content-Type", "If-Match", "If-None-Match", "Accept", "Accept-Encoding", "Accept-Language", "Content-Encoding"),
    *("X-Experience-API-Version", "Updated", "Origin", "Content-Length", "Transfer-Encoding", "X-Forwarded-For"),
)


def _with(**changes: Any) -> bytes:
    return json.dumps(said(**changes)).encode()


def _with_raw(name: str, text: bytes) -> bytes:
    """A statement with something that is no JSON of Python's at one place."""
    return json.dumps(said(**{name: "HERE"})).encode().replace(b'"HERE"', text)


def _extended(text: bytes) -> bytes:
    return _with_raw("result", b'{"extensions":{"https://tool.example/x":' + text + b"}}")


LARGE = 1_000_000
BODIES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "no JSON": lambda: b"\x00" * 1_000,
    "deep arrays": lambda: b"[" * LARGE,
    "deep arrays, closed": lambda: b"[" * 100_000 + b"]" * 100_000,
    "deep objects": lambda: b'{"a":' * 200_000,
    "deep extensions": lambda: _extended(b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
    "a million digits": lambda: _extended(b"9" * LARGE),
    "a million decimals": lambda: _extended(b"0." + b"3" * LARGE),
    "a large exponent": lambda: _extended(b"1e999999999"),
    "a small exponent": lambda: _extended(b"1e-999999999"),
    "a score beyond": lambda: _with_raw("result", b'{"score":{"raw":1e999999999,"scaled":-1e-999999999}}'),
    "no number": lambda: _extended(b"NaN"),
    "infinity": lambda: _with_raw("result", b'{"score":{"raw":-Infinity}}'),
    "broken UTF-8": lambda: _with_raw("version", b'"\xff\xfe\xc0\x80"'),
    "an overlong NUL": lambda: _extended(b'"\xc0\x80"'),
    "UTF-16": lambda: json.dumps(said()).encode("utf-16"),
    "a byte order mark": lambda: b"\xef\xbb\xbf" + json.dumps(said()).encode(),
    "a lone surrogate": lambda: _extended(rb'"\ud800"'),
    "a surrogate as a key": lambda: _extended(rb'{"\udfff":1}'),
    "a NUL": lambda: _extended(rb'"\u0000"'),
    "a NUL in a key": lambda: _extended(rb'{"\u0000":1}'),
    "a NUL in an IRI": lambda: _with_raw("object", rb'{"id":"https://tool.example/\u0000"}'),
    "a NUL in an account": lambda: _with_raw("actor", rb'{"account":{"homePage":"https://a.b","name":"\u0000"}}'),
    "the same key often": lambda: b"{" + b",".join([b'"id":1'] * 50_000) + b"}",
    "many keys": lambda: _extended(json.dumps({f"https://a.b/{n}": n for n in range(50_000)}).encode()),
    "many members": lambda: _with(actor={"objectType": "Group", "member": [said()["actor"]] * 20_000}),
    "many statements": lambda: json.dumps([said() for _ in range(1_001)]).encode(),
    "one statement often": lambda: b"[" + b",".join([json.dumps(said()).encode()] * 1_000) + b"]",
    "a long IRI": lambda: _with(object={"id": "https://tool.example/" + "x" * LARGE}),
    "an IRI of colons": lambda: _with(verb={"id": ":" * LARGE}),
    "a long address": lambda: _with(actor={"mbox": "mailto:" + "a@" * 300_000}),
    "a long language": lambda: _with(verb={"id": "https://a.b/c", "display": {"a-" * 300_000: "x"}}),
    "a long duration": lambda: _with(result={"duration": "P" + "1" * LARGE + "Y"}),
    "a long moment": lambda: _with(timestamp="2026-01-01T00:00:00." + "0" * LARGE + "Z"),
    "a long zone": lambda: _with(timestamp="2026-01-01T00:00:00" + "+01:00" * 100_000),
    "a long id": lambda: _with(id="a" * LARGE),
    "a long media type": lambda: _with(attachments=[attached(contentType="a/b;" + "c=d;" * 200_000)]),
    "a chain of SubStatements": lambda: _with(object=_within(60)),
    "quotes and backslashes": lambda: b'"' + b"\\" * LARGE,
    "blanks": lambda: b" " * LARGE,
    "an open string": lambda: b'{"id":"' + b"a" * LARGE,
}


def _within(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"id": ACTIVITY}
    for _ in range(depth):
        inner = {"objectType": "SubStatement", "actor": said()["actor"], "verb": said()["verb"], "object": inner}
    return inner


PARTED: dict[str, Callable[[], bytes]] = {
    "no boundary in it": lambda: b"x" * LARGE,
    "nothing but boundaries": lambda: in_parts(*[b""] * 20_000),
    "headers without an end": lambda: in_parts(b"A: b\r\n" * 100_000),
    "a header without an end": lambda: in_parts(b"A: " + b"b" * LARGE),
    "folded for ever": lambda: in_parts(b"A: b\r\n" + b" c\r\n" * 100_000),
    "many parts": lambda: in_parts(first(said(attachments=[attached()])), *[part()] * 5_000),
    "no end": lambda: in_parts(first(said(attachments=[attached()])), part(), end=b""),
    "a NUL in a header": lambda: in_parts(first(said(attachments=[attached()])), part(Content_Type="a/b\x00")),
    "another hash": lambda: in_parts(first(said(attachments=[attached()])), part(X_Experience_API_Hash="0" * 64)),
    "a hash of letters": lambda: in_parts(first(said(attachments=[attached()])), part(X_Experience_API_Hash="ö" * 64)),
    "half a boundary": lambda: in_parts(first(said())) + b"\r\n--abc" * 100_000,
    "statements in depth": lambda: in_parts(b"Content-Type:application/json\r\n\r\n" + b"[" * LARGE),
}


@dataclass(frozen=True)
class Request:
    """One request: all of it may be wrong."""

    method: str
    resource: str
    query: str
    headers: dict[str, str]
    body: bytes
    kind: str


def by_hand() -> Iterator[tuple[str, Request]]:
    """Give every body to every resource that takes one, with the name of what is wrong with it."""
    for name, body in BODIES.items():
        for resource in ("statements", "agents/profile"):
            method = "POST"
            yield (
                f"{name} to {resource}",
                Request(method, resource, query_of(PLACES[resource]), {}, body(), "application/json"),
            )
    for name, body in PARTED.items():
        yield f"{name} in parts", Request("POST", "statements", "", {}, body(), KIND)


def query_of(parameters: dict[str, str]) -> str:
    """Return parameters as they stand in an address."""
    return "?" + "&".join(f"{name}={quote(value)}" for name, value in parameters.items()) if parameters else ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_VALUES = (
    st.text() | st.binary() | JSON.map(json.dumps) | st.sampled_from(["true", "0", "-1", "9" * 30, AGENT, "a" * 3_000])
)
_HEADER_TEXT = st.text(alphabet=st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=200)
_HEADERS = st.dictionaries(st.sampled_from(HEADERS[:7]), _HEADER_TEXT, max_size=3)
_KINDS = st.sampled_from(
    ["application/json", KIND, "application/x-www-form-urlencoded", "text/plain", "a/b; boundary=", ""]
)


def _in_parts(pieces: list[bytes]) -> bytes:
    return in_parts(first(said(attachments=[attached()])), *pieces)


_BODIES = st.one_of(
    st.binary(max_size=300),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.lists(st.binary(max_size=60) | st.just(part()), max_size=3).map(_in_parts),
    st.dictionaries(st.sampled_from(PARAMETERS), _VALUES, max_size=4).map(lambda form: _queried(form)[1:].encode()),
)


def _queried(parameters: dict[str, str | bytes]) -> str:
    return "?" + "&".join(f"{name}={quote(value)}" for name, value in parameters.items())


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Draw a request: a resource with some of its parameters, others beside them, and any body and headers."""
    resource = draw(st.sampled_from([*PLACES, "statements/more", "nothing", "statements/"]))
    own = PLACES.get(resource, {})
    kept: dict[str, str | bytes] = {name: value for name, value in own.items() if draw(st.integers(0, 4))}
    kept |= draw(st.dictionaries(st.sampled_from(PARAMETERS), _VALUES, max_size=3))
    return Request(
        draw(st.sampled_from(METHODS)), resource, _queried(kept), draw(_HEADERS), draw(_BODIES), draw(_KINDS)
    )  # fmt: skip
