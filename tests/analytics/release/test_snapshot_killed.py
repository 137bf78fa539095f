"""A worker killed at every step of taking snapshots: each is whole or not there, and the next round takes what is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.analytics.release.sharing import employs, learns, takes_part
from tests.analytics.rollup.test_killed import ROOT, database_url
from tests.conftest import Cast

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]


def test_killed_at_every_step_a_snapshot_is_whole_or_not_there(cast: Cast, tmp_path: Path) -> None:
    takes_part(cast.eksjo)
    employs(cast.eksjo, 100)
    learns(cast.eksjo, 7)
    environment = {
        **os.environ,
        "ACADEMY_DATABASE_URL": database_url(tmp_path),
        "DJANGO_SETTINGS_MODULE": "academy.settings",
    }
    finished = subprocess.run(
        [sys.executable, "-m", "tests.analytics.release.doomed_snapshot"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr[-2000:]
    reports = [json.loads(line) for line in finished.stdout.splitlines()]
    assert len(reports) == 14 * 2 + 1
    for report in reports:
        assert report["killed_by"] == 9, report
        assert report["whole"], report
        assert report["left"] == (1 if report["step"] == "after commit" else 0), report
        assert report["after"] == [[period, 1, 4] for period in range(202601, 202611)], report
        assert report["again"] == 0, report
