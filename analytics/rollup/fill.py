"""The fill: counts what dirty marks point at. It may be killed at any line and run any number of times, also at once.

The argument why nothing is lost and no figure disagrees with its fact is in docs/figures.md; the order of the lines in
`_fill_batch` is that argument, so do not rearrange them.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import transaction

from academy.periods import Month
from academy.scoping import unscoped, unscoped_quietly
from analytics.rollup.actions import turns, write
from analytics.rollup.queries import coverage, extract, marks
from analytics.rollup.rounds import FillFailed, Round
from analytics.rollup.windows import Counts, Place, containing

log = structlog.get_logger(__name__)

# Prepares the release of new counts outside the transaction and returns what writes it inside. It is handed in,
# because release stands above this stage.
Prepare = Callable[[Place, Counts, datetime, marks.Why], Callable[[], None]]


def fill(*, prepare: Prepare, clock: Callable[[], datetime]) -> int:
    """Count the windows that wait, for LONGEST_SECONDS at most; return how many batches were written.

    What it leaves, because others were faster each time or the call was long enough, waits for the next call. A batch
    that cannot be counted is passed over and its marks stay: raises FillFailed when all else is done.
    """
    this = Round()
    with unscoped_quietly("see whether any window waits to be counted"):
        _open_months(this, clock())
        waiting = marks.oldest()
    if waiting:
        with unscoped("count the windows that have changed"):
            _fill_all(this, prepare, clock)
    if this.failed:
        raise FillFailed(f"{this.written} batches written; not done: {'; '.join(this.failed)}")
    return this.written


def _open_months(this: Round, now: datetime) -> None:
    """Mark the months that ought to have been counted, a federation at a time."""
    for federation_id, organisation_ids in coverage.outdated(now).items():
        try:
            turn = turns.current(federation_id)
            looked = coverage.look(organisation_ids, now)
            with transaction.atomic():
                turns.take(federation_id, turn)
                write.cover(looked, through=Month.of(now).number)
        except turns.Overtaken:
            log.info("look_overtaken", federation=federation_id)
        except Exception as error:  # noqa: BLE001 - whatever it is, other federations have nothing to do with it
            this.note_failed(error, "look", federation=federation_id)


def _fill_all(this: Round, prepare: Prepare, clock: Callable[[], datetime]) -> None:
    while batch := this.next_batch():
        try:
            _fill_batch(*batch, prepare=prepare, clock=clock)
        except turns.Overtaken:
            this.note_overtaken(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, other tenants have nothing to do with it
            this.passed_over.add(batch)
            this.note_failed(error, "batch", organisation=batch[0], month=batch[1])
        else:
            this.note_written(batch)


def _fill_batch(organisation_id: int, month: int, *, prepare: Prepare, clock: Callable[[], datetime]) -> None:
    federation_id = marks.federation_of(organisation_id)
    turn = turns.current(federation_id)
    now = clock()
    waiting = marks.read(organisation_id, month)
    # After the marks: every unit that a mark names is in the tree by now.
    place = marks.place_of(organisation_id)
    waiting = waiting.few_enough(place)
    windows = containing(place, waiting.units, month)
    new = sorted(marks.never_counted(place, month) - windows)
    counts = extract.count(windows.union(new[: marks.MOST_NEW]), place)
    release = prepare(place, counts, now, waiting.why)
    with transaction.atomic():
        turns.take(federation_id, turn)
        write.consume(waiting.ids)
        write.uncover(organisation_id, month)
        if len(new) > marks.MOST_NEW:
            write.mark(organisation_id, month)
        write.keep(counts, now=now)
        release()
    log.info("windows_filled", organisation=organisation_id, month=month, marks=len(waiting.ids), facts=len(counts))
