"""The demo looks after its processes: one that ends is started again, one that keeps ending is reported."""

import socket
import sys
from pathlib import Path

import pytest

from academy.demo.serve import MOST_RESTARTS, CannotServe, Part, refuse_busy_port, watch


def test_a_part_that_keeps_ending_is_started_again_and_then_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = Part("worker", [sys.executable, "-c", "print('gone')"], tmp_path / "worker.log")
    told: list[str] = []
    monkeypatch.setattr("academy.demo.serve.time.sleep", lambda seconds: part.process and part.process.wait())
    part.start({})
    assert part.process is not None
    part.process.wait()
    with pytest.raises(CannotServe, match="The worker stopped by itself"):
        watch([part], {}, told.append)
    assert len(told) == MOST_RESTARTS
    assert part.log.read_text().count("gone") == MOST_RESTARTS + 1


def test_a_taken_port_is_named_with_another_to_choose() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=f"Port {port} is taken.*PORT={port + 1}"):
            refuse_busy_port(port)
