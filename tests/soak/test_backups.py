"""Backups while statements stream in, restored into new databases: what was acknowledged before is there, nothing by halves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.soak.lengths import SECONDS

# Databases grow while it runs, and with them each backup.
MOST_SECONDS = 300


@pytest.mark.parametrize("services", [["--postgres"], []], ids=["postgresql", "sqlite"])
def test_a_restored_backup_is_whole(services: list[str], tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.soak.backing_up", str(tmp_path), str(min(SECONDS, MOST_SECONDS))]
    finished = subprocess.run(
        [sys.executable, ".ci/services.py", *services, "--", *program],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "academy.settings", "ACADEMY_LOG_LEVEL": "WARNING"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr[-4000:]
    found = json.loads(finished.stdout.splitlines()[-1])
    assert found["backups"] >= 1
    assert found["attachments"] > 0
    for each in found["restored"]:
        assert each["statements"] > 0
        assert each["attachments"] > 0
        faults = ("lost", "changed", "halved", "lost_attachments", "damaged_attachments")
        assert {name: each[name] for name in faults} == dict.fromkeys(faults, 0)
        assert each["media"] == ["gran.png"]
        assert each["answers"] == 200
