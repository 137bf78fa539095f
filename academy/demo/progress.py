"""Progress of what takes longer than a second: a bar that moves in a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

WIDTH = 24
SOON = 1.0
# How far apart the lines are where nothing can be drawn over: by share and by seconds, whichever comes later.
SHARE_BETWEEN_LINES = 0.2
SECONDS_BETWEEN_LINES = 5.0


class Step:
    """One step of the work, told as it goes on: share, and how long the rest may take."""

    def __init__(self, label: str, total: int, out: TextIO) -> None:
        self._label, self._total, self._out = label, max(total, 1), out
        self._is_terminal = out.isatty()
        self._done, self._begun = 0, time.monotonic()
        self._told_share, self._told_at = 0.0, self._begun

    def begin(self) -> None:
        """Say what is being done."""
        self._out.write(f"  {self._label} …" + ("" if self._is_terminal else "\n"))
        self._out.flush()

    def advance(self, by: int = 1) -> None:
        """Count what has been done, and tell if it is time."""
        self._done += by
        now, share = time.monotonic(), min(self._done / self._total, 1.0)
        if self._is_terminal:
            if now - self._told_at >= 0.1:
                self._told_at = now
                self._out.write(f"\r  {self._label} {self._bar(share)} {share:4.0%}{self._rest(share, now)}\033[K")
                self._out.flush()
        elif round(share - self._told_share, 6) >= SHARE_BETWEEN_LINES and now - self._told_at >= SECONDS_BETWEEN_LINES:
            self._told_share, self._told_at = share, now
            self._say(f"{share:4.0%}{self._rest(share, now)}")

    def finish(self) -> None:
        """Say that the step is done, and how long it took if that was more than a second."""
        took = time.monotonic() - self._begun
        lead = "\r" if self._is_terminal else ""
        tail = "\033[K" if self._is_terminal else ""
        self._out.write(f"{lead}  {self._label} done{f' in {took:.0f} s' if took >= SOON else ''}.{tail}\n")
        self._out.flush()

    def _say(self, words: str) -> None:
        self._out.write(f"  {self._label} {words.strip()}\n")
        self._out.flush()

    @staticmethod
    def _bar(share: float) -> str:
        full = round(WIDTH * share)
        return f"[{'#' * full}{'-' * (WIDTH - full)}]"

    def _rest(self, share: float, now: float) -> str:
        if not 0.02 <= share < 1 or now - self._begun < SOON:
            return ""
        left = (now - self._begun) / share * (1 - share)
        return f", about {max(1, round(left))} s left"


@contextmanager
def step(label: str, total: int = 1, out: TextIO | None = None) -> Iterator[Step]:
    """Tell of a step while the block does it; call `advance` on what it gives. A step that fails says nothing more."""
    told = Step(label, total, out or sys.stdout)
    told.begin()
    yield told
    told.finish()
