import pytest

from analytics.xapi.errors import Path
from analytics.xapi.target import TARGETS, activity, statement_reference
from tests.analytics.xapi.examples import refusal

IDENTIFIER = "8f87ccde-bb56-4c2e-ab83-44982ef22df0"


def test_every_kind_of_object_but_the_sub_statement_stands_alone() -> None:
    assert list(TARGETS) == ["Activity", "Agent", "Group", "StatementRef"]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({}, ("id",)),
        ({"id": "relative/path"}, ("id",)),
        ({"id": None}, ("id",)),
        ({"id": "http://a.example/", "objectType": None}, ("objectType",)),
        ({"id": "http://a.example/", "definition": None}, ("definition",)),
        ({"id": "http://a.example/", "name": {"sv": "kurs"}}, ("name",)),
        (None, ()),
    ],
)
def test_a_malformed_activity_is_refused_at_the_place_at_fault(value: object, path: Path) -> None:
    assert refusal(activity, value).path == path


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"objectType": "StatementRef"}, ("id",)),
        ({"id": IDENTIFIER}, ("objectType",)),
        ({"objectType": "statementref", "id": IDENTIFIER}, ("objectType",)),
        ({"objectType": "StatementRef", "id": IDENTIFIER[:-1]}, ("id",)),
        ({"objectType": "StatementRef", "id": {"key": 1}}, ("id",)),
        ({"objectType": "StatementRef", "id": IDENTIFIER, "name": "x"}, ("name",)),
        (IDENTIFIER, ()),
    ],
)
def test_a_malformed_reference_is_refused_at_the_place_at_fault(value: object, path: Path) -> None:
    assert refusal(statement_reference, value).path == path
