"""Inserting statements and what they are found by, a batch at a time, without a model instance for each."""

import json
from collections.abc import Sequence, Set
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from analytics.lrs import postgres, reference_rows
from analytics.lrs.rows import Candidate, Common

_OF_EACH = (
    "id statement_id raw timestamp month actor verb activity registration refers_to voids",
    "bigint uuid text timestamptz int text text text uuid uuid uuid",
)
_COMMON = (
    "organisation_id stored authority unit_id sector leader_group object_kind module_key module_kind",
    "bigint timestamptz text bigint text text text uuid text",
)
COLUMNS = (*_OF_EACH[0].split(), *_COMMON[0].split(), "is_voided")

_INTO = f"INSERT INTO analytics_statement ({', '.join(COLUMNS)})"
_ARRAYS = ", ".join(f"%b::{kind}[]" for kind in _OF_EACH[1].split())
_SCALARS = ", ".join(f"%b::{kind}" for kind in _COMMON[1].split())
# Who loses a race for an id waits for the winner, and then passes the row over.
_INSERT = f"""
    {_INTO} SELECT each.*, {_SCALARS}, FALSE FROM UNNEST({_ARRAYS}) AS each
    ON CONFLICT (organisation_id, statement_id) DO NOTHING RETURNING id
"""  # noqa: S608 - names of columns alone
# The last condition says nothing new; without it a plan for any array cannot use the partial index.
_REFERRED_TO = """
    SELECT EXISTS (
        SELECT FROM analytics_statement
        WHERE organisation_id = %b AND refers_to = ANY(%b::uuid[]) AND refers_to IS NOT NULL
    )
"""
# Both inserts and the question in one round trip. Nothing here depends on anything else here: the numbers are known, and
# of a statement that turns out to be there already the reference rows are taken back, which is rare.
_INSERT_ALL = f"""
    WITH fresh AS ({_INSERT}), found_by AS ({reference_rows.INSERT_OWN})
    SELECT ARRAY(SELECT id FROM fresh), ({_REFERRED_TO})
"""  # noqa: S608
_INSERT_ON_SQLITE = f"{_INTO} VALUES ({', '.join(['%s'] * (len(COLUMNS) - 1))}, FALSE)"
_THERE_ON_SQLITE = """
    SELECT statement_id FROM analytics_statement
    WHERE organisation_id = %s AND statement_id IN (SELECT value FROM json_each(%s))
"""
_REFERRED_TO_ON_SQLITE = """
    SELECT EXISTS (
        SELECT 1 FROM analytics_statement
        WHERE organisation_id = %s AND refers_to IN (SELECT value FROM json_each(%s)) AND refers_to IS NOT NULL
    )
"""


class Inserted(NamedTuple):
    """What became of a batch: the numbers of the rows that were not there yet, and whether anything refers to one."""

    numbers: Set[int]
    some_are_referred_to: bool


def insert(candidates: Sequence[Candidate], common: Common) -> Inserted:
    """Insert a batch with what its statements are found by, but for statements whose ids are there already.

    In the order of ids: two batches that share some wait for each other and never in a circle.
    """
    ordered = sorted(candidates, key=lambda each: each.row.statement_id)
    return (_insert if postgres.is_spoken() else _insert_on_sqlite)(ordered, common)


def _insert(candidates: Sequence[Candidate], common: Common) -> Inserted:
    columns = [list(column) for column in zip(*(each.row for each in candidates), strict=True)]
    own = reference_rows.values_of_own(candidates, common)
    ids = columns[1]
    [(fresh, is_referred_to)] = postgres.ask(_INSERT_ALL, [*common, *columns, *own, common.organisation_id, ids])
    numbers = set(fresh)
    if len(numbers) < len(candidates):
        reference_rows.take_back([each for each in candidates if each.row.number not in numbers], common)
    return Inserted(numbers, is_referred_to)


def _insert_on_sqlite(candidates: Sequence[Candidate], common: Common) -> Inserted:
    ids = json.dumps([each.row.statement_id.hex for each in candidates])
    shared = reference_rows.for_sqlite(common)
    with connection.cursor() as cursor:
        cursor.execute(_THERE_ON_SQLITE, [common.organisation_id, ids])
        there = {UUID(found) for (found,) in cursor.fetchall()}
        fresh = [each for each in candidates if each.row.statement_id not in there]
        cursor.executemany(_INSERT_ON_SQLITE, [(*reference_rows.for_sqlite(each.row), *shared) for each in fresh])
        cursor.execute(_REFERRED_TO_ON_SQLITE, [common.organisation_id, ids])
        is_referred_to = bool(cursor.fetchone()[0])
    reference_rows.insert(reference_rows.own(fresh, common))
    return Inserted({each.row.number for each in fresh}, is_referred_to)


def next_numbers_on_sqlite(count: int) -> Sequence[int]:
    """Return numbers of rows that are free as long as this transaction keeps other writers out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'analytics_statement'")
        last = (cursor.fetchone() or [0])[0]
    return range(last + 1, last + 1 + count)
