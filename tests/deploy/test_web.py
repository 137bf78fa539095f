"""Asking the web process by its socket, as nginx would."""

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from threading import Thread
from typing import ClassVar

import pytest
from services import scratch_folder

from deploy.machine import Machine, StepFailed
from deploy.web import QUESTIONS, require_answers, status_of
from tests.deploy.conftest import HOST, ROOT


class StandIn(BaseHTTPRequestHandler):
    """Answers with the status that a test has set, to whoever asks for our host by https."""

    statuses: ClassVar[dict[str, int]] = {}

    def do_GET(self) -> None:
        is_ours = self.headers["Host"] == HOST and self.headers["X-Forwarded-Proto"] == "https"
        self.send_response(self.statuses.get(self.path, 200) if is_ours else 400)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def address_string(self) -> str:
        return "nginx"

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def socket_path() -> Iterator[Path]:
    StandIn.statuses.clear()
    with scratch_folder("web") as folder:
        server = ThreadingUnixStreamServer(str(folder / "web.sock"), StandIn)
        Thread(target=server.serve_forever, daemon=True).start()
        yield folder / "web.sock"
        server.shutdown()
        server.server_close()


@pytest.fixture
def machine() -> Machine:
    return Machine(say=lambda text: None)


def test_who_answers_all_questions_is_well(machine: Machine, socket_path: Path) -> None:
    require_answers(machine, socket_path, HOST, patience=0)


@pytest.mark.parametrize("address", QUESTIONS)
def test_who_does_not_is_named_with_what_was_said(machine: Machine, socket_path: Path, address: str) -> None:
    StandIn.statuses[address] = 503
    with pytest.raises(StepFailed, match=f"{address} 503"):
        require_answers(machine, socket_path, HOST, patience=0)


def test_nobody_there_is_no_answer(machine: Machine, tmp_path: Path) -> None:
    assert status_of(tmp_path / "none.sock", HOST, "/") == 0
    with pytest.raises(StepFailed, match="no answer"):
        require_answers(machine, tmp_path / "none.sock", HOST, patience=0)


def test_a_container_is_asked_the_same_way(socket_path: Path) -> None:
    environment = {"ACADEMY_WEB_BIND": f"unix:{socket_path}", "ACADEMY_HOSTS": f"{HOST},other.example"}
    command = [sys.executable, "-m", "deploy.alive"]
    assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
    StandIn.statuses["/health/ready/"] = 503
    assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 1
