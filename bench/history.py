"""A history of the platform's own statements, put into the table at once, as years of ingest would leave it."""

import random
from collections.abc import Iterator, Sequence
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
# Columns that a history fills; every other one has what the model says for a row without it.
Row = dict[str, Any]


def people_of(number: int) -> int:
    """Return how many people make so many statements."""
    return max(FEWEST_PEOPLE, number // STATEMENTS_A_PERSON)


def add_history(places: Sequence[Place], number: int, *, seed: int, people: int) -> None:
    """Insert so many statements, spread over the organisations, their lowest units and eleven months of 2026."""
    columns = [field.column for field in Statement._meta.concrete_fields if not field.primary_key]
    rows = (_values(row) for row in _rows(places, number, seed, people))
    names = ", ".join(f'"{column}"' for column in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY analytics_statement ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO analytics_statement ({names}) VALUES ({marks})"
            for row in rows:
                cursor.execute(insert, row)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE analytics_statement" if connection.vendor == "postgresql" else "ANALYZE")


def _values(row: Row) -> list[Any]:
    return [
        field.get_db_prep_save(row[field.column] if field.column in row else _absent(field), connection)
        for field in _FIELDS
    ]


_FIELDS = [field for field in Statement._meta.concrete_fields if not field.primary_key]


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
