"""The fill: counts what dirty marks point at. It may be killed at any line and run any number of times, also at once.

The argument why nothing is lost and no figure disagrees with its fact is in docs/figures.md; the order of the lines in
`_fill_batch` is that argument, so do not rearrange them.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import transaction

from academy.scoping import unscoped, unscoped_quietly
from analytics.rollup.actions import turns, write
from analytics.rollup.queries import coverage, extract, marks
from analytics.rollup.windows import Counts, Place, containing

log = structlog.get_logger(__name__)

# Prepares the release of new counts outside the transaction and returns what writes it inside. It is handed in,
# because release stands above this stage.
Prepare = Callable[[Place, Counts, datetime], Callable[[], None]]

MOST_BATCHES = 500
MOST_TRIES = 10


def fill(*, prepare: Prepare, clock: Callable[[], datetime]) -> int:
    """Count all windows that wait, at most MOST_BATCHES batches; return how many batches were written.

    What it leaves, because others were faster each time or the call was long enough, waits for the next call.
    """
    with unscoped_quietly("see whether any window waits to be counted"):
        write.mark(coverage.missing_months(clock()))
        if marks.oldest() is None:
            return 0
    with unscoped("count the windows that have changed"):
        return _fill_all(prepare, clock)


def _fill_all(prepare: Prepare, clock: Callable[[], datetime]) -> int:
    written = tries = 0
    while written < MOST_BATCHES and tries < MOST_TRIES and (waiting := marks.oldest()):
        try:
            _fill_batch(*waiting, prepare=prepare, clock=clock)
        except turns.Overtaken:
            tries += 1
            log.info("fill_overtaken", organisation=waiting[0], month=waiting[1])
        else:
            written, tries = written + 1, 0
    return written


def _fill_batch(organisation_id: int, month: int, *, prepare: Prepare, clock: Callable[[], datetime]) -> None:
    federation_id = marks.federation_of(organisation_id)
    turn = turns.current(federation_id)
    now = clock()
    waiting = marks.read(organisation_id, month)
    # After the marks: every unit that a mark names is in the tree by now.
    place = marks.place_of(organisation_id)
    windows = containing(place, waiting.units, month) | marks.never_counted(place, month)
    counts = extract.count(windows, place)
    release = prepare(place, counts, now)
    with transaction.atomic():
        turns.take(federation_id, turn)
        write.consume(waiting.ids)
        write.keep(counts, now=now)
        release()
    log.info("windows_filled", organisation=organisation_id, month=month, marks=len(waiting.ids), facts=len(counts))
