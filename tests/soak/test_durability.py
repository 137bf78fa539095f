"""Kill -9 of web server and database for a long time, on databases of their own: what was acknowledged is there."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.databases import ROOT
from tests.soak.lengths import SECONDS

# A kill, the start after it and the requests in between take seconds, far more on a busy machine.
SECONDS_A_KILL = 30


def killed(folder: Path, *services: str) -> dict[str, Any]:
    """Run the program beside services of its own; return what it counted."""
    program = [sys.executable, "-m", "bench", "durability", "--kill-seconds", str(SECONDS), "--out", str(folder)]
    finished = subprocess.run(
        [sys.executable, ".ci/services.py", *services, "--", *program],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout[-4000:]
    found: dict[str, Any] = json.loads((folder / "durability.json").read_text())["durability"]
    return found


@pytest.mark.parametrize(
    ("services", "victims"),
    [
        (["--postgres"], {"web worker", "web master", "web server", "database backend", "database server"}),
        ([], {"web worker", "web master", "web server"}),
    ],
    ids=["postgresql", "sqlite"],
)
def test_all_that_was_acknowledged_is_there_and_nothing_by_halves(
    services: list[str], victims: set[str], tmp_path: Path
) -> None:
    found = killed(tmp_path, *services)
    assert set(found["killed"]) == victims
    assert sum(found["killed"].values()) >= SECONDS / SECONDS_A_KILL
    assert found["statements_acknowledged"] > 0
    assert (found["lost"], found["changed"], found["halved"], found["never_sent"]) == (0, 0, 0, 0)
    assert found["attachments_acknowledged"] > 0
    assert (found["attachments_unreadable"], found["uploads_halved"], found["statements_without_data"]) == (0, 0, 0)
    assert (found["files_after_sweep"], found["rows_without_file"]) == (0, 0)
