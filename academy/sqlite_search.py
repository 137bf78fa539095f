"""Wagtail's search index on SQLite, where a picture's entry is written by two processes at the same time.

An uploaded picture is put into the index by the request itself (wagtail.images.forms, for its tags) and by the task that
saving it asked for. The index of SQLite first reads which entries there are and then inserts those that lack
(https://github.com/wagtail/django-modelsearch/blob/v1.3.2/modelsearch/backends/database/sqlite/sqlite.py), so that whoever
came second failed with an IntegrityError, and the author was answered with a 500. On PostgreSQL it is one statement.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from modelsearch.backends import database
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex


class OneAtATime(SQLiteIndex):  # type: ignore[misc] # it is untyped
    """The index, which reads and writes in one transaction: on SQLite it begins by taking the write lock."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        """Put objects of one model into the index, or refresh their entries."""
        with transaction.atomic(using=self.write_connection.alias):
            super().add_items(model, objs)


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that is looked for
    """Return the backend that fits the database; without FTS5 it is one that keeps no index."""
    backend = database.SearchBackend(params)
    if getattr(backend, "index_class", None) is SQLiteIndex:
        backend.index_class = OneAtATime
    return backend
