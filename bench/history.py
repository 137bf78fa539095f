"""A history of the platform's own statements, put into the table at once, as years of ingest would leave it."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from academy.periods import Month
from analytics.models import Statement
from analytics.xapi import json_text, vocabulary
from bench.statements import statements
from bench.world import Place

YEAR_BEGUN = datetime(2026, 1, 1, 6, 0, tzinfo=UTC)
MONTHS = 11
# People grow with the statements: each does about two hundred things a year.
STATEMENTS_A_PERSON, FEWEST_PEOPLE = 200, 50
_TEXTS = 400
_KINDS = (
    (vocabulary.REGISTERED.iri, "module"),
    (vocabulary.ANSWERED.iri, "question"),
    (vocabulary.ANSWERED.iri, "question"),
    (vocabulary.COMPLETED.iri, "step"),
    (vocabulary.COMPLETED.iri, "step"),
    (vocabulary.COMPLETED.iri, "module"),
)
_LEADER_GROUPS = ("", "", "", "", "", "", "", "elected", "official", "key_person")
_TABLE = Statement._meta.db_table
_FIELDS = [field for field in Statement._meta.concrete_fields if not field.primary_key]
# Indexes that hold up no constraint.
_SECONDARY = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = %s AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
# Columns that a history fills; every other one has what the model says for a row without it.
Row = dict[str, Any]


def people_of(number: int) -> int:
    """Return how many people make so many statements."""
    return max(FEWEST_PEOPLE, number // STATEMENTS_A_PERSON)


def add_history(places: Sequence[Place], number: int, *, seed: int, people: int) -> None:
    """Insert so many statements, spread over the organisations, their lowest units and eleven months of 2026."""
    columns = [field.column for field in _FIELDS]
    rows = (_values(row) for row in _rows(places, number, seed, people))
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.vendor == "postgresql":
        with (
            without_indexes(),
            connection.cursor() as cursor,
            cursor.copy(f"COPY {_TABLE} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
    else:
        insert = f"INSERT INTO {_TABLE} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"
        with transaction.atomic(), connection.cursor() as cursor:
            for row in rows:
                cursor.execute(insert, row)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {_TABLE}" if connection.vendor == "postgresql" else "ANALYZE")


@contextmanager
def without_indexes() -> Iterator[None]:
    """Take away what a table of this size would be slow to grow with, and make it again as it was.

    Only PostgreSQL's superuser may leave out the look-ups of foreign keys; this is a database of our own.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SECONDARY, [_TABLE])
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for _, definition in found:
            cursor.execute(definition)


def _values(row: Row) -> list[Any]:
    return [
        field.get_db_prep_save(row[field.column] if field.column in row else _absent(field), connection)
        for field in _FIELDS
    ]


def _absent(field: Any) -> Any:
    return None if field.null else field.get_default()


def _rows(places: Sequence[Place], number: int, seed: int, people: int) -> Iterator[Row]:
    chance = random.Random(seed)  # noqa: S311  a measurement wants the same numbers again
    texts = [json_text.dumps(each) for each in statements(_TEXTS, seed=seed)]
    homes = [(place, chance.choice(place.leaf_ids)) for place in chance.choices(places, k=people)]
    groups = chance.choices(_LEADER_GROUPS, k=people)
    for _ in range(number):
        person = chance.randrange(people)
        place, unit_id = homes[person]
        at = YEAR_BEGUN + timedelta(seconds=chance.randrange(MONTHS * 30 * 24 * 3600))
        verb, kind = chance.choice(_KINDS)
        yield {
            "organisation_id": place.id,
            "statement_id": UUID(int=chance.getrandbits(128), version=4),
            "raw": texts[chance.randrange(_TEXTS)],
            "stored": at,
            "timestamp": at,
            "month": Month.of(at).number,
            "actor": f"https://akademin.example/konton|{person:032x}",
            "verb": verb,
            "activity": f"https://akademin.example/moduler/{chance.randrange(40)}",
            "registration": UUID(int=chance.getrandbits(128), version=4),
            "authority": "platform",
            "unit_id": unit_id,
            "sector": "care",
            "leader_group": groups[person],
            "object_kind": kind,
        }
