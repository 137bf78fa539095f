"""The search index on SQLite, when two put the same picture into it."""

from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.search import index
from wagtail.search.models import IndexEntry

LONGEST_WAIT = 0.5


@pytest.mark.skipif(not settings.IS_SQLITE, reason="PostgreSQL inserts or updates in one statement")
@pytest.mark.django_db(transaction=True)
def test_two_may_put_a_picture_into_the_index_at_the_same_time() -> None:
    picture = Image.objects.create(title="Lås", file=get_test_image_file())
    IndexEntry.objects.all().delete()
    refused: list[Exception] = []
    other = Thread(target=_index, args=(picture, refused))

    def let_the_other_go_first(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "wagtailsearch_indexentry"') and other.ident is None:
            other.start()
            other.join(LONGEST_WAIT)
        return execute(sql, *rest)

    with connection.execute_wrapper(let_the_other_go_first):
        index.insert_or_update_object(picture)
    other.join()
    assert refused == []
    assert list(IndexEntry.objects.values_list("object_id", "title")) == [(str(picture.pk), "Lås")]


def _index(picture: Image, refused: list[Exception]) -> None:
    try:
        index.insert_or_update_object(picture)
    except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
        refused.append(error)
    finally:
        connection.close()
