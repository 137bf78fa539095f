"""Run a command beside throw-away services, and leave nothing behind, however it ends.

    python .ci/services.py [--title "Tests on SQLite"] [--postgres] [--redis] -- pytest …

The command finds in its environment
    ACADEMY_ENVIRONMENT              test
    ACADEMY_DATA_DIR                 an empty folder of its own
    ACADEMY_DATABASE_URL             the cluster, with --postgres; otherwise unset: SQLite in the data folder
    ACADEMY_TEST_POSTGRES_CONTROL    a program that takes stop, start, restart or kill, for tests of faults
    ACADEMY_TEST_REDIS_URL           the broker, with --redis

With a title the run announces itself, and a line with its duration, services included, is added at its end to the file
that ACADEMY_TEST_DURATIONS names, if it names one: `make test` shows them last.

Exit code: the command's own. PostgreSQL keeps fsync on, for the tests ask what survives a crash. Standard library only.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

import postgres_cluster
from postgres_cluster import ATTEMPTS, PATIENCE_SECONDS, Cluster, ServiceFailed, ServiceMissing, free_port

# Not $TMPDIR: a socket's path has at most 107 characters, and the postgres user must reach the folder.
SHORT_FOLDER = "/tmp"  # noqa: S108  mkdtemp makes the names unguessable and the folders private
GRACE_SECONDS = 10


@contextmanager
def scratch_folder(name: str) -> Iterator[Path]:
    """Give an empty folder under a short path and remove it with all that is in it."""
    folder = Path(tempfile.mkdtemp(prefix=f"academy-{name}-", dir=SHORT_FOLDER))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """Run a cluster; give the variables that lead to it."""
    with scratch_folder("postgres") as folder, scratch_folder("control") as control_folder:
        cluster = Cluster(folder)
        try:
            url = cluster.create()
            control = _control_program(control_folder, folder)
            yield {"ACADEMY_DATABASE_URL": url, "ACADEMY_TEST_POSTGRES_CONTROL": str(control)}
        finally:
            cluster.take_down()


def _control_program(home: Path, cluster_folder: Path) -> Path:
    program = home / "postgres-control"
    tool = Path(postgres_cluster.__file__).resolve()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{tool}" "{cluster_folder}" "$1"\n')
    program.chmod(0o700)
    return program


@contextmanager
def redis() -> Iterator[dict[str, str]]:
    """Run a Redis that keeps nothing; give the variable that leads to it."""
    if shutil.which("redis-server") is None:
        raise ServiceMissing("Redis is not installed: ask for the Debian package redis-server.")
    with scratch_folder("redis") as folder:
        server, port = _start_redis(folder)
        try:
            yield {"ACADEMY_TEST_REDIS_URL": f"redis://127.0.0.1:{port}/0"}
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)


def _start_redis(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(ATTEMPTS):
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
        # A session of its own: Ctrl-C in the terminal is for the command, the services go after it.
        server = subprocess.Popen(
            ["redis-server", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if _answers(server, port):
            return server, port
        server.kill()
        server.wait()
    raise ServiceFailed("redis-server does not start; run it by hand to see why.")


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            time.sleep(0.02)
    return False


class Stopped(BaseException):
    """A signal asked this program to end; the value is the signal's number."""


class Signals:
    """Signals interrupt the wait for the command and nothing else: setting up and taking down always finish."""

    def __init__(self) -> None:
        """Take over SIGINT, SIGTERM and SIGHUP."""
        self.received: int | None = None
        self._may_interrupt = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._take)

    def _take(self, number: int, _frame: FrameType | None) -> None:
        self.received = self.received or number
        if self._may_interrupt:
            raise Stopped(number)

    def stop_if_received(self) -> None:
        """Raise Stopped if a signal has come in the meantime."""
        if self.received:
            raise Stopped(self.received)

    @contextmanager
    def interrupting(self) -> Iterator[None]:
        """Let signals raise Stopped inside the block."""
        self._may_interrupt = True
        try:
            self.stop_if_received()
            yield
        finally:
            self._may_interrupt = False


@contextmanager
def announced(title: str) -> Iterator[None]:
    """Print the title, and leave a line with the block's duration for `make test`; without a title do nothing."""
    start = time.monotonic()
    if title:
        print(title, flush=True)
    yield
    if title and (named := os.environ.get("ACADEMY_TEST_DURATIONS")):
        minutes, seconds = divmod(round(time.monotonic() - start), 60)
        Path(named).parent.mkdir(parents=True, exist_ok=True)
        with Path(named).open("a") as durations:
            durations.write(f"{title:24}{minutes} min {seconds:02} s\n")


def run(command: list[str], *, with_postgres: bool, with_redis: bool) -> int:
    """Run the command beside the services asked for and return its exit code (128 + n after signal n)."""
    signals = Signals()
    try:
        with ExitStack() as stack:
            environment = {"ACADEMY_ENVIRONMENT": "test"}
            environment["ACADEMY_DATA_DIR"] = str(stack.enter_context(scratch_folder("data")))
            if with_postgres:
                environment |= stack.enter_context(postgres())
            if with_redis:
                environment |= stack.enter_context(redis())
            signals.stop_if_received()
            return _run_to_its_end(command, environment, signals)
    except Stopped as stopped:
        return 128 + int(stopped.args[0])
    except (ServiceFailed, ServiceMissing) as error:
        print(error, file=sys.stderr)
        return 1


def _run_to_its_end(command: list[str], added: dict[str, str], signals: Signals) -> int:
    inherited = {name: value for name, value in os.environ.items() if name != "ACADEMY_DATABASE_URL"}
    child = subprocess.Popen(command, env=inherited | added)
    try:
        with signals.interrupting():
            code = child.wait()
    except Stopped as stopped:
        _see_off(child, int(stopped.args[0]))
        raise
    return code if code >= 0 else 128 - code


def _see_off(child: subprocess.Popen[bytes], number: int) -> None:
    """Give the child a while to end by itself, then tell it, then kill it."""
    if number != signal.SIGINT:  # Ctrl-C reaches the child from the terminal, and twice would cut off its own clean-up
        child.send_signal(number)
    for next_signal in (signal.SIGTERM, signal.SIGKILL):
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.send_signal(next_signal)
    child.wait()


def main(arguments: list[str]) -> int:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description="Run a command beside throw-away services.")
    parser.add_argument("--title", default="", help="what the run is called, for the reader of its output")
    parser.add_argument("--postgres", action="store_true", help="start a PostgreSQL cluster")
    parser.add_argument("--redis", action="store_true", help="start a Redis")
    parser.add_argument("command", nargs="*", help="after --")
    options = parser.parse_args(arguments)
    if not options.command:
        parser.error("give a command after --")
    with announced(options.title):
        return run(options.command, with_postgres=options.postgres, with_redis=options.redis)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
