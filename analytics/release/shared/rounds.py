"""One round of the shared channel over all federations. It may be killed anywhere and run again: each snapshot is whole."""

from datetime import date, datetime

import structlog

from academy.scoping import unscoped, unscoped_quietly
from analytics.release.shared import actions, queries
from analytics.rollup.actions.turns import Overtaken

log = structlog.get_logger(__name__)


class SnapshotsFailed(RuntimeError):
    """Some snapshots could not be taken; each is logged with its reason, and the rest are taken."""


def take_due(*, now: datetime) -> int:
    """Take every snapshot that is due; return how many were taken. Raises SnapshotsFailed when all else is done."""
    with unscoped_quietly("see whether any shared figures are to be published"):
        waiting = [
            (federation_id, launched_on, period)
            for federation_id, launched_on in queries.federations()
            for period in actions.due(federation_id, launched_on, now)
        ]
    return _take_all(waiting, now) if waiting else 0


def _take_all(waiting: list[tuple[int, date, int]], now: datetime) -> int:
    taken, failed = 0, []
    with unscoped("publish shared figures of periods that have ended"):
        for federation_id, launched_on, period in waiting:
            try:
                if period not in actions.due(federation_id, launched_on, now):
                    continue  # Another worker's round has been there.
                found = actions.take(federation_id=federation_id, launched_on=launched_on, period=period, now=now)
            except Overtaken:
                log.info("snapshot_overtaken", federation=federation_id, period=period)
            except Exception as error:
                log.exception("snapshot_failed", federation=federation_id, period=period)
                failed.append(f"{federation_id} {period}: {type(error).__name__}")
            else:
                taken += found is not None
    if failed:
        raise SnapshotsFailed(f"{taken} snapshots taken; not done: {'; '.join(failed)}")
    return taken
