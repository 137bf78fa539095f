"""Work done by several processes at once, each with a connection of its own, timed from a common start to the last end."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import BrokenBarrierError
from typing import Any

from django.db import connections

LONGEST_SECONDS = 600
# Forked, so that what is to be sent need not be copied to the workers through a pipe.
_FORK = multiprocessing.get_context("fork")

# Opens its connection, and returns what does the work.
Task = Callable[[], Callable[[], None]]


def timed(tasks: Sequence[Task]) -> float:
    """Run the tasks at the same time; return the seconds from when all are ready to when the last is done.

    Raises RuntimeError when one of them fails.
    """
    connections.close_all()
    # An end of their own: that processes go away takes time too, and is no part of the work.
    start, end = _FORK.Barrier(len(tasks) + 1), _FORK.Barrier(len(tasks) + 1)
    crew = [_FORK.Process(target=_worked, args=(task, start, end)) for task in tasks]
    for each in crew:
        each.start()
    start.wait(LONGEST_SECONDS)
    begun = time.perf_counter()
    with suppress(BrokenBarrierError):  # the exit code of whoever failed says so
        end.wait(LONGEST_SECONDS)
    seconds = time.perf_counter() - begun
    for each in crew:
        each.join(LONGEST_SECONDS)
    if any(each.exitcode != 0 for each in crew):
        raise RuntimeError("A worker of the measurement failed; its reason stands above.")
    return seconds


def _worked(task: Task, start: Any, end: Any) -> None:
    try:
        work = task()
    except BaseException:
        start.abort()
        raise
    start.wait(LONGEST_SECONDS)
    try:
        work()
    except BaseException:
        end.abort()
        raise
    end.wait(LONGEST_SECONDS)
    connections.close_all()
