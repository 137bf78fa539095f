import pytest

from analytics.xapi.context import context
from analytics.xapi.errors import Path
from analytics.xapi.shapes import Check
from tests.analytics.xapi.examples import CONTEXT_AGENTS, CONTEXT_GROUPS, LONG, accepted, changed, refusal, without

in_1_0_3 = context(related=False)
in_2_0 = context(related=True)
ACTIVITY = {"objectType": "Activity", "id": "http://www.example.com/meetings/occurances/34534"}
RELATED = {"contextAgents": CONTEXT_AGENTS, "contextGroups": CONTEXT_GROUPS}


@pytest.mark.parametrize("check", [in_1_0_3, in_2_0], ids=["1.0.3", "2.0"])
def test_the_specifications_context_is_accepted(check: Check) -> None:
    assert accepted(check, LONG["context"])
    assert accepted(check, {})


@pytest.mark.parametrize("relation", ["parent", "grouping", "category", "other"])
def test_context_activities_come_singly_or_as_an_array(relation: str) -> None:
    for value in (ACTIVITY, [ACTIVITY], [ACTIVITY, ACTIVITY], []):
        assert accepted(in_2_0, {"contextActivities": {relation: value}})


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"registration": "should fail"}, ("registration",)),
        ({"registration": None}, ("registration",)),
        ({"instructor": {"key": "should fail"}}, ("instructor", "key")),
        ({"instructor": "should fail"}, ("instructor",)),
        ({"team": {"mbox": "mailto:a@example.com"}}, ("team", "objectType")),
        ({"team": {"objectType": "Agent", "mbox": "mailto:a@example.com"}}, ("team", "objectType")),
        ({"team": {"objectType": "Group"}}, ("team", "member")),
        ({"contextActivities": "should fail"}, ("contextActivities",)),
        ({"contextActivities": {"parents": [ACTIVITY]}}, ("contextActivities", "parents")),
        ({"contextActivities": {"Parent": [ACTIVITY]}}, ("contextActivities", "Parent")),
        ({"contextActivities": {"other": [ACTIVITY, {"key": 1}]}}, ("contextActivities", "other", 1, "key")),
        ({"contextActivities": {"other": {"id": "x"}}}, ("contextActivities", "other", "id")),
        ({"contextActivities": {"other": [{}]}}, ("contextActivities", "other", 0, "id")),
        (
            {"contextActivities": {"other": [{"objectType": "Agent", "id": "http://a.example/"}]}},
            ("contextActivities", "other", 0, "objectType"),
        ),
        ({"contextActivities": {"other": None}}, ("contextActivities", "other")),
        ({"revision": 12345}, ("revision",)),
        ({"platform": {"key": "should fail"}}, ("platform",)),
        ({"language": "something"}, ("language",)),
        ({"language": {"a12345": "should fail"}}, ("language",)),
        ({"statement": {"objectType": "statementref"}}, ("statement", "objectType")),
        ({"statement": {"id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}}, ("statement", "objectType")),
        ({"statement": {"objectType": "StatementRef", "id": "should fail"}}, ("statement", "id")),
        ({"extensions": {"should fail": 1}}, ("extensions", "should fail")),
        ({"extensions": None}, ("extensions",)),
        ({"contextagents": []}, ("contextagents",)),
        (None, ()),
    ],
)
def test_a_malformed_context_is_refused_at_the_place_at_fault(value: object, path: Path) -> None:
    assert refusal(in_2_0, value).path == path


def test_related_actors_belong_to_2_0_only() -> None:
    assert accepted(in_2_0, RELATED)
    assert refusal(in_1_0_3, {"contextAgents": CONTEXT_AGENTS}).path == ("contextAgents",)
    assert refusal(in_1_0_3, {"contextGroups": CONTEXT_GROUPS}).path == ("contextGroups",)


@pytest.mark.parametrize(("name", "who"), [("contextAgents", "agent"), ("contextGroups", "group")])
def test_relevant_types_may_be_left_out(name: str, who: str) -> None:
    assert accepted(in_2_0, without(RELATED, (name, 0, "relevantTypes")))
    for missing in ("objectType", who):
        assert refusal(in_2_0, without(RELATED, (name, 0, missing))).path == (name, 0, missing)


@pytest.mark.parametrize(
    ("place", "value", "path"),
    [
        (("contextAgents",), CONTEXT_AGENTS[0], ("contextAgents",)),
        (("contextAgents", 0, "objectType"), "Agent", ("contextAgents", 0, "objectType")),
        (("contextAgents", 0, "objectType"), "contextagent", ("contextAgents", 0, "objectType")),
        (("contextAgents", 0, "agent"), {"key": "x"}, ("contextAgents", 0, "agent", "key")),
        (("contextAgents", 0, "agent"), {"objectType": "Group"}, ("contextAgents", 0, "agent", "objectType")),
        (("contextAgents", 0, "relevantTypes"), [], ("contextAgents", 0, "relevantTypes")),
        (("contextAgents", 0, "relevantTypes"), ["abc"], ("contextAgents", 0, "relevantTypes", 0)),
        (("contextAgents", 0, "relevantTypes"), "http://a.example/", ("contextAgents", 0, "relevantTypes")),
        (("contextAgents", 0, "role"), "x", ("contextAgents", 0, "role")),
        (("contextGroups", 0, "objectType"), "contextAgent", ("contextGroups", 0, "objectType")),
        (("contextGroups", 0, "group"), {"mbox": "mailto:a@example.com"}, ("contextGroups", 0, "group", "objectType")),
        (("contextGroups", 0, "relevantTypes"), [], ("contextGroups", 0, "relevantTypes")),
        (("contextGroups", 0, "relevantTypes"), [None], ("contextGroups", 0, "relevantTypes", 0)),
        (("contextGroups", 0, "member"), [], ("contextGroups", 0, "member")),
    ],
)
def test_malformed_related_actors_are_refused_at_the_place_at_fault(place: Path, value: object, path: Path) -> None:
    assert refusal(in_2_0, changed(RELATED, place, value)).path == path
