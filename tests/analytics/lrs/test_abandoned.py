"""Who goes away in the middle, or falls silent, over a real socket: nothing of it is kept, and everything is given back."""

import json
import random
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from learners.models import User
from tests.analytics.lrs.bodies import KIND, attached, first, in_parts, part, rows
from tests.analytics.lrs.conftest import URL, Tool, said, stored
from tests.analytics.lrs.server import Server, database_url, running
from tests.conftest import signed_in
from tests.processes.waiting import until

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]

TIMES = 24
THREADS = 4
LARGE = random.Random(4).randbytes(3_000_000)


@pytest.fixture
def server(tool: Tool, on_disk: None, tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, database_url()) as found:
        yield found


def head_of(method: str, address: str, tool: Tool, **more: str) -> bytes:
    """The first lines of a request; headers with _ for -."""
    lines = [f"{method} {address} HTTP/1.1", "Host: localhost"]
    headers = tool.headers() | {name.replace("_", "-"): value for name, value in more.items()}
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()


def upload(tool: Tool, content: bytes = LARGE) -> tuple[bytes, bytes]:
    """The head and the body of a statement with an attachment."""
    body = in_parts(first(said(attachments=[attached(content)])), part(content))
    return head_of("POST", URL, tool, Content_Type=KIND, Content_Length=str(len(body))), body


def connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=60)


def gone(client: socket.socket, *, at_once: bool) -> None:
    """End a connection: as a program that ends, or at once, as one that is killed with something unread."""
    if at_once:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def answered(client: socket.socket, request: bytes) -> bytes:
    """Send a request and return the first octets of its answer."""
    client.sendall(request)
    return client.recv(12)


@contextmanager
def deaf(server: Server, request: bytes) -> Iterator[list[socket.socket]]:
    """Have more clients than there are threads ask for something large, and hardly read what comes."""
    clients = [socket.socket() for _ in range(THREADS + 2)]
    try:
        for client in clients:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(60)
            client.connect(("127.0.0.1", server.port))
            client.sendall(request)
        yield clients
    finally:
        for client in clients:
            client.close()


def held(server: Server, folder: Path) -> list[str]:
    """The files that the worker holds open: attachments and spools, which have no name; and one of its own without a name."""
    found = []
    for each in Path(f"/proc/{server.worker()}/fd").iterdir():
        try:
            target = str(each.readlink())
        except OSError:
            continue
        if str(folder / "attachments") in target or (target.endswith("(deleted)") and not target.startswith("/dev")):
            found.append(target)
    return sorted(found)


def files(folder: Path) -> list[str]:
    """The names of the files of attachments."""
    root = folder / "attachments"
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_who_goes_away_leaves_no_row_no_file_and_no_thread(server: Server, tool: Tool, tmp_path: Path) -> None:
    worker, before, draw = server.worker(), held(server, tmp_path), random.Random(1)
    for number in range(TIMES):
        head, body = upload(tool)
        # Early, in the middle of the data, and right before its end.
        cut = draw.choice([draw.randrange(2_000), draw.randrange(len(body)), len(body) - draw.randrange(1, 50)])
        client = connected(server)
        client.sendall(head + body[:cut])
        gone(client, at_once=bool(number % 2))
    contents = [random.Random(seed).randbytes(3_000_000) for seed in range(4)]
    for content in contents:
        with connected(server) as client:
            assert answered(client, b"".join(upload(tool, content))).endswith(b"200")
    until(lambda: held(server, tmp_path) == before, "every file has been closed", 30)
    assert len(stored()) == len(rows()) == len(contents)
    assert files(tmp_path) == sorted(row.file for row in rows())

    for number in range(TIMES):
        client = connected(server)
        client.sendall(head_of("GET", f"{URL}?attachments=true", tool))
        left = draw.randrange(1, 6_000_000)
        while left > 0 and (piece := client.recv(min(left, 65_536))):
            left -= len(piece)
        gone(client, at_once=bool(number % 2))
    until(lambda: held(server, tmp_path) == before, "every file has been closed", 30)
    with connected(server) as client:
        client.sendall(head_of("GET", f"{URL}?attachments=true", tool, Connection="close"))
        got = b""
        while piece := client.recv(1 << 20):
            got += piece
    assert all(content in got for content in contents)
    assert server.worker() == worker


@pytest.fixture
def impatient(tool: Tool, on_disk: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("ACADEMY_WEB_SILENCE_SECONDS", "1")
    monkeypatch.setenv("ACADEMY_WEB_THREADS", str(THREADS))
    with running(tmp_path, database_url()) as found:
        yield found


def test_who_falls_silent_or_does_not_read_holds_no_thread_for_ever(
    impatient: Server, tool: Tool, tmp_path: Path
) -> None:
    before, body = held(impatient, tmp_path), json.dumps([said()]).encode()
    half = head_of("POST", URL, tool, Content_Type="application/json", Content_Length=str(len(body)))
    silent = [connected(impatient) for _ in range(THREADS + 2)]
    for number, client in enumerate(silent):
        client.sendall((half + body[:-5]) if number % 2 else half[:-20])
    assert impatient.post(tool, [said()]) == 200, "all threads wait for those who say nothing"
    for number, client in enumerate(silent):
        assert client.recv(12) == (b"HTTP/1.1 400" if number % 2 else b"")
        client.close()
    assert len(stored()) == 1

    for seed in range(4):
        with connected(impatient) as client:
            assert answered(client, b"".join(upload(tool, random.Random(seed).randbytes(3_000_000)))).endswith(b"200")
    with deaf(impatient, head_of("GET", f"{URL}?attachments=true", tool)):
        assert impatient.post(tool, [said()]) == 200, "all threads wait for those who do not read"
        until(lambda: held(impatient, tmp_path) == before, "every file has been closed", 30)


def test_nor_does_who_does_not_read_a_picture(impatient: Server, tool: Tool, tmp_path: Path) -> None:
    picture = tmp_path / "media" / "gran.png"
    picture.parent.mkdir()
    picture.write_bytes(4 * LARGE)
    browser = signed_in(User.objects.create_user("bo@example.org"))
    cookie = f"Cookie: sessionid={browser.cookies['sessionid'].value}"
    with deaf(impatient, f"GET /media/gran.png HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n\r\n".encode()) as clients:
        assert all(client.recv(12) == b"HTTP/1.1 200" for client in clients[:THREADS])
        assert impatient.post(tool, [said()]) == 200, "all threads wait for those who do not read"
