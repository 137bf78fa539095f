"""ids, exact and canonical, for one statement and for many, over the wire."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.lrs import definitions
from analytics.lrs.auth import Allows
from tests.analytics.lrs.conftest import Json, Tool, Towns, key_of, said, stored

pytestmark = pytest.mark.django_db

COURSE = "https://tool.example/course"
VERB = {"id": "https://tool.example/did", "display": {"en": "did", "sv": "gjorde"}}


@pytest.fixture(autouse=True)
def unseen() -> None:
    """What this process remembers of definitions is of another test's database."""
    definitions.forget_seen()


@pytest.fixture(params=["1.0.3", "2.0.0"])
def tool(request: pytest.FixtureRequest, towns: Towns) -> Tool:
    """A tool that may define activities, in each version."""
    return Tool(key_of(towns.eksjo, Allows.ALL), version=request.param)


def about(**name: str) -> Json:
    return {"id": COURSE, "definition": {"name": name}}


def one_and_many(tool: Tool, query: str, identifier: str, **headers: str) -> Json:
    """The statement in this format, which is the same whether it is asked for alone or among others."""
    alone = tool.get(f"?statementId={identifier}&{query}", **headers)
    page = tool.get(f"?{query}", **headers)
    assert (alone.status_code, page.status_code) == (200, 200)
    assert alone["Content-Type"] == page["Content-Type"] == "application/json"
    (among,) = (each for each in page.json()["statements"] if each["id"] == identifier)
    assert alone.json() == among
    return dict(among)


def test_exact_is_as_it_was_received_and_the_default(tool: Tool) -> None:
    statement = said(verb=VERB, object=about(en="Course", sv="Kurs"))
    tool.send([statement, said(object=about(en="Another name"))])
    exact = one_and_many(tool, "format=exact", statement["id"])
    assert exact == one_and_many(tool, "", statement["id"])
    assert (exact["verb"], exact["object"]) == (VERB, statement["object"])


def test_ids_has_nothing_but_identifiers(tool: Tool) -> None:
    statement = said(verb=VERB, object=about(en="Course"), context={"contextActivities": {"parent": about(en="x")}})
    tool.send(statement)
    found = one_and_many(tool, "format=ids", statement["id"])
    assert (found["verb"], found["object"]) == ({"id": VERB["id"]}, {"id": COURSE})
    assert found["context"]["contextActivities"] == {"parent": [{"id": COURSE}]}
    assert set(found) == set(json.loads(stored()[0].raw))


@pytest.mark.parametrize(
    ("language", "verb", "name"),
    [
        ("sv", {"sv": "gjorde"}, {"sv": "Kurs"}),
        ("en-GB, en;q=0.8", {"en": "did"}, {"en": "Course"}),
        ("de, sv;q=0.5, en;q=0.4", {"sv": "gjorde"}, {"de": "Kurs (de)"}),
        ("", {"en": "did"}, None),
    ],
)
def test_canonical_is_what_all_statements_say_together_in_one_language(
    tool: Tool, language: str, verb: Json, name: Json | None
) -> None:
    statement = said(verb=VERB, object=about(en="Course"))
    tool.send(statement)
    tool.send(said(object=about(sv="Kurs", de="Kurs (de)")))
    found = one_and_many(tool, "format=canonical", statement["id"], **{"Accept-Language": language})
    shown = found["object"]["definition"]["name"]
    assert found["verb"]["display"] == verb
    assert len(shown) == 1
    assert name is None or shown == name


def test_canonical_leaves_agents_as_they_were(tool: Tool, towns: Towns) -> None:
    statement = said(context={"team": {"objectType": "Group", "member": [said()["actor"]]}})
    tool.send(statement)
    found = one_and_many(tool, "format=canonical", statement["id"])
    assert (found["actor"], found["context"]) == (statement["actor"], statement["context"])


def test_a_voided_statement_has_formats_too(tool: Tool) -> None:
    statement = said(verb=VERB)
    tool.send(statement)
    void = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    tool.send(said(verb=void, object={"objectType": "StatementRef", "id": statement["id"]}))
    answer = tool.get(f"?voidedStatementId={statement['id']}&format=ids")
    assert answer.json()["verb"] == {"id": VERB["id"]}


def test_the_next_page_has_the_same_format(tool: Tool) -> None:
    tool.send([said(verb=VERB), said(verb=VERB)])
    page = tool.get("?format=ids&limit=1").json()
    after = tool.get(page["more"].removeprefix("/xapi/statements")).json()
    assert [each["verb"] for each in (*page["statements"], *after["statements"])] == [{"id": VERB["id"]}] * 2


def test_no_definition_of_another_organisation_is_shown(tool: Tool, foreign_tool: Tool) -> None:
    statement = said(object={"id": COURSE})
    tool.send(said(object=about(sv="Kurs")))
    foreign_tool.send(statement)
    assert one_and_many(foreign_tool, "format=canonical", statement["id"])["object"] == {"id": COURSE}


def test_the_number_of_queries_does_not_grow_with_a_page(tool: Tool) -> None:
    def queries(count: int) -> int:
        batch: list[Any] = [
            said(object={"id": f"{COURSE}/{n}", "definition": {"name": {"sv": str(n)}}}) for n in range(count)
        ]
        tool.send(batch)
        with CaptureQueriesContext(connection) as captured:
            assert tool.get(f"?format=canonical&limit={count}").status_code == 200
        return len(captured)

    tool.get()
    assert queries(2) == queries(20)
