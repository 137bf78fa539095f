from decimal import Decimal

import pytest

from analytics.xapi.equality import same
from analytics.xapi.errors import Path
from tests.analytics.xapi.examples import (
    ATTACHMENT,
    CONTEXT_AGENTS,
    INTENTION,
    LONG,
    OAUTH_PAIR,
    SIMPLEST,
    VOIDING,
    Json,
    changed,
    without,
)

RESULT: Json = {
    **LONG,
    "result": {"score": {"scaled": 1}, "success": True, "duration": "PT1.23S"},
    "context": {**LONG["context"], "contextAgents": CONTEXT_AGENTS},
}
SHA1_UPPER = "EBD31E95054C018B10727CCFFD2EF2EC3A016EE9"
RELATION = ("context", "contextActivities", "parent")


@pytest.mark.parametrize("statement", [SIMPLEST, LONG, VOIDING, INTENTION, RESULT])
def test_a_statement_is_the_same_as_itself(statement: Json) -> None:
    assert same(statement, changed(statement, ("verb", "id"), statement["verb"]["id"]))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("stored",), "2026-01-01T00:00:00Z"),
        (("authority",), OAUTH_PAIR),
        (("version",), "1.0.3"),
        (("attachments",), [ATTACHMENT]),
        (("id",), LONG["id"].upper()),
        (("timestamp",), "2013-05-18T07:32:34.804+02:00"),
        (("timestamp",), "2013-05-18T05:32:34.8049Z"),
        (("verb", "display"), {"sv": "deltog i"}),
        (("object", "definition"), {"name": {"sv": "träff"}}),
        (("actor", "member"), LONG["actor"]["member"][::-1]),
        (("actor", "mbox"), "mailto:teampb@EXAMPLE.com"),
        (("actor", "member", 2, "mbox_sha1sum"), SHA1_UPPER),
        (("context", "registration"), LONG["context"]["registration"].upper()),
        (("context", "language"), "TLH"),
        (("context", "statement", "id"), LONG["context"]["statement"]["id"].upper()),
        (RELATION, LONG["context"]["contextActivities"]["parent"][0]),
        (("context", "contextActivities", "category", 0, "definition"), {"type": "http://example.com/other"}),
        (("result", "score", "scaled"), Decimal("1.0")),
        (("result", "duration"), "PT1.234S"),
    ],
)
def test_a_difference_that_an_lrs_may_make_is_ignored(place: Path, value: object) -> None:
    assert same(RESULT, changed(RESULT, place, value))
    assert same(changed(RESULT, place, value), RESULT)


@pytest.mark.parametrize(
    "place",
    [
        ("id",),
        ("timestamp",),
        ("stored",),
        ("authority",),
        ("version",),
        ("object", "objectType"),
        ("context", "instructor", "objectType"),
        ("actor", "member", 0, "objectType"),
        (*RELATION, 0, "objectType"),
    ],
)
def test_what_may_be_absent_may_be_absent_on_either_side(place: Path) -> None:
    assert same(RESULT, without(RESULT, place))
    assert same(without(RESULT, place), RESULT)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("id",), "12345678-1234-5678-1234-567812345678"),
        (("timestamp",), "2013-05-18T05:32:34.805+00:00"),
        (("actor", "name"), "Team B"),
        (("actor", "mbox"), "mailto:TeamPB@example.com"),
        (("actor", "member"), LONG["actor"]["member"][:2]),
        (("actor", "member"), [*LONG["actor"]["member"], LONG["actor"]["member"][0]]),
        (("actor", "member", 0, "account", "name"), "13936750"),
        (("verb", "id"), "http://adlnet.gov/expapi/verbs/completed"),
        (("object", "id"), "http://www.example.com/meetings/occurances/34535"),
        (("object",), {"objectType": "Agent", "mbox": "mailto:a@example.com"}),
        (("result", "success"), False),
        (("result", "completion"), True),
        (("result", "score", "scaled"), Decimal("0.99999999999999999999999999999")),
        (("result", "duration"), "PT1.24S"),
        (("result", "duration"), "PT0M1.23S"),
        (("result", "extensions"), {"http://a.example/": 1}),
        (("context", "language"), "sv"),
        (("context", "platform"), "Other"),
        (("context", "registration"), "12345678-1234-5678-1234-567812345678"),
        (("context", "contextActivities", "other"), LONG["context"]["contextActivities"]["other"][::-1]),
        (("context", "team", "mbox"), "mailto:other@example.com"),
        (("context", "contextAgents", 0, "agent", "mbox"), "mailto:player-2@example.com"),
        (("context", "contextAgents", 0, "relevantTypes"), ["https://example.com/activity-types/player"]),
    ],
)
def test_any_other_difference_counts(place: Path, value: object) -> None:
    assert not same(RESULT, changed(RESULT, place, value))
    assert not same(changed(RESULT, place, value), RESULT)


@pytest.mark.parametrize("place", [("result",), ("context", "team"), ("actor", "name"), ("result", "duration")])
def test_a_missing_part_counts(place: Path) -> None:
    assert not same(RESULT, without(RESULT, place))


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, Decimal("1.00"), True),
        (0.1, Decimal("0.1"), True),
        (True, 1, False),
        (False, 0, False),
        (None, False, False),
        ("1", 1, False),
        ({"a": [1, True]}, {"a": [1, True]}, True),
        ({"a": [1, True]}, {"a": [True, 1]}, False),
        ({"a": None}, {}, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
    ],
)
def test_extensions_are_compared_as_json(one: object, other: object, equal: bool) -> None:
    place = ("context", "extensions")
    first = changed(SIMPLEST, place, {"http://a.example/": one})
    second = changed(SIMPLEST, place, {"http://a.example/": other})
    assert same(first, second) is equal


def test_neither_the_order_of_members_nor_that_of_properties_counts() -> None:
    one = [{"account": {"homePage": "http://a.example", "name": name}, "name": "Kim"} for name in "ab"]
    other = [{"name": "Kim", "account": {"name": name, "homePage": "http://a.example"}} for name in "ba"]
    mixed = [one[0], other[0]]
    groups = [{"objectType": "Group", "member": members} for members in (one, other, mixed)]
    first, *others = (changed(SIMPLEST, ("actor",), group) for group in groups)
    assert [same(first, second) for second in others] == [True, True]


def test_a_sub_statement_is_compared_by_the_same_rules() -> None:
    dated = changed(INTENTION, ("object", "timestamp"), "2026-01-31T10:15:00+01:00")
    assert same(dated, changed(dated, ("object", "timestamp"), "2026-01-31T09:15:00Z"))
    assert same(dated, changed(dated, ("object", "verb", "display"), {"sv": "ska besöka"}))
    assert not same(dated, INTENTION)
    assert not same(dated, changed(dated, ("object", "verb", "id"), "http://example.com/read"))


def test_an_activity_is_no_statement_reference_and_a_group_no_agent() -> None:
    identifier = "urn:uuid:12345678-1234-5678-1234-567812345678"
    assert not same(changed(SIMPLEST, ("object", "id"), identifier), changed(SIMPLEST, ("object",), VOIDING["object"]))
    agent = changed(SIMPLEST, ("object",), {"objectType": "Agent", "mbox": "mailto:a@example.com"})
    assert not same(agent, changed(agent, ("object", "objectType"), "Group"))
