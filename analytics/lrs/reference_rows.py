"""Inserting reference rows, thousands at a time: a quarter of what the same costs as model instances (docs/lrs.md)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from analytics.lrs import postgres
from analytics.lrs.rows import Candidate, Common

_COLUMNS = "(organisation_id, key, stored, statement_id, via_id)"
_KINDS = ("bigint", "uuid", "timestamptz", "bigint", "bigint")
_ARRAYS = ", ".join(f"%b::{kind}[]" for kind in _KINDS)
_INSERT = f"INSERT INTO analytics_statementreference {_COLUMNS} SELECT * FROM UNNEST({_ARRAYS})"  # noqa: S608 - names alone
_INSERT_ON_SQLITE = f"INSERT INTO analytics_statementreference {_COLUMNS} VALUES (%s, %s, %s, %s, %s)"  # noqa: S608
_PASSING_OVER = " ON CONFLICT DO NOTHING"
INSERT_OWN = f"""
    INSERT INTO analytics_statementreference {_COLUMNS}
    SELECT %b::bigint, key, %b::timestamptz, row, row FROM UNNEST(%b::uuid[], %b::bigint[]) AS each (key, row)
"""  # noqa: S608
_TAKE_BACK = """
    DELETE FROM analytics_statementreference
    WHERE organisation_id = %b AND key = ANY(%b::uuid[]) AND stored = %b AND statement_id = ANY(%b::bigint[])
"""


class Row(NamedTuple):
    """One row, in the order of the statements above."""

    organisation_id: int
    key: UUID
    stored: datetime
    statement_id: int
    via_id: int


def own(candidates: Sequence[Candidate], common: Common) -> list[Row]:
    """Return the rows by which statements themselves are found."""
    return [Row(common.organisation_id, key, common.stored, row, row) for key, row in _keys_and_rows(candidates)]


def _keys_and_rows(candidates: Sequence[Candidate]) -> Iterator[tuple[UUID, int]]:
    return ((key, each.row.number) for each in candidates for key in each.draft.keys)


def values_of_own(candidates: Sequence[Candidate], common: Common) -> list[Any]:
    """Return the values of INSERT_OWN."""
    found = list(_keys_and_rows(candidates))
    return [common.organisation_id, common.stored, [key for key, _ in found], [row for _, row in found]]


def take_back(candidates: Sequence[Candidate], common: Common) -> None:
    """Delete what was sent for statements that were there already under other numbers; the whole key leads to it."""
    columns = [list(set(column)) for column in zip(*_keys_and_rows(candidates), strict=True)]
    if columns:
        postgres.ask(_TAKE_BACK, [common.organisation_id, columns[0], common.stored, columns[1]])


def insert(rows: Sequence[Row], *, some_are_there: bool = False) -> None:
    """Insert rows of the caller's tenant, in its transaction; those that are there already are passed over if asked."""
    if not rows:
        return
    passing_over = _PASSING_OVER if some_are_there else ""
    if postgres.is_spoken():
        postgres.ask(_INSERT + passing_over, [list(column) for column in zip(*rows, strict=True)])
        return
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT_ON_SQLITE + passing_over, [for_sqlite(row) for row in rows])


def for_sqlite(row: Sequence[Any]) -> tuple[Any, ...]:
    """Return values as Django has SQLite keep them."""
    return tuple(_for_sqlite(value) for value in row)


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
