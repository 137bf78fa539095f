"""`manage.py demo` itself: quick the second time, clear when it cannot start, and gone when it is stopped."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Started
from tests.browser.demo import Demo

pytestmark = pytest.mark.browser


def test_ctrl_c_ends_everything_that_was_started(started: Started) -> None:
    assert started.starts.stop_code == 0
    assert started.starts.left_behind == []


def test_the_second_start_is_quick(started: Started) -> None:
    assert started.starts.second_seconds <= 10


def test_web_worker_and_scheduler_run(started: Started) -> None:
    commands = " | ".join(started.demo.processes())
    assert all(part in commands for part in ("gunicorn", " worker ", " beat ", "manage.py demo"))


def test_it_prints_where_to_go_and_as_whom(started: Started) -> None:
    said = started.demo.said()
    assert f"{started.demo.address}/admin/" in said
    assert "maja@savsjo.example" in said
    assert re.search(r"Bearer \w+\.\S{20,}", said)


def test_a_port_that_is_taken_is_one_clear_sentence(started: Started, tmp_path: Path) -> None:
    refused = Demo(tmp_path, started.demo.port).try_to_start()
    assert refused.returncode != 0
    lines = refused.stdout.strip().splitlines()
    assert len(lines) == 1, refused.stdout
    assert str(started.demo.port) in lines[0]
    assert f"PORT={started.demo.port + 1}" in lines[0]
    assert started.demo.answers()


def test_a_folder_in_which_a_demo_runs_is_one_clear_sentence(started: Started) -> None:
    refused = Demo(started.demo.data, started.demo.port + 1).try_to_start()
    assert refused.returncode != 0
    lines = refused.stdout.strip().splitlines()
    assert len(lines) == 1, refused.stdout
    assert started.demo.address in lines[0]
    assert "ACADEMY_DATA_DIR=another-folder" in lines[0]
    assert started.demo.answers()
