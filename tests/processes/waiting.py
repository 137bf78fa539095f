"""Waiting for something to become true, with a deadline: nothing here sleeps longer than it must."""

import socket
import time
from collections.abc import Callable
from typing import TypeVar

PAUSE = 0.1
SECONDS = 120  # far more than a start takes, even on a machine that does much else

Found = TypeVar("Found")


def until(ask: Callable[[], Found], what: str, seconds: float = SECONDS) -> Found:
    """Ask again and again; return the first answer that is true. Fail, naming `what`, when the time is up."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:.0f} seconds")
        time.sleep(PAUSE)
    return answer


def answers(port: int) -> bool:
    """Tell whether something listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
