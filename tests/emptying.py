"""After a test that commits, the tables are again as migrations left them.

Django empties all, which on PostgreSQL makes two new files for each, and lets every app fill its own again: that takes
a second or two. Here rows are deleted where there are some, and come back from a copy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.core.management.commands import flush
from django.db import connection, transaction
from django.test import TransactionTestCase

from tests.databases import Database, SqliteDatabase

COPIES = "as_migrated"
"""A schema of the tests' database on PostgreSQL; on SQLite the name by which the migrated file is attached."""
INDEX = "wagtailsearch_indexentry_fts"
"""Follows its table by triggers, on SQLite alone."""


@contextmanager
def coming_back(source: Database) -> Iterator[None]:
    """Let tests that commit end with what the tables hold now: what migrations left in them, and in `source`."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    kept = filled([name for name in tables if name != INDEX])
    if connection.vendor == "postgresql":
        _keep_copies(kept)
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in kept]

    def restore(*_: Any, **__: Any) -> None:
        with (
            _at_hand(source),
            connection.constraint_checks_disabled(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            for table in kept:
                cursor.execute(f"INSERT INTO {_name(table)} SELECT * FROM {_copy(table)}")
            # A test that flushes by itself lets the numbers begin anew.
            for reset in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(reset)

    def take_down(case: TransactionTestCase) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(connection.ops, "sql_flush", _deletions)
            patch.setattr(flush, "emit_post_migrate_signal", restore)
            before(case)

    before = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", take_down)
        yield


def _keep_copies(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {COPIES} CASCADE")  # of an earlier run, with --reuse-db
        cursor.execute(f"CREATE SCHEMA {COPIES}")
        for table in tables:
            cursor.execute(f"CREATE TABLE {_copy(table)} AS SELECT * FROM {_name(table)}")


@contextmanager
def _at_hand(source: Database) -> Iterator[None]:
    if not isinstance(source, SqliteDatabase):
        yield
        return
    # Each time, for what is attached goes with the connection, and tests may close that.
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE %s AS {COPIES}", [str(source.file)])
        yield
        cursor.execute(f"DETACH DATABASE {COPIES}")


def filled(tables: list[str]) -> list[str]:
    """Return those tables that have rows."""
    asked = [f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {_name(table)})" for at, table in enumerate(tables)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [tables[at] for (at,) in cursor.fetchall()]


def _deletions(style: Any, tables: list[str], **_: Any) -> list[str]:
    return [f"DELETE FROM {_name(table)}" for table in filled([name for name in tables if name != INDEX])]


def _name(table: str) -> str:
    return connection.ops.quote_name(table)


def _copy(table: str) -> str:
    return f"{COPIES}.{_name(table)}"
