"""One call of the fill: how far it has come, what it passes over, and what went wrong."""

import time
from collections import Counter
from dataclasses import dataclass, field

import structlog

from analytics.rollup.queries import marks
from analytics.rollup.queries.marks import Batch

log = structlog.get_logger(__name__)

# A call ends in time even while statements keep coming, or mail would wait behind it in the same worker.
LONGEST_SECONDS = 10.0
MOST_TRIES = 10


class FillFailed(RuntimeError):
    """Some of the work could not be done; each piece is logged with its reason, and the rest is done."""


@dataclass
class Round:
    """Batches written, how often each was overtaken since, those passed over in this call, and what failed."""

    begun: float = field(default_factory=time.monotonic)
    written: int = 0
    tries: Counter[Batch] = field(default_factory=Counter)
    passed_over: set[Batch] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    def next_batch(self) -> Batch | None:
        """Return what has waited longest; None when nothing waits or the call has been long enough."""
        is_over = time.monotonic() - self.begun > LONGEST_SECONDS
        return None if is_over else marks.oldest(self.passed_over)

    def note_written(self, batch: Batch) -> None:
        """Count a batch that is done."""
        self.written += 1
        del self.tries[batch]

    def note_overtaken(self, batch: Batch) -> None:
        """Let the batch be tried again, unless others have been faster too often."""
        log.info("fill_overtaken", organisation=batch[0], month=batch[1])
        self.tries[batch] += 1
        if self.tries[batch] == MOST_TRIES:
            self.passed_over.add(batch)

    def note_failed(self, error: Exception, what: str, **about: int) -> None:
        """Log what failed and why. The reason may last for ever and must not hold up the others."""
        log.error("fill_failed", what=what, exc_info=error, **about)
        self.failed.append(f"{what} {about}: {type(error).__name__}")
