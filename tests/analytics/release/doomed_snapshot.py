"""A program of its own: snapshots that are taken by workers that die, on the database of the environment.

    python -m tests.analytics.release.doomed_snapshot

Prints one JSON object per line: what a death has left, and what the next round makes of it.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from academy.scoping import unscoped_quietly  # noqa: E402
from analytics.models import ExaminedPeriod, Purge, SharedFigure, Snapshot  # noqa: E402
from analytics.release.shared import actions, cells, queries, rounds  # noqa: E402
from analytics.rollup.actions import turns  # noqa: E402
from tests.analytics.release.sharing import NOW  # noqa: E402
from tests.analytics.rollup.doomed import death, die, in_child, let_die  # noqa: E402

# Every line of the taking that does anything, in its order.
STEPS: tuple[tuple[Any, str], ...] = (
    (queries, "federations"),
    (queries, "examined"),
    (actions, "due"),
    (turns, "current"),
    (queries, "is_waiting"),
    (queries, "latest"),
    (queries, "members"),
    (queries, "hidden_in"),
    (queries, "purged"),
    (cells, "said"),
    (turns, "take"),
    (ExaminedPeriod.objects, "bulk_create"),
    (Snapshot.objects, "create"),
    (SharedFigure.objects, "bulk_create"),
)


def doomed(module: Any, name: str, when: str) -> None:
    """Take snapshots, and die before or after one of the steps."""
    let_die(module, name, when)
    rounds.take_due(now=NOW)


def doomed_after_commit() -> None:
    """Take snapshots, and die when the first one is in."""
    actions.log = type("Log", (), {"info": die})
    rounds.take_due(now=NOW)


def published() -> list[tuple[int, int, int]]:
    """Return each snapshot with the number of its cells."""
    return [
        (row.period, row.number, SharedFigure.objects.filter(snapshot=row).count()) for row in Snapshot.objects.all()
    ]


def emptied() -> None:
    """Take everything published away again, past the guards."""
    for model in (SharedFigure, Snapshot, Purge, ExaminedPeriod):
        model.objects.all()._raw_delete(model.objects.db)


def report(step: str, killed_by: int) -> dict[str, Any]:
    """Say what a death has left, and what the next round makes of it."""
    with unscoped_quietly("test"):
        left = published()
        is_whole = all(number for *_, number in left)
        rounds.take_due(now=NOW)
        after = published()
        again = rounds.take_due(now=NOW)
        emptied()
    return {
        "step": step,
        "killed_by": killed_by,
        "whole": is_whole,
        "left": len(left),
        "after": sorted(after),
        "again": again,
    }


def main() -> None:
    """Die at every step."""
    plans: list[tuple[str, Callable[[], None]]] = [
        (f"{when} {name}", lambda module=module, name=name, when=when: doomed(module, name, when))  # type: ignore[misc]
        for module, name in STEPS
        for when in ("before", "after")
    ]
    plans.append(("after commit", doomed_after_commit))
    for step, work in plans:
        sys.stdout.write(f"{json.dumps(report(step, death(in_child(work))))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
