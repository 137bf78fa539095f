"""format=ids: nothing but what identifies, wherever it stands, and a statement that is still valid."""

from typing import Any

import pytest
from hypothesis import given, settings

from analytics.xapi.minimal import ids
from analytics.xapi.statement import validate
from analytics.xapi.versions import Version
from tests.analytics.xapi.strategies import statements

ACCOUNT = {"homePage": "https://a.example", "name": "7f3a"}
WHO = {"objectType": "Agent", "name": "Anna", "account": ACCOUNT}
BARE = {"objectType": "Agent", "account": ACCOUNT}
MAIL = {"name": "Bo", "mbox": "mailto:bo@a.example"}
DEFINED = {"id": "https://a.example/1", "definition": {"name": {"sv": "Ett"}}}
VERB = {"id": "https://a.example/did", "display": {"sv": "gjorde"}}


def said(**changes: Any) -> dict[str, Any]:
    return {"actor": WHO, "verb": VERB, "object": DEFINED, **changes}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"actor": BARE, "verb": {"id": VERB["id"]}, "object": {"id": DEFINED["id"]}}),
        ({"actor": MAIL}, {"actor": {"mbox": MAIL["mbox"]}}),
        (
            {"actor": {"objectType": "Group", "name": "Laget", "mbox": "mailto:lag@a.example", "member": [WHO]}},
            {"actor": {"objectType": "Group", "mbox": "mailto:lag@a.example"}},
        ),
        (
            {"actor": {"objectType": "Group", "name": "Laget", "member": [WHO, MAIL]}},
            {"actor": {"objectType": "Group", "member": [BARE, {"mbox": MAIL["mbox"]}]}},
        ),
        ({"object": WHO}, {"object": BARE}),
        (
            {"object": {"objectType": "Activity", **DEFINED}},
            {"object": {"objectType": "Activity", "id": DEFINED["id"]}},
        ),
        ({"object": {"objectType": "StatementRef", "id": "x"}}, {"object": {"objectType": "StatementRef", "id": "x"}}),
        (
            {"object": {"objectType": "SubStatement", "actor": MAIL, "verb": VERB, "object": DEFINED}},
            {
                "object": {
                    "objectType": "SubStatement",
                    "actor": {"mbox": MAIL["mbox"]},
                    "verb": {"id": VERB["id"]},
                    "object": {"id": DEFINED["id"]},
                }
            },
        ),
        (
            {
                "context": {
                    "registration": "x",
                    "instructor": WHO,
                    "team": {"objectType": "Group", "member": [WHO]},
                    "contextActivities": {"parent": [DEFINED], "other": DEFINED},
                    "contextAgents": [
                        {"objectType": "contextAgent", "agent": WHO, "relevantTypes": ["https://a.example"]}
                    ],
                    "contextGroups": [
                        {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [WHO]}}
                    ],
                    "extensions": {"https://a.example/e": DEFINED},
                }
            },
            {
                "context": {
                    "registration": "x",
                    "instructor": BARE,
                    "team": {"objectType": "Group", "member": [BARE]},
                    "contextActivities": {"parent": [{"id": DEFINED["id"]}], "other": {"id": DEFINED["id"]}},
                    "contextAgents": [
                        {"objectType": "contextAgent", "agent": BARE, "relevantTypes": ["https://a.example"]}
                    ],
                    "contextGroups": [
                        {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [BARE]}}
                    ],
                    "extensions": {"https://a.example/e": DEFINED},
                }
            },
        ),
        ({"authority": WHO, "result": {"response": "x"}}, {"authority": BARE, "result": {"response": "x"}}),
        (
            {"authority": {"objectType": "Group", "member": [WHO, MAIL]}},
            {"authority": {"objectType": "Group", "member": [BARE, {"mbox": MAIL["mbox"]}]}},
        ),
    ],
)
def test_only_what_identifies_is_left(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    statement = said(**changes)
    before = repr(statement)
    assert ids(statement) == ids(said()) | expected
    assert repr(statement) == before


@given(statement=statements(Version.V2_0))
@settings(max_examples=100, deadline=None)
def test_what_is_left_of_a_valid_statement_is_valid_and_has_nothing_to_take_away(statement: dict[str, Any]) -> None:
    left = ids(statement)
    validate(left, Version.V2_0)
    assert ids(left) == left
