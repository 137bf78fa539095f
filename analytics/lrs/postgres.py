"""SQL to PostgreSQL in few round trips, on Django's own connection and in its transaction.

Django writes values into the text of a statement; a batch spent a third of its time there, escaping the texts of xAPI
statements in an array. Here the server binds them, in binary, to what it has parsed and planned before (psycopg: prepared
statements), which Django turns off for its own queries. Sending several statements at once without waiting (psycopg's
pipeline mode) was tried: one statement that does the work of several costs less on both sides
(docs/decisions/0036-speed-of-ingest.md).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

# After so many runs psycopg would prepare a statement by itself.
_NEVER_UNASKED = 2**31


def is_spoken() -> bool:
    """Tell whether the database is PostgreSQL."""
    return connection.vendor == "postgresql"


def ask(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement with its values in place of %b and return the rows of its answer.

    Raises what Django raises for a fault of the database.
    """
    import psycopg  # the demo, on SQLite, goes without

    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = psycopg.Cursor(connection.connection)
        with _preparing(connection.connection):
            cursor.execute(sql, values, prepare=True, binary=True)
        if connection.queries_logged:
            connection.queries_log.append({"sql": sql, "time": ""})
        # Asking for the description makes an object for each column.
        has_rows = cursor.pgresult is not None and cursor.pgresult.nfields > 0
        return cursor.fetchall() if has_rows else []


@contextmanager
def _preparing(database: Any) -> Iterator[None]:
    """Let psycopg prepare what asks for it, and only within the block.

    Without a threshold, as Django opens connections, it prepares nothing. With one it would remember the latest hundred
    texts of Django's queries, which hold their values, and count them.
    """
    before, database.prepare_threshold = database.prepare_threshold, _NEVER_UNASKED
    try:
        yield
    finally:
        database.prepare_threshold = before
