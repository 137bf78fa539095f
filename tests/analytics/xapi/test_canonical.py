"""format=canonical: known definitions, one language in each map, and everything else as it was."""

from typing import Any

from hypothesis import given, settings

from analytics.xapi.canonical import activity_ids, canonical
from analytics.xapi.preferences import preferences
from analytics.xapi.statement import validate
from analytics.xapi.versions import Version
from tests.analytics.xapi.strategies import statements

WHO = {"name": "Anna", "mbox": "mailto:anna@a.example"}
VERB = {"id": "https://a.example/did", "display": {"en": "did", "sv": "gjorde"}}
KNOWN = {
    "https://a.example/1": {
        "name": {"en": "One", "sv": "Ett"},
        "description": {"de": "Eins"},
        "type": "https://a.example/type",
        "interactionType": "choice",
        "choices": [{"id": "a", "description": {"en": "A", "sv": "Å"}}, {"id": "b"}],
        "extensions": {"https://a.example/e": {"en": "kept", "sv": "kvar"}},
    }
}
SHOWN = {
    "name": {"sv": "Ett"},
    "description": {"de": "Eins"},
    "type": "https://a.example/type",
    "interactionType": "choice",
    "choices": [{"id": "a", "description": {"sv": "Å"}}, {"id": "b"}],
    "extensions": {"https://a.example/e": {"en": "kept", "sv": "kvar"}},
}


def shown(statement: dict[str, Any]) -> dict[str, Any]:
    return canonical(statement, KNOWN, preferences("sv"))


def test_activities_are_shown_as_they_are_known_and_verbs_in_one_language() -> None:
    statement = {
        "actor": WHO,
        "verb": VERB,
        "object": {"id": "https://a.example/1", "definition": {"name": {"en": "Old"}}},
        "context": {
            "language": "en",
            "contextActivities": {
                "parent": [{"id": "https://a.example/1"}],
                "other": {
                    "id": "https://a.example/2",
                    "definition": {"name": {"en": "2", "sv": "två"}},
                },
            },
        },
        "attachments": [{"display": {"en": "Certificate", "sv": "Intyg"}}],
    }
    before = repr(statement)
    assert shown(statement) == {
        "actor": WHO,
        "verb": {"id": VERB["id"], "display": {"sv": "gjorde"}},
        "object": {"id": "https://a.example/1", "definition": SHOWN},
        "context": {
            "language": "en",
            "contextActivities": {
                "parent": [{"id": "https://a.example/1", "definition": SHOWN}],
                "other": [{"id": "https://a.example/2", "definition": {"name": {"sv": "två"}}}],
            },
        },
        "attachments": [{"display": {"en": "Certificate", "sv": "Intyg"}}],
    }
    assert repr(statement) == before


def test_a_sub_statement_is_shown_in_the_same_way() -> None:
    inner = {"objectType": "SubStatement", "actor": WHO, "verb": VERB, "object": {"id": "https://a.example/1"}}
    found = shown({"actor": WHO, "verb": {"id": VERB["id"]}, "object": inner})
    assert found["verb"] == {"id": VERB["id"]}
    assert found["object"] == inner | {
        "verb": {"id": VERB["id"], "display": {"sv": "gjorde"}},
        "object": {"id": "https://a.example/1", "definition": SHOWN},
    }


def test_what_is_no_activity_stays_as_it_was() -> None:
    for about in (
        {"objectType": "Agent", **WHO},
        {"objectType": "StatementRef", "id": "x"},
        {"id": "https://a.example/3"},
    ):
        statement = {"actor": WHO, "verb": {"id": VERB["id"]}, "object": about}
        assert shown(statement) == statement


def test_every_activity_is_asked_for() -> None:
    inner = {
        "objectType": "SubStatement",
        "object": {"id": "2"},
        "context": {"contextActivities": {"grouping": {"id": "3"}}},
    }
    statement = {"object": inner, "context": {"contextActivities": {"parent": [{"id": "1"}], "category": []}}}
    assert set(activity_ids(statement)) == {"1", "2", "3"}
    assert set(activity_ids({"object": {"objectType": "Agent"}})) == set()


@given(statement=statements(Version.V2_0))
@settings(max_examples=100, deadline=None)
def test_what_is_shown_of_a_valid_statement_is_valid_and_stays_the_same(statement: dict[str, Any]) -> None:
    found = canonical(statement, {}, preferences("sv"))
    validate(found, Version.V2_0)
    assert canonical(found, {}, preferences("sv")) == found
