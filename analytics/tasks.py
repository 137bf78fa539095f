"""Jobs of this room, one call each. Beat asks for them every few seconds and statements ask at once."""

from celery import shared_task
from django.utils import timezone

from academy.scoping import unscoped_quietly
from analytics.release import actions
from analytics.release.publish import prepare
from analytics.rollup.fill import fill


@shared_task(name="analytics.fill_windows")
def fill_windows() -> int:
    """Count and release what has changed, and close periods that have ended; return how many batches were written.

    Raises FillFailed, which makes the job a failed one, when something could not be counted and all else is done.
    """
    try:
        return fill(prepare=prepare, clock=timezone.now)
    finally:
        with unscoped_quietly("a month or year that has ended is no longer preliminary"):
            actions.close_periods(now=timezone.now())
