"""Statements to PostgreSQL in few round trips, on Django's own connection and in its transaction.

Django writes values into the SQL text; a batch spends a third of its time there, escaping the texts of statements in an
array. Here the server binds them, in binary, to a statement that it has parsed and planned before. Statements sent
together wait for one answer, not for one each (psycopg: pipeline mode, prepared statements; docs/decisions/0036).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection


def is_spoken() -> bool:
    """Tell whether the database is PostgreSQL."""
    return connection.vendor == "postgresql"


class Pipe:
    """Sends statements without waiting for their answers. They can be read when the block of `together` is left."""

    def __init__(self, raw: Any) -> None:
        import psycopg  # SQLite, and so the demo, goes without

        self._raw, self._cursor = raw, psycopg.Cursor

    def send(self, sql: str, values: Sequence[Any]) -> Any:
        """Send a statement with its values in place of %b; return the cursor that will hold the answer."""
        cursor = self._cursor(self._raw)
        cursor.execute(sql, values, prepare=True, binary=True)
        return cursor


@contextmanager
def together() -> Iterator[Pipe]:
    """Send all statements of the block in one round trip, after BEGIN if the transaction has not begun yet.

    Raises what Django raises for the first of them that fails.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield Pipe(connection.connection)
