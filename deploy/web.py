"""Asking the web process by its socket whether pages are answered."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from deploy import settings_file
from deploy.layout import USER, Layout
from deploy.machine import Machine, StepFailed

PATIENCE_SECONDS = 90
# A page that asks the database, the languages, the templates and the static files.
QUESTIONS = ("/health/ready/", "/konto/login/")


class SocketConnection(HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: Path, host: str) -> None:
        """Take the socket, and the name that is asked for."""
        super().__init__(host, timeout=20)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket instead of the host."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def status_of(path: Path, host: str, address: str) -> int:
    """Return the status of an answer as nginx would get it; 0 when there is none."""
    connection = SocketConnection(path, host)
    try:
        connection.request("GET", address, headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"})
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def require_answers(machine: Machine, path: Path, host: str, patience: float = PATIENCE_SECONDS) -> None:
    """Return when pages are answered; raise StepFailed when they are not in time."""
    machine.say(f"   ask {' and '.join(QUESTIONS)} by {path}, for at most {patience:.0f} seconds")
    if machine.rehearses:
        return
    deadline = time.monotonic() + patience
    while True:
        found = {address: status_of(path, host, address) for address in QUESTIONS}
        if set(found.values()) == {200}:
            return
        if time.monotonic() > deadline:
            said = ", ".join(f"{address} {status or 'no answer'}" for address, status in found.items())
            raise StepFailed(f"The web process does not answer as it should: {said}. See journalctl -u academy-web.")
        time.sleep(0.5)


@contextmanager
def on_trial(machine: Machine, layout: Layout, release: Path) -> Iterator[Path]:
    """Run a release's web process on a socket that nginx does not know, inside the block; give the socket."""
    path = layout.data / "trial.sock"
    command = [str(release / ".venv/bin/gunicorn"), "academy.wsgi", "--config", "python:academy.serving"]
    machine.say(f"   ({USER}) {' '.join(command)}   # at {path}")
    if machine.rehearses:
        yield path
        return
    chosen = settings_file.read(layout.environment) | {"ACADEMY_WEB_BIND": f"unix:{path}", "ACADEMY_WEB_WORKERS": "1"}
    process = subprocess.Popen(command, cwd=release, env=chosen, user=USER, group=USER, extra_groups=[], umask=0o027)
    try:
        yield path
    finally:
        process.terminate()
        process.wait(60)
        path.unlink(missing_ok=True)
