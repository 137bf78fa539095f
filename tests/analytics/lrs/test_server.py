"""Over a real socket: what only a server between tool and store can get wrong."""

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.analytics.lrs.conftest import URL, Tool, said, stored
from tests.analytics.lrs.server import Server, database_url, running

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]

LIMIT = 4_000_000
KILOBYTE = b" " * 1024


@pytest.fixture
def server(tool: Tool, on_disk: None, tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, database_url()) as found:
        yield found


def chunked(server: Server, tool: Tool, pieces: Iterator[bytes]) -> int:
    """Post in chunks, without a length, and return the status."""
    client = HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = tool.headers(**{"Content-Type": "application/json", "Transfer-Encoding": "chunked"})
    client.request("POST", URL, pieces, headers, encode_chunked=True)
    status = client.getresponse().status
    client.close()
    return status


def test_bodies_in_chunks_are_read_and_bounded(server: Server, tool: Tool) -> None:
    statement = json.dumps(said()).encode()
    assert chunked(server, tool, iter([statement[:20], statement[20:]])) == 200
    assert chunked(server, tool, (KILOBYTE for _ in range(LIMIT // 1024 + 1))) == 413
    assert len(stored()) == 1


def test_a_sender_that_goes_away_in_the_middle_stores_nothing_and_stops_nobody(server: Server, tool: Tool) -> None:
    body = json.dumps([said(), said()]).encode()
    lines = [f"{name}: {value}" for name, value in tool.headers().items()]
    head = "\r\n".join([f"POST {URL} HTTP/1.1", "Host: x", "Content-Type: application/json", *lines])
    for _ in range(8):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
            client.sendall(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:-10])
    assert server.post(tool, [said()]) == 200
    assert len(stored()) == 1
