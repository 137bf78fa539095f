"""SQL to PostgreSQL in few round trips, on Django's own connection and in its transaction.

Django writes values into the text of a statement; a batch spent a third of its time there, escaping the texts of xAPI
statements in an array. Here the server binds them, in binary, to what it has parsed and planned before (psycopg: prepared
statements). Sending several statements at once without waiting (its pipeline mode) was tried: one statement that does the
work of several costs less on both sides (docs/decisions/0036-speed-of-ingest.md).
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection


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
        cursor.execute(sql, values, prepare=True, binary=True)
        if connection.queries_logged:
            connection.queries_log.append({"sql": sql, "time": ""})
        # Asking for the description makes an object for each column.
        has_rows = cursor.pgresult is not None and cursor.pgresult.nfields > 0
        return cursor.fetchall() if has_rows else []
