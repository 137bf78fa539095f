"""A real server under load, so that a test can kill it, or its database, in the middle."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path

from django.db import connection

from bench.servers import PATIENCE_SECONDS
from bench.writers import Writers
from tests.analytics.lrs.conftest import URL, Tool, said

BATCHES = (1, 3, 1, 20)
"""Small ones share a transaction where several come at the same time; a larger one has its own."""


def database_url() -> str:
    """The URL by which another process finds the database of the test."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


@dataclass
class Server:
    """gunicorn with one worker process and several threads."""

    process: subprocess.Popen[bytes]
    port: int

    def worker(self) -> int:
        """The process id of the worker that takes requests."""
        return int(Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()[0])

    def kill_worker(self) -> None:
        """End the worker as a power cut does; gunicorn forks another."""
        os.kill(self.worker(), signal.SIGKILL)

    def post(self, tool: Tool, batch: list[dict[str, object]]) -> int:
        """Send a batch on a connection of its own; return the status, 0 when no answer came."""
        return posted(self.port, headers_of(tool), batch)

    def load(self, tool: Tool) -> "Load":
        """Writers with the tool's key."""
        return Load(self.port, headers_of(tool))


def headers_of(tool: Tool) -> dict[str, str]:
    """The headers of a request of the tool that sends JSON."""
    return tool.headers(**{"Content-Type": "application/json"})


def posted(port: int, headers: Mapping[str, str], batch: list[dict[str, object]]) -> int:
    """Send a batch on a connection of its own; return the status, 0 when no answer came."""
    client = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        client.request("POST", URL, json.dumps(batch), dict(headers))
        answer = client.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return 0
    finally:
        client.close()
    return answer.status


@contextmanager
def running(folder: Path, database: str) -> Iterator[Server]:
    """Run a server on the database with this URL; `folder` takes its files and its log."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "ACADEMY_ENVIRONMENT": "test",
        "ACADEMY_DATA_DIR": str(folder),
        "ACADEMY_DATABASE_URL": database,
    }
    options = ["--config", "python:academy.serving", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "academy.wsgi", *options], env=environment, stdout=log, stderr=log
        )
        try:
            _await(port)
            yield Server(process, port)
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _await(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        client = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            client.request("GET", "/xapi/about")
            client.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            client.close()
    raise AssertionError("The server does not start; its log is in server.log.")


class Load(Writers[list[str]]):
    """Writers of batches, alone and several at a time; of each, the ids that its statements have."""

    number = 4

    def _write(self, number: int) -> None:
        for size in cycle(BATCHES):
            if self._is_over.is_set():
                return
            batch = [said() for _ in range(size)]
            status = posted(self.port, self.headers, batch)
            self._note([str(statement["id"]) for statement in batch], status)
            if status != 200:
                time.sleep(0.05)
