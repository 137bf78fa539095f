"""One page, asked several times by Lighthouse as a phone on a slow network, each time with an empty cache."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.lighthouse.install import CannotMeasure
from bench.lighthouse.pages import FLAGS, Sight, chromium

CATEGORIES = ("performance", "accessibility", "best-practices")
# Lighthouse's own names, and those of the table; milliseconds, but for the layout shift, which has no unit.
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
    "server-response-time": "server",
}
HEADLESS = "--headless=new"
LONGEST_SECONDS = 240
LOST_TRACE = "Please run Lighthouse again"
BAR = 95
DETAILS = ("score", "title", "displayValue")


@dataclass(frozen=True)
class Way:
    """How Lighthouse is started, how often each page is asked, and where its reports are kept."""

    command: Sequence[str]
    times: int
    folder: Path


def measure(sight: Sight, way: Way) -> dict[str, Any]:
    """Return the scores of each time (0 to 100), their medians, times in milliseconds, and what cost points.

    Raises CannotMeasure when Lighthouse fails, or measured another page than the one that was asked for.
    """
    reports = [_ask(sight, way, number) for number in range(way.times)]
    scores = {name: [_score(report, name) for report in reports] for name in CATEGORIES}
    medians = {name: round(median(values)) for name, values in scores.items()}
    return {
        "name": sight.name,
        "scores": scores,
        "medians": medians,
        "times": {told: round(median(_number(report, name) for report in reports), 3) for name, told in TIMES.items()},
        "bytes": round(median(_number(report, "total-byte-weight") for report in reports)),
        "lost": _lost(reports[-1]),
        "is_met": all(value >= BAR for value in medians.values()),
    }


def _ask(sight: Sight, way: Way, number: int) -> Mapping[str, Any]:
    path = way.folder / f"{sight.name.replace(':', '').replace(' ', '-')}-{number}.json"
    asked = [
        *way.command,
        sight.address,
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join((HEADLESS, *FLAGS))} --user-data-dir={sight.profile}",
        "--output=json",
        f"--output-path={path}",
        "--quiet",
        "--no-enable-error-reporting",
    ]
    _run(asked, sight)
    report: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if report["finalDisplayedUrl"] != sight.address:
        raise CannotMeasure(f"{sight.name} led to {report['finalDisplayedUrl']}: who asks may not see it.")
    return report


def _run(asked: Sequence[str], sight: Sight) -> None:
    """Run Lighthouse; up to twice more when it lost the trace itself and says so, which is no measurement and costs none."""
    for is_last in (False, False, True):
        done = subprocess.run(  # noqa: S603 - our own command
            asked,
            env=os.environ | {"CHROME_PATH": chromium()},
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
        if not done.returncode:
            return
        if is_last or LOST_TRACE not in done.stderr:
            raise CannotMeasure(f"Lighthouse fails on {sight.name}:\n{done.stderr[-2000:]}")


def _score(report: Mapping[str, Any], category: str) -> int:
    return round((report["categories"][category]["score"] or 0) * 100)


def _number(report: Mapping[str, Any], audit: str) -> float:
    return float(report["audits"][audit].get("numericValue") or 0)


def _lost(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the audits with weight that gave less than a whole point, with what they say."""
    weighed = {ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    audits = [report["audits"][key] | {"id": key} for key in sorted(weighed)]
    return [
        {"id": audit["id"]} | {name: audit[name] for name in DETAILS if audit.get(name) is not None}
        for audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]
