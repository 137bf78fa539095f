"""A throw-away PostgreSQL cluster, and the control that lets a test stop, start, restart or kill it.

python .ci/postgres_cluster.py FOLDER stop|start|restart|kill
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from packages import postgresql_bin

# initdb and postgres refuse to run as root; Debian's package brings this user.
POSTGRES_USER = "postgres"
ROLE = DATABASE = "academy"
ATTEMPTS = 3
PATIENCE_SECONDS = 30


class ServiceMissing(Exception):
    """A program that a service needs is not on this machine; the message says which package brings it."""


class ServiceFailed(Exception):
    """A service did not do what it was told; the message carries its own words."""


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """One cluster in one folder, run as oneself or, by root, as the postgres user."""

    def __init__(self, folder: Path) -> None:
        """Take the folder that holds, or will hold, the cluster; raise ServiceMissing without PostgreSQL."""
        programs = postgresql_bin()
        if programs is None:
            raise ServiceMissing("PostgreSQL's server is not installed: ask for the Debian package postgresql.")
        self.programs = programs
        self.folder = folder
        self.data = folder / "data"
        self.lock = self.data / "postmaster.pid"

    def create(self) -> str:
        """Make the cluster with one database, start it on a free port, and return the database's URL."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, POSTGRES_USER)
        self._run("initdb", f"--username={ROLE}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        port = self._start_on_free_port()
        self._run("createdb", f"--host={self.folder}", f"--port={port}", f"--username={ROLE}", DATABASE)
        return f"postgres://{ROLE}@127.0.0.1:{port}/{DATABASE}"

    def start(self) -> None:
        """Start on the port chosen before; return when connections are accepted, after recovery if need be."""
        self._run("pg_ctl", "start", "--wait", f"--timeout={PATIENCE_SECONDS}", f"--log={self.folder / 'log'}")

    def stop(self) -> None:
        """Stop as an operator does: connections are cut, what is committed is written down."""
        if self.lock.exists():
            self._run("pg_ctl", "stop", "--wait", f"--timeout={PATIENCE_SECONDS}", "--mode=fast")

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """Stop as a power cut does: every process at once, by SIGKILL. `start` recovers from it."""
        if not self.lock.exists():
            return
        postmaster = int(self.lock.read_text().split()[0])
        family = [postmaster, *_children_of(postmaster)]
        for process in family:
            _kill_quietly(process)
        _wait_until_dead(family)
        # In a container whose first process reaps nothing the dead postmaster stays on as a zombie, which PostgreSQL
        # takes for a running server. It is dead, so its locks go: on the data and on the socket.
        for lock in (self.lock, *self.folder.glob(".s.PGSQL.*.lock")):
            lock.unlink(missing_ok=True)

    def take_down(self) -> None:
        """Stop, and if the server is beyond that, kill."""
        try:
            self.stop()
        except ServiceFailed:
            self.kill()

    def _start_on_free_port(self) -> int:
        for attempt in range(1, ATTEMPTS + 1):
            port = free_port()
            self._configure(port)
            try:
                self.start()
            except ServiceFailed:
                if attempt == ATTEMPTS:  # then it was not another program's quicker hand on the port
                    raise
            else:
                return port
        raise AssertionError("unreachable")

    def _configure(self, port: int) -> None:
        lines = (
            "listen_addresses = '127.0.0.1'",
            f"port = {port}",
            f"unix_socket_directories = '{self.folder}'",
            "fsync = on",
            "timezone = 'UTC'",
        )
        (self.data / "postgresql.auto.conf").write_text("\n".join(lines) + "\n")

    def _run(self, program: str, *arguments: str) -> None:
        identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            identity = {"user": POSTGRES_USER, "group": POSTGRES_USER, "extra_groups": []}
        outcome = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            env=os.environ | {"PGDATA": str(self.data), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,  # Ctrl-C in the terminal is for the tests, not for the database
            **identity,
        )
        if outcome.returncode:
            log = self.folder / "log"
            server_said = log.read_text(errors="replace") if log.exists() else ""
            raise ServiceFailed(f"{program} failed:\n{outcome.stdout}{server_said}")


def _children_of(parent: int) -> list[int]:
    return [process for process in _processes() if _state_and_parent(process)[1] == parent]


def _processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _state_and_parent(process: int) -> tuple[str, int]:
    """Return a process's state and its parent; ("X", 0), the kernel's word for dead, for one that is gone."""
    try:
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return "X", 0
    return after_name[0], int(after_name[1])


def _kill_quietly(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def _wait_until_dead(processes: list[int]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(_state_and_parent(process)[0] not in "XZ" for process in processes):
        if time.monotonic() > deadline:
            raise ServiceFailed(f"Processes {processes} are still there after {PATIENCE_SECONDS} seconds.")
        time.sleep(0.02)


def main(folder: str, action: str) -> int:
    """Do one action to the cluster in a folder; return the exit code."""
    if action not in {"stop", "start", "restart", "kill"}:
        print(f"{action}: use stop, start, restart or kill", file=sys.stderr)
        return 2
    try:
        getattr(Cluster(Path(folder)), action)()
    except (ServiceFailed, ServiceMissing) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
