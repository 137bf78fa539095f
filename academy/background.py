"""Wagtail's own background tasks: rows of django-tasks-db, run by the same workers as everything else.

Wagtail writes a row for each entry of the search index, of the index of references and for work on pictures, in the
transaction that makes it necessary. The library's own worker would be one more process to watch, and leaves what it was
doing when it was killed marked as running for ever (docs/decisions/0027).
"""

import time
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

log = structlog.get_logger(__name__)

Row: TypeAlias = "DBTaskResult[..., Any]"

MOST_ATTEMPTS = 3
CLAIM_LASTS = timedelta(minutes=5)
PAUSE = timedelta(minutes=1)
LONGEST_SWEEP = timedelta(seconds=20)
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)
BATCH = 1000
BACKEND = "default"
WORKER = "celery"
GONE = ".DoesNotExist"


def sweep(now: datetime) -> int:
    """Run the tasks that wait, and what a killed worker left running; return how many were run."""
    begun, done = time.monotonic(), 0
    _take_up_again(now)
    while timedelta(seconds=time.monotonic() - begun) < LONGEST_SWEEP:
        row = _claim()
        if row is None:
            break
        _run(row, now)
        done += 1
    return done


def waiting() -> "QuerySet[Row]":
    """Return the tasks that nobody has done yet."""
    return DBTaskResult.objects.filter(status__in=[Status.READY, Status.RUNNING])


def failed() -> "QuerySet[Row]":
    """Return the tasks that have failed for good."""
    return DBTaskResult.objects.filter(status=Status.FAILED)


def tidy(now: datetime) -> int:
    """Remove the rows of tasks that are done or failed long ago, at most 1000; return how many."""
    done = Q(status=Status.SUCCESSFUL, finished_at__lt=now - KEEP_DONE)
    old = DBTaskResult.objects.filter(done | Q(status=Status.FAILED, finished_at__lt=now - KEEP_FAILED))
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    return DBTaskResult.objects.filter(pk__in=ids).delete()[0]


def _claim() -> "Row | None":
    ready = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    if not ready.exists():  # SQLite's write lock is not taken to find nothing
        return None
    with transaction.atomic():
        row = ready.get_locked()
        if row is not None:
            row.claim(WORKER)
        return row


def _run(row: Row, now: datetime) -> None:
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=WORKER,
    )
    worker.run_task(row)
    if row.status != Status.FAILED:
        return
    if row.exception_class_path.endswith(GONE):
        row.delete()  # its page or picture has been deleted meanwhile
    else:
        log.warning("background_task_failed", task=row.task_path, error=row.exception_class_path)
        _try_again(row, now + PAUSE)


def _try_again(row: Row, after: datetime) -> None:
    if len(row.worker_ids) < MOST_ATTEMPTS:
        _change(row, status=Status.READY, run_after=after)


def _take_up_again(now: datetime) -> None:
    stale = DBTaskResult.objects.filter(status=Status.RUNNING, started_at__lt=now - CLAIM_LASTS)
    for row in stale[:BATCH]:
        if len(row.worker_ids) < MOST_ATTEMPTS:
            _change(row, status=Status.READY)
        else:
            _change(row, status=Status.FAILED, finished_at=now, exception_class_path="The worker ended each time.")


def _change(row: Row, **fields: Any) -> None:
    DBTaskResult.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at).update(**fields)
