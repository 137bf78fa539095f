"""The attack on the rule of release, with many more federations than `make test` draws."""

import os
import subprocess
import sys

from tests.databases import ROOT

EXAMPLES = 1500


def test_nobody_finds_what_is_hidden_in_many_federations() -> None:
    wanted = "tests/analytics/release/test_attack.py::test_nobody_finds_what_is_hidden"
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", wanted], cwd=ROOT, check=False, capture_output=True, text=True,
        env={**os.environ, "ATTACK_EXAMPLES": str(EXAMPLES)},
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout[-4000:]
    assert "1 passed" in finished.stdout
