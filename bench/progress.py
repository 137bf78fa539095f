"""What a measurement is doing, for whoever waits: on standard error, so that results can be piped."""

import sys
import time

_BEGUN = time.monotonic()


def say(text: str) -> None:
    """Write a line with the seconds since the beginning."""
    sys.stderr.write(f"{time.monotonic() - _BEGUN:7.1f} s  {text}\n")
    sys.stderr.flush()
