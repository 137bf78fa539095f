"""`make` explains itself, and the two README commands do what they promise."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _make(*arguments: str) -> str:
    # These tests may be running under make themselves: its own variables would reach the inner one.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", *arguments]
    outcome = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return outcome.stdout


def test_make_alone_lists_every_target_with_what_it_does() -> None:
    listed = set(re.findall(r"^  make ([a-z-]+) +\S", _make(), flags=re.MULTILINE))
    assert listed == {
        "help", "setup", "demo", "test", "check", "test-sqlite", "test-postgres", "test-browser", "soak", "bench",
        "lighthouse", "screenshots", "messages", "format", "lock", "clean",
    }  # fmt: skip


def test_make_test_checks_first_and_ends_in_the_browser() -> None:
    steps = re.findall(r"^make (check|test-\w+)$", _make("--dry-run", "test"), flags=re.MULTILINE)
    assert steps == ["check", "test-sqlite", "test-postgres", "test-browser"]


def test_make_test_ends_with_a_line_for_how_long_each_run_took() -> None:
    lines = _make("--dry-run", "test").splitlines()
    titles = [re.search(r'--title "(.+?)"', line) for line in lines if ".ci/services.py" in line]
    assert [title and title[1] for title in titles] == [
        "Tests on SQLite",
        "Tests on PostgreSQL",
        "Journeys in Chromium",
    ]
    # What an earlier run left is cleared first, and what this one leaves is shown last.
    assert (lines.index("rm -f test-results/durations.txt"), lines[-1]) == (
        lines.index("make check") - 1,
        "cat test-results/durations.txt",
    )


def test_the_slowest_tests_are_named_on_both_databases() -> None:
    for target in ("test-sqlite", "test-postgres"):
        assert "--durations=10" in _make("--dry-run", target)


def test_the_demo_takes_the_terminals_ctrl_c_itself() -> None:
    assert _make("--dry-run", "demo").splitlines()[-1].startswith("exec .venv/bin/python manage.py demo")
    assert _make("--dry-run", "demo", "PORT=8001").splitlines()[-1].endswith("--port 8001")


def test_continuous_integration_calls_make_test_and_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "set -euo pipefail" in script
    assert re.findall(r"^(?:exec )?(?:make|python3?|pip) .*$", script, flags=re.MULTILINE) == ["exec make test"]
