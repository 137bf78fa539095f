"""A year of counting and publishing: every figure filled, and the shared snapshots of each month as they came out."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from academy.demo.progress import step
from academy.periods import Month
from analytics.models import DirtyMark
from analytics.release.shared import rounds
from analytics.tasks import fill_windows

# In the night after a month has ended.
AFTER_MIDNIGHT = timedelta(hours=2, minutes=10)


def count_and_publish(launched_on: date, now: datetime, before_the_last: Callable[[], None]) -> None:
    """Fill all windows, then take the snapshots month by month; `before_the_last` is what HR mended before the last round."""
    count_all()
    *earlier, last = list(_rounds(launched_on, now))
    with step("Shared figures, month by month", len(earlier)) as told:
        for moment in earlier:
            rounds.take_due(now=moment)
            told.advance()
    before_the_last()
    count_all()
    rounds.take_due(now=last)


def count_all() -> None:
    """Fill what waits, telling how much is left."""
    with step("Key figures", _waiting()) as told:
        left = _waiting()
        while fill_windows():
            told.advance(left - (left := _waiting()))


def _waiting() -> int:
    return DirtyMark.objects.count()


def _rounds(launched_on: date, now: datetime) -> Iterator[datetime]:
    """Give the moment of each round: the first night of every month after the launch."""
    month = Month(launched_on.year, launched_on.month).next
    while month <= Month.of(now):
        yield month.starts_at + AFTER_MIDNIGHT
        month = month.next
