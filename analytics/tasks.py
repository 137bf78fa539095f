"""Jobs of this room, one call each. Beat asks for them every few seconds and statements ask at once."""

from celery import shared_task
from django.utils import timezone

from academy.scoping import unscoped, unscoped_quietly
from analytics.health import note_sweep
from analytics.lrs.actions.attachments import sweep_files
from analytics.release import actions
from analytics.release.publish import prepare
from analytics.release.recount import explain
from analytics.release.shared import rounds
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
        note_sweep(timezone.now())


@shared_task(name="analytics.take_snapshots")
def take_snapshots() -> int:
    """Publish the shared figures of periods that have ended; return how many snapshots were taken. Repeatable."""
    return rounds.take_due(now=timezone.now())


@shared_task(name="analytics.check_sample")
def check_sample() -> int:
    """Work some figures out from their sources, log an error for each that disagrees, and return how many do."""
    with unscoped("nightly: do released figures agree with their sources?"):
        return explain.check_sample()


@shared_task(name="analytics.sweep_attachments")
def sweep_attachments() -> int:
    """Delete files of attachments that a killed request left behind; return how many. Repeatable."""
    return sweep_files(now=timezone.now())
