"""Ibis expressions as SQL on Django's own connection, so that they see, and belong to, the transaction that is open.

Ibis compiles and never connects: its own SQLite connection would commit Django's transaction, and any connection of its
own would not see it (docs/decisions/0024).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import ibis
from django.db import connection
from ibis.expr.types import IntegerValue, Table

Row = dict[str, int | str | None]

_DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}
_BOUND = re.compile(r"\bBOUND\('(\w+)'\)")


@ibis.udf.scalar.builtin(name="bound")  # type: ignore[untyped-decorator]  # Ibis carries no types
def _bound(number: str) -> int:  # type: ignore[empty-body]
    """Stand for a number in a compiled query; no database has a function of this name."""


def bound(name: str) -> IntegerValue:
    """Return a number that is known only when the query runs: the driver binds it, so one text serves all."""
    value: IntegerValue = _bound(name)
    return value


@dataclass(frozen=True)
class Query:
    """SQL with `%s` where a number is bound, and the names of these numbers in their order."""

    text: str
    names: tuple[str, ...]


def compiled(expression: Table, vendor: str) -> Query:
    """Compile an expression for a database as Django names it. Takes tens of milliseconds: keep what it returns."""
    text = str(ibis.to_sql(expression, dialect=_DIALECTS[vendor])).replace("%", "%%")
    return Query(_BOUND.sub("%s", text), tuple(_BOUND.findall(text)))


def rows(query: Query, values: Mapping[str, int]) -> list[Row]:
    """Run a query with its numbers on the connection that Django uses here; return its rows by column.

    Raises KeyError for a number that is missing and ValueError or TypeError for what is none.
    """
    numbers = [int(values[name]) for name in query.names]
    with connection.cursor() as cursor:
        cursor.execute(query.text, numbers)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
