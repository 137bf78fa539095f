import pytest

from analytics.xapi.errors import Path
from analytics.xapi.interaction import COMPONENT_LISTS, definition
from tests.analytics.xapi.examples import Json, accepted, refusal

TYPE = "http://adlnet.gov/expapi/activities/cmi.interaction"


def listed(*ids: str) -> list[Json]:
    return [{"id": name, "description": {"en-US": name.title()}} for name in ids]


# xAPI-Data appendix C.
EXAMPLES: dict[str, Json] = {
    "true-false": {"correctResponsesPattern": ["true"]},
    "choice": {
        "correctResponsesPattern": ["golf[,]tetris"],
        "choices": listed("golf", "facebook", "tetris", "scrabble"),
    },
    "fill-in": {"correctResponsesPattern": ["Bob's your uncle"]},
    "long-fill-in": {
        "correctResponsesPattern": [
            "{case_matters=false}{lang=en}To store and provide access to learning experiences.",
        ],
    },
    "likert": {
        "correctResponsesPattern": ["likert_3"],
        "scale": listed("likert_0", "likert_1", "likert_2", "likert_3"),
    },
    "matching": {
        "correctResponsesPattern": ["ben[.]3[,]chris[.]2[,]troy[.]4[,]freddie[.]1"],
        "source": listed("ben", "chris", "troy", "freddie"),
        "target": listed("1", "2", "3", "4"),
    },
    "performance": {
        "correctResponsesPattern": ["pong[.]1:[,]dg[.]:10[,]lunch[.]"],
        "steps": listed("pong", "dg", "lunch"),
    },
    "sequencing": {
        "correctResponsesPattern": ["tim[,]mike[,]ells[,]ben"],
        "choices": listed("tim", "mike", "ells", "ben"),
    },
    "numeric": {"correctResponsesPattern": ["4[:]"]},
    "other": {"correctResponsesPattern": ["(35.937432,-86.868896)"]},
}
ALL_LISTS = ("choices", "scale", "source", "target", "steps")


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_specifications_examples_are_accepted(kind: str) -> None:
    assert accepted(
        definition, {"description": {"en-US": "?"}, "type": TYPE, "interactionType": kind, **EXAMPLES[kind]}
    )


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_interaction_needs_no_more_than_its_type(kind: str) -> None:
    assert accepted(definition, {"interactionType": kind})
    assert accepted(definition, {"interactionType": kind, "correctResponsesPattern": []})


def test_all_ten_kinds_are_known() -> None:
    assert set(COMPONENT_LISTS) == set(EXAMPLES)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_kind_has_its_own_lists_and_no_others(kind: str) -> None:
    for name in ALL_LISTS:
        value = {"interactionType": kind, name: listed("a", "b")}
        if name in EXAMPLES[kind]:
            assert accepted(definition, value)
        else:
            assert refusal(definition, value).path == (name,)


@pytest.mark.parametrize("name", ["correctResponsesPattern", *ALL_LISTS])
def test_interaction_properties_need_an_interaction_type(name: str) -> None:
    error = refusal(definition, {"type": TYPE, name: []})
    assert (error.path, error.message) == ((name,), "belongs to an interaction; say which with interactionType")


@pytest.mark.parametrize(
    "kind", ["true-faLse", "choiCe", "fill-iN", "long-fiLl-in", "matchIng", "Other", "", "essay", None, 7, ["choice"]]
)
def test_a_kind_is_spelled_exactly(kind: object) -> None:
    assert refusal(definition, {"interactionType": kind}).path == ("interactionType",)


@pytest.mark.parametrize(
    ("components", "path"),
    [
        ({"id": "a"}, ()),
        ([{"description": {"sv": "Ja"}}], (0, "id")),
        ([{"id": ""}], (0, "id")),
        ([{"id": 1}], (0, "id")),
        ([{"id": "a", "description": "Ja"}], (0, "description")),
        ([{"id": "a", "description": {"de-419-DE": "Ja"}}], (0, "description", "de-419-DE")),
        ([{"id": "a", "text": "Ja"}], (0, "text")),
        ([{"id": "a"}, {"id": "b"}, {"id": "a"}], (2, "id")),
        ([{"id": "a"}, None], (1,)),
    ],
)
def test_a_malformed_list_is_refused_at_the_place_at_fault(components: object, path: Path) -> None:
    error = refusal(definition, {"interactionType": "choice", "choices": components})
    assert error.path == ("choices", *path)


def test_equal_ids_in_two_lists_do_not_clash() -> None:
    assert accepted(definition, {"interactionType": "matching", "source": listed("a"), "target": listed("a")})


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"name": "kurs"}, ("name",)),
        ({"name": {}}, ("name",)),
        ({"description": {"sv": None}}, ("description", "sv")),
        ({"type": "should fail"}, ("type",)),
        ({"moreInfo": "should fail"}, ("moreInfo",)),
        ({"moreInfo": None}, ("moreInfo",)),
        ({"extensions": "should fail"}, ("extensions",)),
        ({"extensions": {"id": "valid"}}, ("extensions", "id")),
        ({"title": {"sv": "kurs"}}, ("title",)),
        ({"interactionType": "numeric", "correctResponsesPattern": [1]}, ("correctResponsesPattern", 0)),
        ({"interactionType": "numeric", "correctResponsesPattern": "1"}, ("correctResponsesPattern",)),
        ("should error", ()),
        (12345, ()),
        (None, ()),
    ],
)
def test_a_malformed_definition_is_refused_at_the_place_at_fault(value: object, path: Path) -> None:
    assert refusal(definition, value).path == path


def test_a_definition_may_be_empty() -> None:
    assert accepted(definition, {})
