"""A worker killed at every step of the fill, by SIGKILL, in processes of their own: nothing lost, nothing disagrees."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from tests.conftest import Cast

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[3]


def database_url(folder: Path) -> str:
    """Return the address at which another process finds this test's database: itself, or for SQLite a copy."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(folder / "copy.sqlite3") as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{folder / 'copy.sqlite3'}"
    at = connection.settings_dict
    login = quote(str(at["USER"])) + (f":{quote(str(at['PASSWORD']))}" if at["PASSWORD"] else "")
    return f"postgres://{login}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def doomed(mode: str, cast: Cast, folder: Path) -> list[dict[str, Any]]:
    """Run the program that dies, and return what it reports."""
    environment = {
        **os.environ,
        "ACADEMY_DATABASE_URL": database_url(folder),
        "DJANGO_SETTINGS_MODULE": "academy.settings",
    }
    finished = subprocess.run(
        [sys.executable, "-m", "tests.analytics.rollup.doomed", mode, str(cast.eksjo.care.pk)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr[-2000:]
    return [json.loads(line) for line in finished.stdout.splitlines()]


def test_killed_at_every_step_nothing_is_lost_and_no_figure_disagrees(cast: Cast, tmp_path: Path) -> None:
    reports = doomed("kill", cast, tmp_path)
    assert len(reports) == 14 * 2 + 4
    for report in reports:
        assert report["killed_by"] == 9, report
        assert report["agree"], report
        assert not report["lost"], report
        assert report["healed"], report


def test_workers_at_once_some_of_them_killed_end_at_the_truth(cast: Cast, tmp_path: Path) -> None:
    (report,) = doomed("race", cast, tmp_path)
    assert report["agree"]
    assert report["healed"]
