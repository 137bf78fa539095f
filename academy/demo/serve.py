"""The demo's processes: web, worker and scheduler, started together and stopped together."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

GRACE_SECONDS = 10
START_SECONDS = 60
MOST_RESTARTS = 3


class CannotServe(RuntimeError):
    """The demo cannot start or go on; the text says what to do."""


@dataclass
class Part:
    """One process of the demo and its log."""

    name: str
    command: list[str]
    log: Path
    # Kept open by the process, so that the data folder is taken for as long as any of them lives.
    lock: int | None = None
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches it once, through us."""
        with self.log.open("ab") as log:
            self.process = _popen(self.command, environment, log, self.lock)

    def ask_to_end(self) -> None:
        """Ask the process to end what it is doing and then itself."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def see_off(self) -> None:
        """Return when the process is gone; after the grace period it and its children are killed."""
        if self.process is None:
            return
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def has_ended(self) -> bool:
        """Tell whether the process was started and is gone."""
        return self.process is not None and self.process.poll() is not None


def _popen(
    command: list[str], environment: Mapping[str, str], log: IO[bytes], lock: int | None
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own commands
        command,
        env=dict(environment),
        stdout=log,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=() if lock is None else (lock,),
    )


@contextmanager
def only_one(data: Path) -> Iterator[int]:
    """Hold the data folder inside the block, for us and the processes given the lock; raise CannotServe when it is taken.

    Two workers on one folder would take each other's jobs, and the web processes each other's write lock.
    """
    with (data / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise CannotServe(
                f"A demo is running in {data} already ({lock.read().strip() or 'it does not say where'}). Use that one, or "
                "stop it with Ctrl-C first. A second demo beside it needs a folder of its own: "
                "ACADEMY_DATA_DIR=another-folder make demo PORT=8001"
            ) from None
        yield lock.fileno()


def say_where(lock: int, port: int) -> None:
    """Write into the lock what the next one who comes is told."""
    os.ftruncate(lock, 0)
    os.write(lock, f"http://localhost:{port}, process {os.getpid()}".encode())


def parts(port: int, data: Path, lock: int | None = None) -> list[Part]:
    """Return web, worker and scheduler. SQLite wants one web process with few threads."""
    logs = data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    celery = [sys.executable, "-m", "celery", "-A", "academy"]
    web = [sys.executable, "-m", "gunicorn", "academy.wsgi", "--config", "python:academy.serving"]
    made = [
        Part(
            "web",
            [*web, "--bind", f"127.0.0.1:{port}", "--workers", "1"],
            logs / "web.log",
        ),
        Part("worker", [*celery, "worker", "--pool", "solo", "--loglevel", "info"], logs / "worker.log"),
        Part(
            "scheduler",
            [*celery, "beat", "--schedule", str(data / "beat-schedule"), "--pidfile="],
            logs / "scheduler.log",
        ),
    ]
    for part in made:
        part.lock = lock
    return made


def refuse_busy_port(port: int) -> None:
    """Raise CannotServe when something listens on the port already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CannotServe(f"Port {port} is taken by another program. Choose another: make demo PORT={port + 1}")


@contextmanager
def serving(all_parts: list[Part], environment: Mapping[str, str]) -> Iterator[None]:
    """Run the parts inside the block and stop them all after it, whatever happens."""
    try:
        for part in all_parts:
            part.start(environment)
        yield
    finally:
        for part in all_parts:  # all at once: a worker takes seconds, and nobody waits for Ctrl-C gladly
            part.ask_to_end()
        for part in all_parts:
            part.see_off()


def wait_until_up(address: str, all_parts: list[Part]) -> None:
    """Return when the address answers; raise CannotServe when a part ends first or a minute passes."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        refuse_ended(all_parts)
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise CannotServe(f"{address} did not answer within {START_SECONDS} seconds. See {all_parts[0].log}.")


def watch(all_parts: list[Part], environment: Mapping[str, str], tell: Callable[[str], object]) -> None:
    """Look after the parts until interrupted: one that ends by itself is started again, and that is told.

    Raises CannotServe for one that has ended MOST_RESTARTS times before.
    """
    restarts: Counter[str] = Counter()
    while True:
        for part in [part for part in all_parts if part.has_ended]:
            restarts[part.name] += 1
            if restarts[part.name] > MOST_RESTARTS:
                refuse_ended([part])
            tell(f"The {part.name} stopped by itself and is started again. Its log is {part.log}.")
            part.start(environment)
        time.sleep(0.5)


def refuse_ended(all_parts: list[Part]) -> None:
    """Raise CannotServe naming the first part that has ended by itself, and where its log is."""
    for part in all_parts:
        if part.has_ended:
            raise CannotServe(f"The {part.name} stopped by itself. See the end of {part.log}.")
