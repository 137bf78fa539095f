"""The raw rate: rows that our door has stored, inserted again under new ids by psycopg alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import connection
from django.db.models import Model
from psycopg import sql

from analytics.models import Statement, StatementReference

Row = tuple[Any, ...]
# Tables that an ingest writes, and in each the columns that hold the number of a statement's row.
_NUMBERS: dict[type[Model], set[str]] = {Statement: {"id"}, StatementReference: {"statement_id", "via_id"}}
# Values bound by the driver, as Django does it.
_CURSOR = psycopg.ClientCursor


@dataclass(frozen=True)
class Batch:
    """What one batch left in each table."""

    rows: dict[type[Model], list[Row]]


def columns_of(model: type[Model]) -> list[str]:
    """Return the columns of a table."""
    return [field.column for field in model._meta.concrete_fields if field.column]


def again(ids: Sequence[UUID]) -> Batch:
    """Return what the statements with these ids left, under new ids and numbers that nothing else has."""
    statements = _rows(Statement, "statement_id", ids)
    numbers = dict(zip((row[0] for row in statements), _numbers(len(statements)), strict=True))
    rows = {model: _rows(model, "statement_id", list(numbers)) for model in _NUMBERS if model is not Statement}
    rows = {Statement: statements, **rows}
    return Batch({model: _renewed(model, found, numbers) for model, found in rows.items()})


def _rows(model: type[Model], by: str, wanted: Sequence[Any]) -> list[Row]:
    query = sql.SQL("SELECT {columns} FROM {table} WHERE {by} = ANY(%s) ORDER BY {by}").format(
        columns=_names(model), table=sql.Identifier(model._meta.db_table), by=sql.Identifier(by)
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(wanted)])
        return list(cursor.fetchall())


def _numbers(how_many: int) -> list[int]:
    """Take numbers from the table's own sequence."""
    with connection.cursor() as cursor:
        take = "SELECT nextval(pg_get_serial_sequence('analytics_statement', 'id')) FROM generate_series(1, %s)"
        cursor.execute(take, [how_many])
        return [row[0] for row in cursor.fetchall()]


def _renewed(model: type[Model], rows: Sequence[Row], numbers: dict[int, int]) -> list[Row]:
    columns = columns_of(model)
    return [tuple(_value(model, *each, numbers) for each in zip(columns, row, strict=True)) for row in rows]


def _value(model: type[Model], column: str, value: Any, numbers: dict[int, int]) -> Any:
    if column in _NUMBERS[model]:
        return numbers[value]
    return uuid4() if model is Statement and column == "statement_id" else value


def _names(model: type[Model]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns_of(model)))


def inserting(batches: Sequence[Batch]) -> Callable[[], Callable[[], None]]:
    """Return a task that inserts the batches, each in one durable commit, one INSERT for each table."""

    def ready() -> Callable[[], None]:
        at = connection.get_connection_params()
        at.pop("cursor_factory", None)
        at.pop("context", None)
        raw = psycopg.connect(**{**at, "cursor_factory": _CURSOR})
        # Written out before the clock runs: joining the pieces is no part of a raw rate.
        prepared = [[_insert(model, rows) for model, rows in batch.rows.items() if rows] for batch in batches]

        def work() -> None:
            for inserts in prepared:
                with raw.transaction():
                    for statement, values in inserts:
                        raw.execute(statement, values)
            raw.close()

        return work

    return ready


def _insert(model: type[Model], rows: Sequence[Row]) -> tuple[bytes, list[Any]]:
    one = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(rows[0])))
    statement = sql.SQL("INSERT INTO {table} ({columns}) VALUES {rows}").format(
        table=sql.Identifier(model._meta.db_table), columns=_names(model), rows=sql.SQL(", ").join([one] * len(rows))
    )
    return statement.as_bytes(None), [value for row in rows for value in row]
