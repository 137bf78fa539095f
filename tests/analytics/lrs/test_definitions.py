"""Merged definitions of activities: kept once, append-only, for the tenant alone, and cheap where they are known."""

import json
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from academy.scoping import entered, unscoped_quietly
from analytics.lrs import authors, definitions
from analytics.lrs.auth import Allows
from analytics.models import ActivityDefinition
from tests.analytics.lrs.conftest import Json, Tool, Towns, key_of, said
from tests.analytics.lrs.threads import together

pytestmark = pytest.mark.django_db

IRI = "https://tool.example/film/1"


def film(definition: Json, iri: str = IRI) -> Json:
    return {"id": iri, "definition": definition}


def rows() -> list[ActivityDefinition]:
    with unscoped_quietly("test"):
        return list(ActivityDefinition.objects.order_by("pk"))


def known(towns: Towns, *iris: str) -> dict[str, Any]:
    with entered(authors.credential("k", towns.eksjo.pk, towns.eksjo.federation.launched_on).scope):
        return definitions.merged(iris or (IRI,))


@pytest.fixture
def tool(towns: Towns) -> Tool:
    """A system of Eksjö's that may define."""
    return Tool(key_of(towns.eksjo, Allows.WRITE_STATEMENTS, Allows.DEFINE))


def test_what_statements_say_is_merged_in_the_order_of_first_saying(tool: Tool, towns: Towns) -> None:
    first, second = (
        {"name": {"sv": "Film"}, "type": "https://x.example/1"},
        {"name": {"en": "Film"}, "type": "https://x.example/2"},
    )
    for definition in (first, second, first):
        assert tool.send(said(object=film(definition))).status_code == 200
    assert known(towns) == {IRI: {"name": {"sv": "Film", "en": "Film"}, "type": "https://x.example/2"}}
    assert len(rows()) == 2


def test_many_are_asked_for_by_one_query(tool: Tool, towns: Towns, django_assert_num_queries: Any) -> None:
    iris = [f"{IRI}/{number}" for number in range(20)]
    tool.send([said(object=film({"name": {"sv": iri}}, iri)) for iri in iris])
    with django_assert_num_queries(1):
        found = known(towns, *iris, "https://tool.example/unknown")
    assert {iri: definition["name"]["sv"] for iri, definition in found.items()} == {iri: iri for iri in iris}
    with (
        django_assert_num_queries(0),
        entered(authors.platform(towns.eksjo.pk, towns.eksjo.federation.launched_on).scope),
    ):
        assert definitions.merged([]) == {}


def test_without_the_scope_nothing_is_defined(towns: Towns) -> None:
    writer = Tool(key_of(towns.eksjo, Allows.WRITE_STATEMENTS))
    assert writer.send(said(object=film({"name": {"sv": "Film"}}))).status_code == 200
    assert rows() == []
    everything = Tool(key_of(towns.eksjo, Allows.ALL))
    assert everything.send(said(object=film({"name": {"sv": "Film"}}))).status_code == 200
    assert len(rows()) == 1


def test_what_is_refused_or_was_stored_before_defines_nothing(tool: Tool, towns: Towns) -> None:
    statement = said(object=film({"name": {"sv": "Film"}}))
    assert tool.send([statement, {"id": "x"}]).status_code == 400
    assert rows() == []
    assert tool.send(statement).status_code == 200
    again = tool.send({**statement, "object": film({"name": {"sv": "Another"}})})
    assert again.status_code in {200, 409}
    assert known(towns)[IRI] == {"name": {"sv": "Film"}}


def test_a_batch_that_conflicts_defines_nothing(tool: Tool) -> None:
    identifier = str(uuid4())
    tool.send(said(id=identifier))
    batch = [
        said(object=film({"name": {"sv": "Film"}})),
        said(id=identifier, verb={"id": "https://tool.example/other"}),
    ]
    assert tool.send(batch).status_code == 409
    assert rows() == []


def test_definitions_are_their_organisation_s_own(tool: Tool, towns: Towns) -> None:
    neighbour = Tool(key_of(towns.nassjo, Allows.ALL))
    neighbour.send(said(object=film({"name": {"sv": "Nässjös"}})))
    assert known(towns) == {}
    tool.send(said(object=film({"name": {"en": "Eksjö's"}})))
    assert known(towns) == {IRI: {"name": {"en": "Eksjö's"}}}


def test_of_an_activity_described_anew_each_time_the_latest_are_merged(
    tool: Tool, towns: Towns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(definitions, "_MOST_MERGED", 3)
    tool.send([said(object=film({"extensions": {f"https://x.example/{number}": number}})) for number in range(5)])
    assert len(rows()) == 5
    assert len(known(towns)[IRI]["extensions"]) == 3


def test_an_iri_of_any_length_and_numbers_of_any_size_are_kept(tool: Tool, towns: Towns) -> None:
    long = f"{IRI}/{'x' * 5_000}"
    tool.send(b"[" + b",".join([_raw(long), _raw(long + "y")]) + b"]")
    assert str(known(towns, long)[long]["extensions"]["https://x.example/n"]) == "1.1234567890123456789012345"


def _raw(iri: str) -> bytes:
    return (
        json.dumps(said(object=film({"extensions": {"https://x.example/n": 0}}, iri)))
        .replace('"https://x.example/n": 0', '"https://x.example/n": 1.1234567890123456789012345')
        .encode()
    )


@pytest.mark.django_db(transaction=True)
def test_what_this_process_has_seen_costs_no_query(towns: Towns, django_assert_num_queries: Any) -> None:
    statements = [said(object=film({"name": {"sv": "Film"}}))]
    author = authors.platform(towns.eksjo.pk, towns.eksjo.federation.launched_on)

    def note() -> None:
        with transaction.atomic(), entered(author.scope):
            definitions.note(statements, organisation_id=towns.eksjo.pk)

    note()
    with django_assert_num_queries(0):
        for _ in range(3):
            definitions.note(statements, organisation_id=towns.eksjo.pk)
    assert len(rows()) == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_undone_is_not_taken_for_seen(towns: Towns) -> None:
    statements = [said(object=film({"name": {"sv": "Film"}}))]
    author = authors.platform(towns.eksjo.pk, towns.eksjo.federation.launched_on)
    with pytest.raises(ZeroDivisionError), transaction.atomic(), entered(author.scope):
        definitions.note(statements, organisation_id=towns.eksjo.pk)
        raise ZeroDivisionError
    assert rows() == []
    with transaction.atomic(), entered(author.scope):
        definitions.note(statements, organisation_id=towns.eksjo.pk)
    assert len(rows()) == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_batches_that_share_activities_in_opposite_order_neither_deadlock_nor_lose(
    tool: Tool, on_disk: None
) -> None:
    for turn in range(5):
        activities = [film({"name": {"sv": str(turn)}}, f"{IRI}/{turn}/{number}") for number in range(30)]
        orders = [activities, activities[::-1], activities[15:] + activities[:15], activities[::-1]]
        definitions.forget_seen()
        batches = [[said(object=each) for each in order] for order in orders]
        assert together([partial(tool.send, batch) for batch in batches]) == [200] * 4
        assert len(rows()) == 30 * (turn + 1)
