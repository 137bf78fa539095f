"""The record store under everything that nobody should send, for a long time: no fault, no stall, and no memory kept.

Over a real socket, so that the web server's own reading is tried too, and so that the memory of its processes can be read.
"""

import random
import socket
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from analytics.lrs.auth import Allows
from tests.analytics.lrs.conftest import Tool, Towns, key_of, on_disk, said, tool, towns
from tests.analytics.lrs.hostile import PLACES, Request, by_hand, query_of, requests
from tests.analytics.lrs.server import Server, database_url, running
from tests.soak.lengths import SECONDS

__all__ = ["on_disk", "tool", "towns"]
pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]

# No answer takes longer on a busy machine, whatever is sent.
LONGEST_SECONDS = 30
# What the process may grow by after it has been warmed up: each of its threads has a heap, and meets the worst bodies late.
WARM_UPS, MOST_GROWTH_MB = 8, 100
EXAMPLES_AT_ONCE = 500


@pytest.fixture
def server(on_disk: None, tool: Tool, tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, database_url()) as found:
        yield found


@pytest.fixture
def mighty(towns: Towns) -> Tool:
    return Tool(key_of(towns.eksjo, Allows.ALL))


def memory_mb(process: int) -> float:
    """Return what a process holds in memory."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def answered(server: Server, tool: Tool, request: Request) -> int:
    """Send a request; return its status, 0 when the server closed the connection over what is no HTTP."""
    client = HTTPConnection("127.0.0.1", server.port, timeout=LONGEST_SECONDS)
    headers = {"Content-Type": request.kind, **tool.headers(), **request.headers}
    try:
        client.request(request.method, f"/xapi/{request.resource}{request.query}", request.body, headers)
        answer = client.getresponse()
        answer.read()
    except TimeoutError:
        raise AssertionError(f"no answer in time: {request.method} {request.resource}") from None
    except (OSError, HTTPException, ValueError):
        return 0
    finally:
        client.close()
    return answer.status


def test_no_fault_no_stall_and_no_memory_kept(server: Server, mighty: Tool) -> None:
    statuses: Counter[int] = Counter()

    def everything_by_hand() -> None:
        statuses.update(answered(server, mighty, request) for _, request in by_hand())

    @settings(
        max_examples=EXAMPLES_AT_ONCE, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(request=requests())
    def everything_drawn(request: Request) -> None:
        statuses[answered(server, mighty, request)] += 1

    for _ in range(WARM_UPS):
        everything_by_hand()
    everything_drawn()
    worker, ends = server.worker(), time.monotonic() + SECONDS
    warm = memory_mb(worker)
    while time.monotonic() < ends:
        everything_drawn()
        everything_by_hand()
    assert server.worker() == worker, "the worker died and was replaced"
    grown = memory_mb(worker) - warm
    assert [status for status in statuses if status >= 500] == [], statuses
    assert statuses[200] > 0
    assert statuses[400] > 0
    assert grown < MOST_GROWTH_MB, f"{grown:.0f} MB more after {statuses.total()} requests"
    assert server.post(mighty, [said()]) == 200


def garbage(draw: random.Random, tool: Tool) -> bytes:
    """Return octets that begin like a request, and go wrong somewhere."""
    resource = draw.choice(list(PLACES))
    lines = [
        f"{draw.choice(['GET', 'POST', 'PUT', 'X' * 300, ''])} /xapi/{resource}{query_of(PLACES[resource])} HTTP/1.1"
    ]
    lines += ["Host: localhost", *(f"{name}: {value}" for name, value in tool.headers().items())]
    lines += draw.sample(
        [
            "Content-Length: -1", "Content-Length: 9999999999999999999999", "Content-Length: 5, 6", "Content-Length: abc",
            "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: \x0bchunked",
            "Expect: 100-continue", ": nameless", "No colon", "Folded: a\r\n b", f"Long: {'x' * 20_000}",
            "X-Experience-API-Version: \xff\xfe", "Content-Type: multipart/mixed; boundary=\"", "If-Match: \"" + "a" * 5_000,
            *(f"N{number}: x" for number in range(120)),
        ],
        draw.randrange(6),
    )  # fmt: skip
    body = draw.choice([b"", b"zz\r\n", b"5\r\nabc", b"ffffffffffffffff\r\n", b"0\r\n\r\n", draw.randbytes(200)])
    whole = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body
    return whole[: draw.randrange(1, len(whole))] if draw.random() < 0.2 else whole


def test_what_is_no_http_stops_nobody(server: Server, mighty: Tool) -> None:
    """Half requests are left open by their senders; the threads that read them are given back."""
    draw, ends, sent = random.Random(5), time.monotonic() + SECONDS / 4, 0
    while time.monotonic() < ends:
        open_ones = []
        for _ in range(20):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=LONGEST_SECONDS)
            client.sendall(garbage(draw, mighty))
            open_ones.append(client)
            sent += 1
        for client in open_ones:
            client.close()
        assert server.post(mighty, [said()]) == 200
    assert sent > 20
