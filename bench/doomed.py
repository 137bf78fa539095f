"""A web server and a database that may be killed at any moment, as by power cut, and are started again."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg
from django.db import connection

from bench.processor import children_of
from bench.servers import GUNICORN, PATIENCE_SECONDS, await_listening, free_port, listening_at


class Web:
    """The academy's gunicorn, at one port however often it is started."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it listens."""
        log = self._folder / "academy.log"
        with log.open("ab") as written:
            environment = listening_at(self.port, self._folder) | {"ACADEMY_LOG_LEVEL": "WARNING"}
            self._process = subprocess.Popen(GUNICORN, env=environment, stdout=written, stderr=written)  # noqa: S603 - ours
        await_listening(self._process, self.port, log)

    def kill_worker(self) -> None:
        """Kill one of the processes that answer; the first process forks another."""
        workers = children_of(self._running.pid)
        if workers:
            _kill(workers[0])

    def kill_master(self) -> None:
        """Kill the first process and start another when the workers, now orphans, have gone by themselves."""
        orphans = children_of(self._running.pid)
        _kill(self._running.pid)
        self._running.wait()
        _await_gone(orphans)
        self.start()

    def kill_all(self) -> None:
        """Kill every process of it at once, and start it again."""
        family = [self._running.pid, *children_of(self._running.pid)]
        for each in family:
            _kill(each)
        self._running.wait()
        _await_gone(family)
        self.start()

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._running.terminate()
        self._running.wait(PATIENCE_SECONDS)

    @property
    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            raise RuntimeError("It has not been started.")
        return self._process


class Database:
    """PostgreSQL with the control that .ci/services.py gives."""

    def __init__(self) -> None:
        self._control = os.environ["ACADEMY_TEST_POSTGRES_CONTROL"]

    def kill_backend(self) -> None:
        """Kill a process that works for a connection; PostgreSQL then drops all connections and recovers by itself."""
        at = connection.settings_dict
        try:
            with psycopg.connect(os.environ["ACADEMY_DATABASE_URL"], connect_timeout=5) as asking:
                row = asking.execute(
                    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = %s"
                    " AND pid <> pg_backend_pid() ORDER BY query_start DESC LIMIT 1",
                    [at["NAME"]],
                ).fetchone()
        except psycopg.OperationalError:
            return
        if row:
            _kill(int(row[0]))

    def kill_all(self) -> None:
        """Kill the server with all its processes, and start it again: it recovers from its log."""
        subprocess.run([self._control, "kill"], check=True)  # noqa: S603 - ours
        subprocess.run([self._control, "start"], check=True)  # noqa: S603 - ours


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def _await_gone(processes: list[int]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(_lives(each) for each in processes):
        if time.monotonic() > deadline:
            raise RuntimeError(f"{len(processes)} processes outlive the first one.")
        time.sleep(0.05)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "XZ"
