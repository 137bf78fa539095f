"""`make check`: every check that needs no test, one line each, the whole output only of what failed.

All of them run, even after one has failed, two at a time. With names as arguments only those run:
`.venv/bin/python .ci/check.py types layers`.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tree import ROOT, repository_files

BIN = Path(sys.executable).parent
PYTHON = sys.executable
AT_ONCE = 2


@dataclass(frozen=True)
class Check:
    """One check: its name, what it sees to, and the command that fails when it does not hold."""

    name: str
    about: str
    command: list[str]
    shows_output: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a check."""

    check: Check
    passed: bool
    seconds: float
    output: str


def checks(data_dir: str) -> list[Check]:
    """Return all checks, the slowest first, so that it does not end alone."""
    templates = [str(path) for path in repository_files(".html")]
    return [
        Check("types", "mypy, strict", _tool("mypy", *_typed_roots())),
        Check("django", "manage.py check", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"]),
        Check("migrations", "none is missing", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
        Check("secrets", "none beyond the baseline", [PYTHON, ".ci/secrets_check.py", data_dir]),
        Check("layers", "import-linter", _tool("lint-imports", "--no-cache", "--no-logo")),
        Check("style", "ruff check", _tool("ruff", "check", "--quiet", "--output-format", "concise", ".", ".ci")),
        Check(
            "format",
            "ruff format (make format)",
            _tool("ruff", "format", "--check", "--output-format", "concise", ".", ".ci"),
        ),
        Check("templates", "djade (make format)", _tool("djade", "--target-version", "5.2", "--check", *templates)),
        Check("translations", "Swedish is complete", [PYTHON, ".ci/catalogues.py", "check"]),
        Check("house rules", ".ci/house_rules.py", [PYTHON, ".ci/house_rules.py"]),
        Check("sizes", "files and functions", [PYTHON, ".ci/sizes.py"], shows_output=True),
    ]


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def _typed_roots() -> list[str]:
    wanted = ("academy", "courses", "learners", "analytics", "tests", "bench", "deploy", "manage.py")
    return [*(root for root in wanted if (ROOT / root).exists()), ".ci"]


def run(check: Check, environment: dict[str, str]) -> Outcome:
    """Run one check to its end."""
    start = time.monotonic()
    finished = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(check, finished.returncode == 0, time.monotonic() - start, finished.stdout.strip())


def tell(outcome: Outcome) -> None:
    """Print one line for a check, and its output if it failed or is made to be read."""
    mark = "ok    " if outcome.passed else "FAILED"
    print(f"{mark} {outcome.check.name:13} {outcome.check.about:28} {outcome.seconds:5.1f} s", flush=True)
    if outcome.output and (not outcome.passed or outcome.check.shows_output):
        print("       " + outcome.output.replace("\n", "\n       "), flush=True)


def main(names: list[str]) -> int:
    """Run the checks, or those named; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="academy-check-") as data_dir:
        environment = os.environ | {"ACADEMY_ENVIRONMENT": "test", "ACADEMY_DATA_DIR": data_dir, "PYTHONUTF8": "1"}
        chosen = [check for check in checks(data_dir) if not names or check.name in names]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            runs = [pool.submit(run, check, environment) for check in chosen]
            outcomes = []
            for finished in as_completed(runs):
                outcomes.append(finished.result())
                tell(outcomes[-1])
    failed = [outcome.check.name for outcome in outcomes if not outcome.passed]
    print(f"Failed: {', '.join(failed)}" if failed else f"All {len(outcomes)} checks passed")
    return 1 if failed or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
