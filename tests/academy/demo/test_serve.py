"""The demo looks after its processes: one that ends is started again, one that keeps ending is reported."""

import socket
import sys
from pathlib import Path

import pytest

from academy.demo.serve import MOST_RESTARTS, CannotServe, Part, only_one, refuse_busy_port, say_where, watch


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


def test_a_second_demo_on_the_same_folder_is_refused_with_words(tmp_path: Path) -> None:
    with only_one(tmp_path) as lock:
        say_where(lock, 8017)
        with (
            pytest.raises(CannotServe, match=r"running in .* already \(http://localhost:8017, process \d+\)"),
            only_one(tmp_path),
        ):
            pytest.fail("two demos at once")
    with only_one(tmp_path):
        assert (tmp_path / "demo.lock").exists()


def test_a_folder_is_taken_as_long_as_a_part_lives(tmp_path: Path) -> None:
    """A demo that was killed leaves its worker behind: a second worker beside it is what must not be."""
    part = Part("worker", [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "worker.log")
    with only_one(tmp_path) as lock:
        part.lock = lock
        part.start({})
    try:
        with pytest.raises(CannotServe), only_one(tmp_path):
            pytest.fail("two workers at once")
    finally:
        part.ask_to_end()
        part.see_off()
    with only_one(tmp_path):
        assert part.has_ended
