import pytest

from analytics.xapi import atoms
from analytics.xapi.shapes import by_object_type, closed, constant, json_name, list_of
from tests.analytics.xapi.examples import accepted, refusal

thing = closed("a thing", "xAPI-Data 0", {"objectType": constant("Thing", "xAPI-Data 0"), "size": atoms.number})
sized = closed("a sized thing", "xAPI-Data 0", {"size": atoms.number, "inner": thing}, required=("size",))


def test_a_closed_object_has_only_its_own_properties() -> None:
    error = refusal(sized, {"size": 1, "colour": "red"})
    assert (error.path, error.requirement) == (("colour",), "xAPI-Data 2.2")
    assert error.message == "a sized thing has no such property; it may have size, inner"


def test_a_property_in_the_wrong_case_is_told_its_spelling() -> None:
    error = refusal(sized, {"SIZE": 1})
    assert (error.path, error.message) == (("SIZE",), 'is spelled "size"; case matters')


def test_a_missing_property_is_named() -> None:
    error = refusal(sized, {})
    assert (error.path, error.message) == (("size",), 'a sized thing must have the property "size"')


def test_a_fault_inside_carries_the_whole_path() -> None:
    assert refusal(
        list_of(sized, "things", "xAPI-Data 0"), [{"size": 1}, {"size": 1, "inner": {"size": "1"}}]
    ).path == (
        1,
        "inner",
        "size",
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("Things", "must be an array of things, but is text"),
        ({}, "must be an array of things, but is an object"),
        ([], "must hold at least one of things"),
    ],
)
def test_a_list_that_must_be_filled(value: object, message: str) -> None:
    assert refusal(list_of(thing, "things", "xAPI-Data 0", filled=True), value).message == message


@pytest.mark.parametrize("kind", ["thing", "THING", "", None, 1, [], {"a": 1}])
def test_an_object_type_is_spelled_exactly(kind: object) -> None:
    check = by_object_type("a value", "xAPI-Data 0", {"Thing": thing}, default="Thing")
    error = refusal(check, {"objectType": kind})
    assert (error.path, error.message) == (
        ("objectType",),
        "a value must be one of Thing, in exactly that spelling",
    )
    assert accepted(check, {"size": 1})


def test_values_are_called_by_their_json_names() -> None:
    values: list[object] = [None, True, "x", 1, 0.5, {}, [], object()]
    names = ["null", "true or false", "text", "a number", "a number", "an object", "an array", "no JSON value"]
    assert [json_name(value) for value in values] == names
