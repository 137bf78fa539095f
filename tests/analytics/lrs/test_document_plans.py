"""Documents and definitions are found by an index, however many there are: shown by the database's own plans."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from academy.scoping import Scope, entered, unscoped_quietly
from analytics.lrs import definitions
from analytics.lrs.places import Kind, Place
from analytics.lrs.queries import documents as queries
from analytics.models import ActivityDefinition, Document
from tests.analytics.lrs.conftest import Towns
from tests.analytics.lrs.test_plans import plan, whole_tables

pytestmark = pytest.mark.django_db

ENOUGH = 3_000
START = datetime(2026, 3, 1, tzinfo=UTC)
PLACE = Place(Kind.STATE, "https://tool.example/7", "account:https://tool.example|7")


@pytest.fixture
def filled(towns: Towns) -> Towns:
    """Enough rows that reading all of them would be dear."""
    with unscoped_quietly("test"):
        Document.objects.bulk_create(_document(towns.eksjo.pk, number) for number in range(ENOUGH))
        ActivityDefinition.objects.bulk_create(
            ActivityDefinition(
                organisation_id=towns.eksjo.pk,
                key=definitions._key(f"https://tool.example/{number % 500}"),
                said=uuid4(),
                activity=f"https://tool.example/{number % 500}",
                definition='{"name":{"sv":"x"}}',
            )
            for number in range(ENOUGH)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return towns


def _document(organisation_id: int, number: int) -> Document:
    place = Place(Kind.STATE, f"https://tool.example/{number % 300}", f"account:https://tool.example|{number % 300}")
    return Document(
        organisation_id=organisation_id,
        kind=place.kind,
        key=place.key_of(str(number)),
        place=place.key,
        name=str(number),
        activity=place.activity,
        agent=place.agent,
        content=b"x" * 100,
        content_type="text/plain",
        etag="0" * 40,
        updated=START + timedelta(seconds=number),
    )


def asked(*calls: Any) -> list[tuple[str, Any]]:
    """Return the SQL that these calls send, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for call in calls:
            call()
    return seen


def test_no_read_of_documents_or_definitions_reads_a_whole_table(filled: Towns) -> None:
    def of_the_agent() -> None:
        list(Document.objects.exclude(agent="").filter(agent=PLACE.agent).values_list("key"))

    with entered(Scope(actor="test", tenants=frozenset({filled.eksjo.pk}))):
        found = asked(
            lambda: queries.document(PLACE, "7"),
            lambda: queries.names(PLACE),
            lambda: queries.names(PLACE, since=START + timedelta(hours=1)),
            lambda: definitions.merged(["https://tool.example/7", "https://tool.example/8"]),
            of_the_agent,
        )
        assert len(found) == 5
        # What is found of one place is few rows, which may be sorted and counted.
        read = {
            sql: [line for line in whole_tables(plan(sql, params)) if "analytics_" in line] for sql, params in found
        }
    assert {sql: lines for sql, lines in read.items() if lines} == {}
