"""Two who translate at the same moment: one translation is begun, and no words are written over unseen."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from wagtail.models import Locale

from courses.models import MicroCoursePage, Translation
from courses.reviewing.queries import NewerDraft
from courses.templatetags.drafts import draft_mark
from courses.translating import actions
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _two_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def _begin(course: MicroCoursePage, cast: Cast) -> Translation:
    english = Locale.objects.get(language_code="en")
    return actions.begin(source=course, locale=english, user=cast.editor, now=timezone.now())


def while_the_first_lasts(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, "Future[Any]"]:
    """Do the second while the first has done everything but commit; return what the first gave, and the second's end."""

    def other() -> Any:
        try:
            return second()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            done = first()
            waiting = pool.submit(other)
            time.sleep(0.5)
            assert not waiting.done(), "the second waits for the first"
        return done, waiting


def test_a_translation_begun_at_the_same_moment_is_one(cast: Cast, course: MicroCoursePage) -> None:
    first, second = while_the_first_lasts(lambda: _begin(course, cast), lambda: _begin(course, cast))
    assert first == second.result()
    assert (Translation.objects.count(), MicroCoursePage.objects.count()) == (1, 2)


def test_of_two_who_save_at_the_same_moment_the_second_is_told(cast: Cast, course: MicroCoursePage) -> None:
    record = _begin(course, cast)
    shown = draft_mark(MicroCoursePage.objects.get(pk=record.page_id))

    def save(title: str) -> Any:
        return actions.save(
            record=record, texts={"title": title}, confirmed=set(), shown=shown, user=None, now=timezone.now()
        )

    _, second = while_the_first_lasts(lambda: save("Theirs"), lambda: save("Mine"))
    with pytest.raises(NewerDraft):
        second.result()
    assert MicroCoursePage.objects.get(pk=record.page_id).get_latest_revision_as_object().title == "Theirs"
