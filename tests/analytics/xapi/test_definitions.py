"""What statements say of activities, and what several sayings come to."""

from itertools import permutations
from typing import Any

import pytest

from analytics.xapi.definitions import merged, said
from analytics.xapi.interaction import definition as check

NAMED = {"name": {"sv": "Film"}}


def activity(number: int) -> dict[str, Any]:
    return {"id": f"https://tool.example/{number}", "definition": {"name": {"sv": str(number)}}}


def about(**parts: Any) -> dict[str, Any]:
    return {"actor": {"mbox": "mailto:a@example.org"}, "verb": {"id": "https://tool.example/did"}, **parts}


def test_activities_are_defined_in_every_place_that_may_hold_one() -> None:
    statement = about(
        object={
            "objectType": "SubStatement",
            **about(object=activity(1), context={"contextActivities": {"parent": [activity(2)]}}),
        },
        context={"contextActivities": {"grouping": [activity(3), activity(4)], "category": activity(5)}},
    )
    found = {iri: definition["name"]["sv"] for iri, definition in said(statement)}
    assert found == {f"https://tool.example/{number}": str(number) for number in range(1, 6)}


@pytest.mark.parametrize(
    "thing",
    [
        {"id": "https://tool.example/1"},
        {"id": "https://tool.example/1", "definition": {}},
        {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"},
        {"objectType": "Agent", "mbox": "mailto:a@example.org"},
    ],
)
def test_what_defines_nothing_says_nothing(thing: dict[str, Any]) -> None:
    assert list(said(about(object=thing))) == []


CHOICES = {
    "interactionType": "choice",
    "correctResponsesPattern": ["a"],
    "choices": [{"id": "a", "description": {"sv": "Ja"}}, {"id": "b", "description": {"sv": "Nej"}}],
}


@pytest.mark.parametrize(
    ("definitions", "expected"),
    [
        ([], {}),
        ([NAMED], NAMED),
        ([NAMED, {"name": {"en": "A film"}}], {"name": {"sv": "Film", "en": "A film"}}),
        ([NAMED, {"name": {"sv": "Filmen"}}], {"name": {"sv": "Filmen"}}),
        ([NAMED, {"type": "https://x.example/t"}], {**NAMED, "type": "https://x.example/t"}),
        ([{"type": "https://x.example/1"}, {"type": "https://x.example/2"}], {"type": "https://x.example/2"}),
        (
            [
                {"extensions": {"https://x.example/1": 1, "https://x.example/2": {"a": 1}}},
                {"extensions": {"https://x.example/2": None}},
            ],
            {"extensions": {"https://x.example/1": 1, "https://x.example/2": None}},
        ),
        (
            [CHOICES, {**CHOICES, "choices": [{"id": "b", "description": {"en": "No"}}, {"id": "c"}]}],
            {**CHOICES, "choices": [{"id": "b", "description": {"sv": "Nej", "en": "No"}}, {"id": "c"}]},
        ),
        ([CHOICES, NAMED], {**CHOICES, **NAMED}),
        (
            [{**CHOICES, **NAMED}, {"interactionType": "numeric"}],
            {**NAMED, "interactionType": "numeric"},
        ),
    ],
)
def test_the_newer_completes_and_replaces_the_older(definitions: list[Any], expected: Any) -> None:
    assert merged(definitions) == expected


def test_the_sum_of_valid_definitions_is_valid_in_any_order() -> None:
    parts: list[Any] = [
        {**CHOICES, "name": {"sv": "Fråga"}},
        {"interactionType": "matching", "source": [{"id": "a"}], "target": [{"id": "1", "description": {"sv": "Ett"}}]},
        {"interactionType": "other", "moreInfo": "https://x.example/"},
        {"description": {"en": "Words"}, "extensions": {"https://x.example/e": [1]}},
    ]
    for order in permutations(parts):
        check(merged(order))


def test_nothing_that_is_merged_is_changed() -> None:
    first = {"name": {"sv": "Film"}}
    merged([first, {"name": {"en": "Film"}}])
    assert first == {"name": {"sv": "Film"}}
