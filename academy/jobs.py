"""Celery jobs: one call each; a job is only ever a hint that rows in the database wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from celery import Task, shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from academy import deliveries

log = structlog.get_logger(__name__)

_quiet: ContextVar[bool] = ContextVar("academy_without_kicks", default=False)


def kick(task: "Task[..., Any]", *args: object) -> None:
    """Ask a worker to run the task once this transaction has committed.

    An unreachable broker is logged and never raised: beat sweeps the same rows within seconds.
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
    try:
        task.apply_async(args=args, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker_unreachable", task=task.name, error=str(error))


@shared_task(name="academy.sweep_deliveries")
def sweep_deliveries() -> int:
    """Send the deliveries that are due; return how many were sent."""
    return deliveries.sweep(timezone.now())
