"""The truth that answers are compared with: every statement's text read once by the database, and a scan for each question.

Nothing of the store's own columns, keys or indexes is used but the order of pages: what a filter finds is said here again,
from the text, in SQL of its own (xAPI-Communication 2.1.3).
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from bench.filling import Store

Asked = Mapping[str, Any]

_READ = """
    INSERT INTO plain_statement
    SELECT id, statement_id, stored, said->'verb'->>'id', said->'object'->>'id', said->'context'->>'registration',
        said->'actor'->'account'->>'name', said->'context'->'instructor'->'account'->>'name',
        ARRAY(SELECT one->>'id' FROM jsonb_each(said->'context'->'contextActivities') AS kinds (kind, several),
            jsonb_array_elements(several) AS one)
    FROM (SELECT id, statement_id, stored, raw::jsonb AS said FROM analytics_statement
        WHERE organisation_id = %(place)s AND id >= %(first)s) AS texts
"""
_CONDITIONS = {
    "verb": "verb = %(verb)s",
    "activity": "activity = %(activity)s",
    "related_activity": "(activity = %(related_activity)s OR %(related_activity)s = ANY(activities))",
    "agent": "actor = %(agent)s",
    "related_agent": "(actor = %(related_agent)s OR instructor = %(related_agent)s)",
    "registration": "registration = %(registration)s",
    "since": "stored > %(since)s::timestamptz",
    "until": "stored <= %(until)s::timestamptz",
    "statementId": "statement_id = %(statementId)s::uuid",
}


def read(store: Store, first: int) -> None:
    """Read the texts of the statements from this number on into a table without an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNLOGGED TABLE IF NOT EXISTS plain_statement (id bigint, statement_id uuid, stored timestamptz,"
            " verb text, activity text, registration text, actor text, instructor text, activities text[])"
        )
        if not first:
            cursor.execute("TRUNCATE plain_statement")
        cursor.execute(_READ, {"place": store.place.id, "first": store.base + first})
        cursor.execute("ANALYZE plain_statement")


def scan(asked: Asked, *, limit: int, ascending: bool) -> list[str]:
    """Return the ids of the first statements that meet all that is asked, in the order of pages, by going through all."""
    conditions = " AND ".join(_CONDITIONS[name] for name in asked) or "TRUE"
    direction = "ASC" if ascending else "DESC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT statement_id FROM plain_statement WHERE {conditions}"
            f" ORDER BY stored {direction}, id {direction} LIMIT {limit}",
            asked,
        )
        return [str(identifier) for (identifier,) in cursor.fetchall()]


def some(store: Store, numbers: list[int]) -> list[dict[str, Any]]:
    """Return what the statements with these numbers say, for questions that find something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM plain_statement WHERE id = ANY(%s)", [[store.base + each for each in numbers]])
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
