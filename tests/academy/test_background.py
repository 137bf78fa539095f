"""Wagtail's background tasks: run by our workers, taken up again after a killed one, and forgotten in the end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from academy import background, jobs
from academy.background import CLAIM_LASTS, KEEP_DONE, KEEP_FAILED, MOST_ATTEMPTS, PAUSE
from courses.models import CataloguePage, MicroCoursePage
from tests.courses.samples import sample_course

ran: list[str] = []


@task()
def remember(word: str) -> None:
    """Leave a word behind."""
    ran.append(word)


@task()
def fail() -> None:
    """Fail, as a task of Wagtail may."""
    raise OSError("disk full")


@task()
def look_for_a_page() -> None:
    """Ask for a page that is no more."""
    CataloguePage.objects.get(pk=0)


@pytest.fixture(autouse=True)
def _rows(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ran.clear()


def states() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


@pytest.mark.django_db
def test_a_task_waits_as_a_row_and_is_run_once() -> None:
    remember.enqueue("one")
    assert (ran, states()) == ([], ["READY"])
    assert background.sweep(timezone.now()) == 1
    assert background.sweep(timezone.now()) == 0
    assert (ran, states()) == (["one"], ["SUCCESSFUL"])


@pytest.mark.django_db(transaction=True)
def test_a_task_of_an_action_that_is_undone_is_undone_too() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        remember.enqueue("never")
        raise RuntimeError
    assert states() == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_asked_once_for_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(jobs, "kick", asked.append)
    with transaction.atomic():
        remember.enqueue("one")
        remember.enqueue("two")
        assert asked == []
    assert asked == [jobs.run_background_tasks]


@pytest.mark.django_db
def test_what_a_killed_worker_left_running_is_run_by_the_next() -> None:
    remember.enqueue("one")
    now = timezone.now()
    DBTaskResult.objects.update(status="RUNNING", started_at=now, worker_ids=["celery"])
    assert background.sweep(now + CLAIM_LASTS) == 0
    assert background.sweep(now + CLAIM_LASTS + timedelta(seconds=1)) == 1
    assert (ran, states()) == (["one"], ["SUCCESSFUL"])


@pytest.mark.django_db
def test_what_kills_its_worker_each_time_comes_to_an_end() -> None:
    remember.enqueue("one")
    now = timezone.now()
    DBTaskResult.objects.update(status="RUNNING", started_at=now, worker_ids=["celery"] * MOST_ATTEMPTS)
    assert background.sweep(now + CLAIM_LASTS + timedelta(seconds=1)) == 0
    assert (ran, states()) == ([], ["FAILED"])
    assert background.failed().count() == 1


@pytest.mark.django_db
def test_a_failure_is_tried_again_after_a_pause_and_then_stays() -> None:
    fail.enqueue()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        DBTaskResult.objects.update(run_after=timezone.now())
        assert background.sweep(timezone.now()) == 1
        row = DBTaskResult.objects.get()
        assert len(row.worker_ids) == attempt
    assert (row.status, row.exception_class_path) == ("FAILED", "builtins.OSError")


@pytest.mark.django_db
def test_a_failure_waits_before_it_is_tried_again() -> None:
    fail.enqueue()
    now = timezone.now()
    background.sweep(now)
    row = DBTaskResult.objects.get()
    assert (row.status, row.run_after) == ("READY", now + PAUSE)
    assert background.sweep(now) == 0


@pytest.mark.django_db
def test_a_task_about_what_is_deleted_is_forgotten() -> None:
    look_for_a_page.enqueue()
    assert background.sweep(timezone.now()) == 1
    assert states() == []


@pytest.mark.django_db
def test_old_rows_go_and_failures_stay_longer() -> None:
    now = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    for status, age in [("SUCCESSFUL", KEEP_DONE), ("FAILED", KEEP_DONE), ("FAILED", KEEP_FAILED)]:
        remember.enqueue(status)
        row = DBTaskResult.objects.order_by("-enqueued_at")[0]
        DBTaskResult.objects.filter(pk=row.pk).update(status=status, finished_at=now - age - timedelta(seconds=1))
    assert background.tidy(now) == 2
    assert states() == ["FAILED"]


@pytest.mark.django_db
def test_the_search_index_follows_a_publication_once_a_worker_has_been_there() -> None:
    from courses.site import ensure_site

    ensure_site()
    course = sample_course(CataloguePage.objects.get(locale__language_code="sv"))
    word = course.title.split()[0]
    assert not MicroCoursePage.objects.live().search(word).count()
    assert background.sweep(timezone.now()) > 0
    assert [page.pk for page in MicroCoursePage.objects.live().search(word)] == [course.pk]
