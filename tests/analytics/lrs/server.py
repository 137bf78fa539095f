"""A real server under load, so that a test can kill it, or its database, in the middle."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

from django.db import connection

from tests.analytics.lrs.conftest import URL, Tool, said

PATIENCE_SECONDS = 60
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

    def post(self, tool: Tool, batch: list[dict[str, object]]) -> int | None:
        """Send a batch on a connection of its own; None when no answer came."""
        client = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            client.request("POST", URL, json.dumps(batch), tool.headers(**{"Content-Type": "application/json"}))
            answer = client.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return None
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


@dataclass
class Load:
    """Writers that send batches without pause, and what became of each batch."""

    server: Server
    tool: Tool
    acknowledged: list[list[str]] = field(default_factory=list)
    unanswered: list[list[str]] = field(default_factory=list)
    statuses: list[int | None] = field(default_factory=list)
    _ended: Event = field(default_factory=Event)

    @contextmanager
    def from_writers(self, count: int) -> Iterator["Load"]:
        """Run so many writers inside the block."""
        writers = [Thread(target=self._write) for _ in range(count)]
        for writer in writers:
            writer.start()
        try:
            yield self
        finally:
            self._ended.set()
            for writer in writers:
                writer.join(PATIENCE_SECONDS)

    def _write(self) -> None:
        for size in cycle(BATCHES):
            if self._ended.is_set():
                return
            batch = [said() for _ in range(size)]
            status = self.server.post(self.tool, batch)
            kept = self.acknowledged if status == 200 else self.unanswered
            kept.append([str(statement["id"]) for statement in batch])
            self.statuses.append(status)
            if status != 200:
                time.sleep(0.05)

    def await_acknowledged(self, more: int) -> None:
        """Wait until so many more batches have been acknowledged."""
        wanted, deadline = len(self.acknowledged) + more, time.monotonic() + PATIENCE_SECONDS
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline, f"only {len(self.acknowledged)} of {wanted} batches acknowledged"
            time.sleep(0.01)
