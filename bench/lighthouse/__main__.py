"""python -m bench.lighthouse: Lighthouse's scores of start, catalogue, course, steps, key figures and sign-in.

Serves the demo's content with the settings of production, signs in by the form, begins a course, and asks each page
five times. The exit code is 1 when a median misses the bar.
"""

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# Before Django reads its settings. What is measured is another process, with settings of its own.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings")
os.environ.setdefault("ACADEMY_ENVIRONMENT", "test")

import django

django.setup()

from bench.lighthouse import install, results  # noqa: E402 - it needs Django's apps
from bench.lighthouse.house import open_house  # noqa: E402
from bench.lighthouse.measure import Way, measure  # noqa: E402
from bench.lighthouse.pages import sights  # noqa: E402
from bench.progress import say  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Measure, keep the results, and return the exit code."""
    options = _options(arguments)
    try:
        found = _found(options)
    except install.CannotMeasure as problem:
        say(str(problem))
        return 2
    for path in results.keep(found, options.out):
        say(f"written: {path.name}")
    return 0 if all(page["is_met"] for page in found["pages"]) else 1


def _found(options: argparse.Namespace) -> dict[str, Any]:
    machine = results.machine()
    say("Lighthouse itself")
    command = install.command(options.folder / "tool")
    reports = options.folder / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    pages = []
    with open_house(options.folder) as house:
        say("signing in, and beginning a course")
        for sight in sights(house, options.folder.resolve() / "profiles"):
            if any(word in sight.name for word in options.pages):
                pages.append(measure(sight, Way(command, options.times, reports)))
                say(f"{sight.name}: {', '.join(map(str, pages[-1]['medians'].values()))}")
    version = json.loads((install.HERE / "package.json").read_text())["dependencies"]["lighthouse"]
    day = datetime.now(UTC).date().isoformat()
    return {"day": day, "lighthouse": version, "times": options.times, "machine": machine, "pages": pages}


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.lighthouse", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="how often each page is asked")
    parser.add_argument("--pages", nargs="+", default=[""], help="words of the pages' names; all if left out")
    parser.add_argument("--folder", type=Path, default=ROOT / "var/lighthouse", help="for the tool and the demo's data")
    parser.add_argument("--out", type=Path, default=ROOT / "bench/results", help="where results are written")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
