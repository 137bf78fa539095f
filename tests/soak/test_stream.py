"""Kill loops and storms over statements that stream in: whoever dies, and however many, the figures end at the truth."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.analytics.rollup.test_killed import ROOT, database_url
from tests.conftest import Cast
from tests.soak.lengths import SECONDS

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]


def streamed(mode: str, cast: Cast, folder: Path) -> dict[str, Any]:
    """Run the program on this test's database for as long as the environment says; return what it found."""
    environment = {
        **os.environ,
        "ACADEMY_DATABASE_URL": database_url(folder),
        "DJANGO_SETTINGS_MODULE": "academy.settings",
        "ACADEMY_LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "tests.soak.stream", mode, str(SECONDS), str(cast.eksjo.care.pk)]
    finished = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=(folder / "said").open("w"),
        text=True, timeout=SECONDS * 3 + 600, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, (folder / "said").read_text()[-4000:]
    found: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return found


def test_figures_end_at_the_truth_however_often_workers_are_killed(cast: Cast, tmp_path: Path) -> None:
    found = streamed("kill", cast, tmp_path)
    assert found["deaths"] >= SECONDS / 4
    assert found["statements"] > found["deaths"]
    assert found["is_true"]
    assert found["marks"] == 0


def test_a_storm_of_overlapping_batches_stores_each_statement_once(cast: Cast, tmp_path: Path) -> None:
    found = streamed("storm", cast, tmp_path)
    assert found["ended"] == [0] * 6, (tmp_path / "said").read_text()[-4000:]
    assert found["stored"] == found["ids"] == found["shared"]
    assert found["deadlocks"] == 0
    assert found["statements"] > found["shared"]
    assert found["is_true"]
