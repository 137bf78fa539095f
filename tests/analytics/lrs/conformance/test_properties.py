"""Every property of a statement: its type, its format, null, the case of its name, and what is not allowed beside it.

The table below is the specification's: one row for each property. The cases are made from it, for a statement and for the
same as a SubStatement (xAPI-Data 2.4.4.3: "MUST be validated as a Statement").
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.analytics.lrs.conformance.samples import changed, renamed, there, whole, within, without
from tests.analytics.lrs.conformance.store import Case, Json, Store

NO_TEXT: list[Any] = [1, 0, True, None, [], ["a"], {}]
NO_OBJECT: list[Any] = ["", "text", 1, True, None, [], [1]]
NO_NUMBER: list[Any] = ["1", "0.5", "", True, None, [], {}]
NO_BOOLEAN: list[Any] = ["true", "false", "", 1, 0, None, [], {}]
NO_ARRAY: list[Any] = ["", "text", 1, True, None, {}]
NO_IRI: list[Any] = [*NO_TEXT, "", "text", "example.com/a", "/a/b", "//example.com/a", "http", "http://exa mple.com"]
NO_LANGUAGE: list[Any] = ["", "e", "en_US", "en-", "-en", "en US", "a-very-bad-tag-of-nobody", "123", "en--US"]

# What a value of each kind must not be, and what it may be.
KINDS: dict[str, tuple[list[Any], list[Any]]] = {
    "text": (NO_TEXT, ["", "text", "åäö 漢字 😀"]),
    "object": (NO_OBJECT, []),
    "array": (NO_ARRAY, []),
    "iri": (
        NO_IRI,
        ["http://example.com/a#b", "urn:isbn:123", "http://example.com/فعل/خواندن", "tag:example.com,2013:a"],
    ),
    "boolean": (NO_BOOLEAN, [True, False]),
    "number": (NO_NUMBER, []),
    "scaled": ([*NO_NUMBER, 1.0001, -1.0001, 2, -2, 100], [-1, -1.0, 0, 0.95, 1, 1.0]),
    "integer": ([*NO_NUMBER, 1.5, -1], [0, 27, 10**12]),
    "uuid": (
        [
            *(*NO_TEXT, "", "text", "8f87ccde-bb56-4c2e-ab83-44982ef22df", "8f87ccdebb564c2eab8344982ef22df0"),
            *("{8f87ccde-bb56-4c2e-ab83-44982ef22df0}", "urn:uuid:8f87ccde-bb56-4c2e-ab83-44982ef22df0"),
            *("8f87ccde-bb56-4c2e-ab83-44982ef22dfg", " 8f87ccde-bb56-4c2e-ab83-44982ef22df0"),
        ],
        [],
    ),
    "language": ([*NO_TEXT, *NO_LANGUAGE], ["sv", "en-US", "zh-Hans-CN", "es-419", "x-klingon", "i-default", "EN-us"]),
    "map": (
        [*NO_OBJECT, *({tag: "text"} for tag in NO_LANGUAGE), {"en": 1}, {"en": None}, {"en": {}}, {"en": ["a"]}],
        [{"en": ""}, {"en": "a", "sv-SE": "b", "zh-cmn-Hans-CN": "c"}],
    ),
    "extensions": (
        [*NO_OBJECT, {"text": 1}, {"": 1}, {"example.com/a": 1}, {"/a": 1}],
        [{}, {"http://e.com/a": None}, {"http://e.com/a": "", "urn:a:b": [{"a": [None]}]}],
    ),
    "duration": (
        [
            *(*NO_TEXT, "", "text", "P", "PT", "P1", "1Y", "PT1", "1H", "P1YT", "P4W1D", "PT1S1M", "P1D1Y", "P-1D"),
            *("-P1D", "pt1h", "PT1.5H1S", "P0001-01-01T00:00:00", "PT 1H", "PT1H "),
        ],
        [
            *("PT4H35M59.14S", "P3Y1M29DT4H35M59.14S", "P3Y", "P4W", "PT0S", "P1Y2M", "PT1.5H", "P0D", "PT1234S"),
            *("PT16559.14S", "PT0.123456S", "P16559.14S"),
        ],
    ),
    "timestamp": (
        [
            *(*NO_TEXT, "", "text", "2013-05-18", "05:32:34", "2013-13-18T05:32:34Z", "2013-05-32T05:32:34Z"),
            *("2013-05-18T25:32:34Z", "2013-05-18T05:61:34Z", "2013-05-18T05:32:34-00:00", "2013-02-30T05:32:34Z"),
            *("2013-05-18T05:32:34.804-0000", "2013-05-18T05:32:34-00", "Sat, 18 May 2013 05:32:34 GMT", "1368855154"),
            *("2013-05-18T05:32:34Zulu", "13-05-18T05:32:34Z", "2013-5-18T05:32:34Z"),
        ],
        [
            *("2013-05-18T05:32:34Z", "2013-05-18T05:32:34.804Z", "2013-05-18T05:32:34.804+00:00"),
            *("2013-05-18T05:32:34.804123+02:00", "2013-05-18T05:32:34-05:30", "2999-01-01T00:00:00Z"),
        ],
    ),
    "media": ([*NO_TEXT, "", "text", "text/", "/plain"], ["text/plain", "application/vnd.x+json; charset=utf-8"]),
    "sha2": ([*NO_TEXT, ""], []),
    "mailto": (
        [
            *NO_TEXT,
            "",
            "kim@example.com",
            "mailto:",
            "mailto:kim",
            "mailto:@example.com",
            "http://example.com",
            "mailto:a@",
        ],
        ["mailto:kim.berg+xapi@sub.example.com", "mailto:KIM@EXAMPLE.COM"],
    ),
    "version": ([*NO_TEXT, "", "1", "1.0", "1.1.0", "0.95", "0.9", "3.0.0", "text"], ["1.0.0", "1.0.3", "1.0.9"]),
}

# (section, place, kind); a question mark behind the kind: the property may be left out.
PROPERTIES: list[tuple[str, str, str]] = [
    ("xAPI-Data 2.4.1", "id", "uuid?"),
    ("xAPI-Data 2.4.2", "actor", "object"),
    ("xAPI-Data 2.4.2.1", "actor/name", "text?"),
    ("xAPI-Data 2.4.2.3", "actor/mbox", "mailto"),
    ("xAPI-Data 2.4.3", "verb", "object"),
    ("xAPI-Data 2.4.3", "verb/id", "iri"),
    ("xAPI-Data 2.4.3", "verb/display", "map?"),
    ("xAPI-Data 2.4.4", "object", "object"),
    ("xAPI-Data 2.4.4.1", "object/id", "iri"),
    ("xAPI-Data 2.4.4.1", "object/definition", "object?"),
    ("xAPI-Data 2.4.4.1.s2", "object/definition/name", "map?"),
    ("xAPI-Data 2.4.4.1.s2", "object/definition/description", "map?"),
    ("xAPI-Data 2.4.4.1.s2", "object/definition/type", "iri?"),
    ("xAPI-Data 2.4.4.1.s2", "object/definition/moreInfo", "iri?"),
    ("xAPI-Data 2.4.4.1.s2", "object/definition/extensions", "extensions?"),
    ("xAPI-Data 2.4.5", "result", "object?"),
    ("xAPI-Data 2.4.5", "result/score", "object?"),
    ("xAPI-Data 2.4.5.1", "result/score/scaled", "scaled?"),
    ("xAPI-Data 2.4.5.1", "result/score/raw", "number?"),
    ("xAPI-Data 2.4.5.1", "result/score/min", "number?"),
    ("xAPI-Data 2.4.5.1", "result/score/max", "number?"),
    ("xAPI-Data 2.4.5", "result/success", "boolean?"),
    ("xAPI-Data 2.4.5", "result/completion", "boolean?"),
    ("xAPI-Data 2.4.5", "result/response", "text?"),
    ("xAPI-Data 2.4.5, 4.6", "result/duration", "duration?"),
    ("xAPI-Data 2.4.5, 4.1", "result/extensions", "extensions?"),
    ("xAPI-Data 2.4.6", "context", "object?"),
    ("xAPI-Data 2.4.6", "context/registration", "uuid?"),
    ("xAPI-Data 2.4.6", "context/instructor", "object?"),
    ("xAPI-Data 2.4.6", "context/team", "object?"),
    ("xAPI-Data 2.4.6.2", "context/contextActivities", "object?"),
    ("xAPI-Data 2.4.6.2", "context/contextActivities/parent/0/id", "iri"),
    ("xAPI-Data 2.4.6.2", "context/contextActivities/grouping/0/id", "iri"),
    ("xAPI-Data 2.4.6.2", "context/contextActivities/category/0/id", "iri"),
    ("xAPI-Data 2.4.6.2", "context/contextActivities/other/0/id", "iri"),
    ("xAPI-Data 2.4.6", "context/revision", "text?"),
    ("xAPI-Data 2.4.6", "context/platform", "text?"),
    ("xAPI-Data 2.4.6", "context/language", "language?"),
    ("xAPI-Data 2.4.6", "context/statement", "object?"),
    ("xAPI-Data 2.4.4.3", "context/statement/id", "uuid"),
    ("xAPI-Data 2.4.6, 4.1", "context/extensions", "extensions?"),
    ("xAPI-Data 2.4.7, 4.5", "timestamp", "timestamp?"),
    ("xAPI-Data 2.4.8, 4.5", "stored", "timestamp?"),
    ("xAPI-Data 2.4.9", "authority", "object?"),
    ("xAPI-Data 2.4.10", "version", "version?"),
    ("xAPI-Data 2.4.11", "attachments", "array?"),
    ("xAPI-Data 2.4.11", "attachments/0/usageType", "iri"),
    ("xAPI-Data 2.4.11", "attachments/0/display", "map"),
    ("xAPI-Data 2.4.11", "attachments/0/description", "map?"),
    ("xAPI-Data 2.4.11", "attachments/0/contentType", "media"),
    ("xAPI-Data 2.4.11", "attachments/0/length", "integer"),
    ("xAPI-Data 2.4.11", "attachments/0/sha2", "sha2"),
    ("xAPI-Data 2.4.11", "attachments/0/fileUrl", "iri"),
]

# Values of closed lists: what is not of the list, its wrong cases among them, is refused (2.2.s4.b1.b6).
ENUMERATED = {
    "actor/objectType": ("agent", "AGENT", "Person", "", "Activity"),
    "object/objectType": ("activity", "ACTIVITY", "Thing", "", "substatement", "statementref"),
    "context/instructor/objectType": ("agent", "group", "Person", ""),
    "context/team/objectType": ("group", "Agent", "agent", ""),
    "context/team/member/0/objectType": ("agent", "Group", "Person", ""),
    "context/statement/objectType": ("statementRef", "StatementREF", "Statement", ""),
    "context/contextActivities/parent/0/objectType": ("activity", "Agent", "Activities", ""),
}

SET_BY_THE_STORE = frozenset({"id", "stored", "authority", "version"})
OBJECTS = (
    *("actor", "verb", "object", "object/definition", "result", "result/score", "context", "context/instructor"),
    *("context/team", "context/team/member/0", "context/team/member/1/account", "context/contextActivities"),
    *("context/contextActivities/parent/0", "context/statement", "authority", "attachments/0", ""),
)


def _places(path: str) -> Iterator[tuple[str, Json]]:
    """The statement itself, and the one around the same as a SubStatement."""
    yield path, whole()
    if path.split("/")[0] not in SET_BY_THE_STORE:
        yield f"object/{path}".rstrip("/"), within(whole())


def _values() -> Iterator[Case]:
    for section, path, kind in PROPERTIES:
        wrong, right = KINDS[kind.rstrip("?")]
        for place, statement in _places(path):
            assert there(statement, place)
            yield from (Case(section, f"{place} = {value!r}", changed(statement, place, value)) for value in wrong)
            yield from (
                Case(section, f"{place} = {value!r}", changed(statement, place, value), True) for value in right
            )
            yield Case(
                f"{section}, required or optional", f"{place} left out", without(statement, place), kind[-1] == "?"
            )


def _names() -> Iterator[Case]:
    section = "xAPI-Data 2.2.s4.b1.b5: the case of a key"
    for _, path, _ in PROPERTIES:
        for place, statement in _places(path):
            name = place.rsplit("/", 1)[-1]
            for other in {name.upper(), name[0].upper() + name[1:], name.lower()} - {name}:
                if not name.isdigit():
                    yield Case(section, f"{place} as {other}", renamed(statement, place, other))


def _unknown() -> Iterator[Case]:
    section = "xAPI-Data 2.2.s4.b1.b7: a key that is not allowed"
    for path in OBJECTS:
        for place, statement in _places(path):
            yield Case(section, f"beside {place}", changed(statement, f"{place}/unknown".lstrip("/"), "text"))


def _enumerated() -> Iterator[Case]:
    section = "xAPI-Data 2.2.s4.b1.b6: enumerated values"
    for path, values in ENUMERATED.items():
        for place, statement in _places(path):
            yield from (
                Case(section, f"{place} = {value!r}", changed(statement, place, value)) for value in (*values, 1, None)
            )


def _whole() -> Iterator[Case]:
    section = "xAPI-Data 2.4, appendix A"
    yield Case(section, "everything at once", whole(), True)
    yield Case(section, "everything in a SubStatement", within(whole()), True)
    reverse = dict(reversed(whole().items()))
    yield Case("xAPI-Data 2.2.s2.b4: in any order", "the last property first", reverse, True)


TABLES = {"values": _values, "names": _names, "unknown": _unknown, "enumerated": _enumerated, "whole": _whole}


@pytest.mark.parametrize("table", TABLES)
def test_each_property_is_what_the_specification_says_and_nothing_else(store: Store, table: str) -> None:
    cases = list(TABLES[table]())
    assert len(cases) > 2
    assert store.wrong_verdicts(cases) == []


def test_only_2_0_takes_statements_of_2_0(store: Store) -> None:
    cases = [
        Case("xAPI-Data 2.4.10: 1.0.x", f"version {version}", changed(whole(), "version", version), store.is_2_0)
        for version in ("2.0.0", "2.0.1")
    ]
    assert store.wrong_verdicts(cases) == []


def test_timestamps_are_of_the_format_of_the_version(store: Store) -> None:
    """1.0.3 asks for ISO 8601, in which the zone may be absent; 2.0 for RFC 3339, in which it may not."""
    cases = [
        Case("xAPI-Data 4.5: ISO 8601", f"timestamp {text}", changed(whole(), "timestamp", text), not store.is_2_0)
        for text in ("2013-05-18T05:32:34", "20130518T053234Z", "2013-05-18T05:32Z", "2013-05-18T05:32:34,5Z")
    ]
    assert store.wrong_verdicts(cases) == []


@pytest.mark.parametrize(
    "text",
    [
        *('{"actor":', "", "text", "null", "1", '"text"', "true", "[null]", "[1]", '["text"]', "[[]]", "{}", "[{}]"),
        *("{'actor': 1}", '{"a":NaN}', "\ufeff{}"),
    ],
)
def test_what_is_no_statement_is_refused(store: Store, text: str) -> None:
    """xAPI-Communication 3.2: malformed JSON or invalid object structures are 400."""
    assert store.post(text.encode()).status_code == 400


def test_text_that_is_not_utf_8_is_refused(store: Store) -> None:
    """xAPI-Communication 1.4: all strings MUST be encoded and interpreted as UTF-8."""
    statement = b'{"actor":{"mbox":"mailto:a@b.se","name":"\xe5"},"verb":{"id":"http://e.com/v"},"object":{"id":"http://e.com/o"}}'
    assert store.post(statement).status_code == 400
    assert store.post(statement.decode("latin-1").encode()).status_code == 200
