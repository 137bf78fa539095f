"""Threads that write to a record store without a pause while it is killed, and what became of what they sent."""

import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import ClassVar, Generic, TypeVar

from bench.servers import PATIENCE_SECONDS

Sent = TypeVar("Sent")


@dataclass
class Writers(ABC, Generic[Sent]):
    """So many writers to a port, what each request brought, acknowledged or not, and how often which status came."""

    number: ClassVar[int]

    port: int
    headers: Mapping[str, str]
    acknowledged: list[Sent] = field(default_factory=list)
    others: list[Sent] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    _is_over: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Write inside the block."""
        writers = [Thread(target=self._write, args=(each,)) for each in range(self.number)]
        for each in writers:
            each.start()
        try:
            yield
        finally:
            self._is_over.set()
            for each in writers:
                each.join(2 * PATIENCE_SECONDS)

    def await_acknowledged(self, more: int) -> None:
        """Return when so many more requests are acknowledged; raise RuntimeError when nothing is for too long."""
        wanted, deadline = len(self.acknowledged) + more, time.monotonic() + PATIENCE_SECONDS
        while len(self.acknowledged) < wanted:
            if time.monotonic() > deadline:
                raise RuntimeError(f"Nothing is acknowledged any more; answers so far: {dict(self.statuses)}")
            time.sleep(0.01)

    @abstractmethod
    def _write(self, number: int) -> None:
        """Send one request after the other until all is over, as the writer with this number."""

    def _note(self, sent: Sent, status: int) -> None:
        """Note how a request was answered: with a status, or 0 where no whole answer came."""
        with self._lock:
            self.statuses[status] += 1
            (self.acknowledged if status == 200 else self.others).append(sent)
