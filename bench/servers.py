"""The servers that are measured: the academy's own gunicorn as in production, and Ralph's. Both keep connections open."""

import os
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from academy.scoping import unscoped_quietly
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Actors, Allows
from bench import ralph
from bench.world import Place

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 60
GUNICORN = (sys.executable, "-m", "gunicorn", "academy.wsgi", "--config", "python:academy.serving")


@dataclass(frozen=True)
class Target:
    """A record store that listens: its port, where its statements are, the header lines of every request, its process."""

    name: str
    port: int
    path: str
    lines: str
    process: int

    def post(self, body: bytes) -> bytes:
        """Return a whole request that stores a statement or an array of them."""
        head = f"POST {self.path} HTTP/1.1\r\n{self.lines}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def get(self, query: str) -> bytes:
        """Return a whole request that reads; the query is written as in an address."""
        return f"GET {self.path}?{query} HTTP/1.1\r\n{self.lines}\r\n".encode()


@contextmanager
def academy(place: Place, folder: Path) -> Iterator[Target]:
    """Serve the database of the run by gunicorn with the settings of production; the place's key may do everything."""
    port = free_port()
    with running(GUNICORN, listening_at(port, folder), folder / "academy.log", port) as server:
        yield Target("academy", port, "/xapi/statements", lines_of(*key_of(place)), server.pid)


@contextmanager
def ralph_keeping_nothing(environment_folder: Path, folder: Path, workers: int) -> Iterator[Target]:
    """Serve Ralph with a backend that keeps nothing, by so many workers; the target is named "ralph x" and their number."""
    python, port, name = ralph.python_with_ralph(environment_folder), free_port(), f"ralph x{workers}"
    command, environment = ralph.command(python, port, workers), ralph.environment(python, folder)
    with running(command, environment, folder / f"{name}.log", port) as server:
        lines = _lines(ralph.USER, ralph.PASSWORD, version="1.0.3")
        yield Target(name, port, "/xAPI/statements", lines, server.pid)


def listening_at(port: int, folder: Path) -> dict[str, str]:
    """Return the environment of the academy in production, listening at this port."""
    return production(folder) | {"ACADEMY_WEB_BIND": f"127.0.0.1:{port}"}


def lines_of(key: str, secret: str) -> str:
    """Return the header lines of every request to the academy, as a proxy in front passes them on."""
    return f"X-Forwarded-Proto: https\r\n{_lines(key, secret)}"


def production(folder: Path) -> dict[str, str]:
    """Return the environment of the academy in production, on the database of the run.

    Requests are counted against the limit as ever, but the limit is beyond what one key can send.
    """
    return os.environ | {
        "ACADEMY_ENVIRONMENT": "production",
        "ACADEMY_SECRET_KEY": settings.SECRET_KEY,
        "ACADEMY_DATA_DIR": str(folder),
        "ACADEMY_DATABASE_URL": os.environ.get("ACADEMY_DATABASE_URL", f"sqlite:///{connection.settings_dict['NAME']}"),
        "ACADEMY_BASE_URL": "https://localhost",
        "ACADEMY_HOSTS": "localhost",
        "ACADEMY_IRI_BASE": settings.IRI_BASE,
        "ACADEMY_CACHE_URL": os.environ.get("ACADEMY_TEST_REDIS_URL", "locmemcache://"),
        "ACADEMY_BROKER_URL": f"filesystem://{folder / 'broker'}",
        "ACADEMY_EMAIL_URL": f"filemail://{folder / 'mail'}",
        "ACADEMY_LRS_REQUESTS_PER_MINUTE": "10000000",
    }


def key_of(place: Place) -> tuple[str, str]:
    """Issue a key of the place that may do everything in the record store, and name anyone; return it and its secret."""
    with unscoped_quietly("a measurement has a key"):
        key = issue(
            organisation_id=place.id, name="Mätning", scopes=(Allows.ALL,), actors=Actors.ANY, now=datetime.now(UTC)
        )
    return key.key, key.secret


def _lines(user: str, password: str, *, version: str = "2.0.0") -> str:
    basic = b64encode(f"{user}:{password}".encode()).decode()
    return f"Host: localhost\r\nAuthorization: Basic {basic}\r\nX-Experience-API-Version: {version}\r\n"


def free_port() -> int:
    """Return a port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], log: Path, port: int
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a server inside the block, and give its process when it listens; raise RuntimeError when it does not."""
    with log.open("ab") as written:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=written, stderr=written
        )
    try:
        await_listening(process, port, log)
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def await_listening(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Return when something listens on the port; raise RuntimeError with the end of the log when nothing will."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{log.name}: the server does not start.\n{log.read_text(errors='replace')[-2000:]}")
