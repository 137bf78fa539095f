"""Threads that write to a record store without a pause while it is killed, and what became of what they sent."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import ClassVar, Generic, TypeVar

from bench.servers import PATIENCE_SECONDS

Sent = TypeVar("Sent")


@dataclass
class Writers(ABC, Generic[Sent]):
    """So many writers to a port, and what each request brought: acknowledged, or not."""

    number: ClassVar[int]

    port: int
    headers: Mapping[str, str]
    acknowledged: list[Sent] = field(default_factory=list)
    others: list[Sent] = field(default_factory=list)
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

    @abstractmethod
    def _write(self, number: int) -> None:
        """Send one request after the other until all is over, as the writer with this number."""
