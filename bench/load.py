"""A load that hardly weighs: one process, raw sockets that stay open, requests written out before the clock runs.

Each connection sends its next request when the last is answered, so that as many are under way as there are connections.
The generator shares the cores with what it measures: it says how much of one it took.
"""

import re
import select
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

PATIENCE_SECONDS = 60
_PIECE = 256 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEAD_ENDS = b"\r\n\r\n"


class LoadFault(RuntimeError):
    """A server closed a connection, said nothing for too long, or spoke no HTTP that this generator knows."""


@dataclass
class Outcome:
    """What became of a load: answered requests, seconds from the first request to the last answer, and what it took."""

    answered: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Requests answered a second."""
        return self.answered / self.seconds


class _Connection:
    """One socket: what is left to send of a request, and what has come of its answer."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.left = memoryview(b"")
        self.received = bytearray()
        self.whole = 0
        self.body_begins = 0
        self.begun = 0.0

    def begin(self, request: bytes) -> None:
        self.left = memoryview(request)
        self.received.clear()
        self.whole = 0
        self.begun = time.perf_counter()
        self.send()

    def send(self) -> None:
        while self.left:
            try:
                self.left = self.left[self.socket.send(self.left) :]
            except BlockingIOError:
                return

    def receive(self) -> bool:
        """Take what has come; tell whether the answer is whole."""
        try:
            piece = self.socket.recv(_PIECE)
        except BlockingIOError:
            return False
        if not piece:
            raise LoadFault("The server closed a connection in the middle of the load.")
        self.received += piece
        if not self.whole:
            self._read_head()
        return bool(self.whole) and len(self.received) >= self.whole

    def _read_head(self) -> None:
        ends = self.received.find(_HEAD_ENDS)
        if ends < 0:
            return
        length = _LENGTH.search(self.received, 0, ends)
        if length is None and self.status != 204:
            raise LoadFault("An answer without Content-Length; this generator reads no other.")
        self.body_begins = ends + len(_HEAD_ENDS)
        self.whole = self.body_begins + (int(length[1]) if length else 0)

    @property
    def status(self) -> int:
        return int(self.received[9:12])

    @property
    def body(self) -> bytes:
        return bytes(self.received[self.body_begins : self.whole])


def drive(
    port: int,
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float = float("inf"),
    keep: Callable[[bytes], object] | None = None,
) -> Outcome:
    """Send the requests over so many connections until they or the seconds are used up, and wait for all answers.

    `keep` takes each body, in the order of answers. Raises LoadFault.
    """
    crew = [_Connection(port) for _ in range(connections)]
    try:
        return _driven(crew, requests, seconds, keep)
    finally:
        for each in crew:
            each.socket.close()


def _driven(
    crew: list[_Connection], requests: Iterator[bytes], seconds: float, keep: Callable[[bytes], object] | None
) -> Outcome:
    outcome, poll = Outcome(), select.epoll()
    by_number = {each.socket.fileno(): each for each in crew}
    processor, begun = time.process_time(), time.perf_counter()
    busy = sum(_begin(each, requests, poll, is_new=True) for each in crew)
    while busy:
        happened = poll.poll(PATIENCE_SECONDS)
        if not happened:
            raise LoadFault(f"{busy} requests without an answer for {PATIENCE_SECONDS} seconds.")
        for number, _ in happened:
            each = by_number[number]
            if each.left:
                each.send()
                poll.modify(number, _wanted(each))
            elif each.receive():
                now = time.perf_counter()
                outcome.latencies.append(now - each.begun)
                outcome.statuses[each.status] += 1
                if keep:
                    keep(each.body)
                is_over = now - begun >= seconds
                busy -= 1
                if not is_over:
                    busy += _begin(each, requests, poll)
    outcome.seconds = time.perf_counter() - begun
    outcome.processor = (time.process_time() - processor) / outcome.seconds
    outcome.answered = len(outcome.latencies)
    poll.close()
    return outcome


def _begin(each: _Connection, requests: Iterator[bytes], poll: select.epoll, *, is_new: bool = False) -> bool:
    """Send the next request, if there is one, and tell whether there was."""
    request = next(requests, None)
    if request is None:
        return False
    each.begin(request)
    number = each.socket.fileno()
    if is_new:
        poll.register(number, _wanted(each))
    elif each.left:
        poll.modify(number, _wanted(each))
    return True


def _wanted(each: _Connection) -> int:
    return select.EPOLLOUT if each.left else select.EPOLLIN
