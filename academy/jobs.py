"""Celery jobs: one call each; a job is only ever a hint that rows in the database wait."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from celery import Task, shared_task
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django_tasks.signals import task_enqueued
from kombu.exceptions import OperationalError

from academy import background, dead_letters, deliveries
from academy.pulse import note_pulse

log = structlog.get_logger(__name__)

# A silent Redis keeps a sender for five seconds, one that refuses for six: a click waits this long at most.
PATIENCE_SECONDS = 0.5
# By then beat has asked for the same many times.
EXPIRES_SECONDS = 60

_quiet: ContextVar[bool] = ContextVar("academy_without_kicks", default=False)


def kick(task: "Task[..., Any]", *args: object) -> None:
    """Ask a worker to run the task once this transaction has committed.

    An unreachable broker is logged and never raised, and a slow one is not waited for: beat sweeps the same rows within
    seconds.
    """
    if not _quiet.get():
        transaction.on_commit(lambda: _send(task, args))


@contextmanager
def without_kicks() -> Iterator[None]:
    """Ask no worker inside the block: for loads of thousands of rows, after which one sweep serves all."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def _send(task: "Task[..., Any]", args: tuple[object, ...]) -> None:
    sending = _courier.submit(task.apply_async, args=args, retry=False, expires=EXPIRES_SECONDS)
    try:
        sending.result(PATIENCE_SECONDS)
    except (OperationalError, OSError) as error:  # TimeoutError among them
        sending.cancel()  # if it has not begun, so that nothing piles up behind a broker that hangs
        log.warning("broker_unreachable", task=task.name, error=f"{type(error).__name__}: {error}")


def _hire_courier() -> None:
    """Make the thread that talks to the broker; a forked process needs its own."""
    global _courier
    _courier = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kick")


_courier: ThreadPoolExecutor
_hire_courier()
os.register_at_fork(after_in_child=_hire_courier)


@shared_task(name="academy.sweep_deliveries")
def sweep_deliveries() -> int:
    """Send the deliveries that are due; return how many were sent."""
    sent = deliveries.sweep(timezone.now())
    note_pulse("deliveries", timezone.now())
    return sent


@shared_task(name="academy.beat")
def beat() -> None:
    """Leave a sign of life: beat has asked, the broker has carried it, a worker has done it."""
    note_pulse("worker", timezone.now())


@shared_task(name="academy.tidy")
def tidy() -> int:
    """Forget what old deliveries hold, and remove rows that nobody needs; return how many."""
    return dead_letters.tidy(timezone.now()) + background.tidy(timezone.now())


@shared_task(name="academy.run_background_tasks")
def run_background_tasks() -> int:
    """Run Wagtail's own tasks that wait; return how many were run."""
    done = background.sweep(timezone.now())
    note_pulse("background", timezone.now())
    return done


@receiver(task_enqueued, dispatch_uid="academy.kick_background")
def kick_background(**_: Any) -> None:
    """Ask a worker, once for a transaction, to run the background tasks that it leaves."""
    if not any(function is _ask_for_background for _, function, *_ in transaction.get_connection().run_on_commit):
        transaction.on_commit(_ask_for_background)


def _ask_for_background() -> None:
    kick(run_background_tasks)
