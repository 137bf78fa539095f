"""A program of its own: fills that are killed, and fills at the same time, on the database of the environment.

    python -m tests.analytics.rollup.doomed kill|race UNIT_ID

Prints one JSON object per line. It forks with no connection open; each child is a worker that dies as by power cut.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import connections  # noqa: E402

from academy.scoping import unscoped_quietly  # noqa: E402
from analytics.kpis.measures import Counting  # noqa: E402
from analytics.kpis.registry import KPIS  # noqa: E402
from analytics.models import Coverage, Fact, Figure, Statement  # noqa: E402
from analytics.release.publish import prepare  # noqa: E402
from analytics.rollup import fill as fill_module  # noqa: E402
from analytics.rollup.actions import turns, write  # noqa: E402
from analytics.rollup.queries import coverage, extract, marks  # noqa: E402
from learners.models import Unit  # noqa: E402
from tests.analytics.rollup.happenings import NOVEMBER, filled, happened, marks_left  # noqa: E402

LATER = NOVEMBER + timedelta(minutes=5)
# Every line of the fill that does anything, in its order.
STEPS: tuple[tuple[Any, str], ...] = (
    (coverage, "outdated"),
    (coverage, "look"),
    (write, "cover"),
    (marks, "oldest"),
    (marks, "federation_of"),
    (turns, "current"),
    (marks, "read"),
    (marks, "place_of"),
    (marks, "never_counted"),
    (extract, "count"),
    (turns, "take"),
    (write, "consume"),
    (write, "uncover"),
    (write, "keep"),
)


def die(*_: Any, **__: Any) -> None:
    """End this process without a chance to clean up."""
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(work: Callable[[], Any]) -> int:
    """Run the work in a process of its own; return its process id."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        work()
        connections.close_all()
        os._exit(0)
    return child


def death(child: int) -> int:
    """Wait for a child; return the signal that ended it, 0 for none."""
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def let_die(module: Any, name: str, when: str) -> None:
    """Let this process die before or after a step."""
    step = getattr(module, name)

    def dying(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            die()
        result = step(*args, **kwargs)
        die()
        return result

    setattr(module, name, dying)


def doomed(module: Any, name: str, when: str) -> None:
    """Fill, and die before or after one of the steps."""
    let_die(module, name, when)
    filled(LATER)


def doomed_at_release(when: str) -> None:
    """Fill, and die around the writing of the figures, or right after the commit."""

    def preparing(*args: Any) -> Callable[[], None]:
        if when == "before preparing":
            die()
        release = prepare(*args)

        def dying() -> None:
            if when == "before":
                die()
            release()
            if when == "after":
                die()

        return dying

    if when == "after commit":
        fill_module.log = type("Log", (), {"info": die})
    fill_module.fill(prepare=preparing, clock=lambda: LATER)


def truth() -> dict[str, int]:
    """Count every unit's and organisation's windows one statement at a time, with no SQL to count it."""
    counts: dict[str, set[Any]] = {}
    for row in Statement.objects.filter(is_voided=False, authority="platform").select_related("unit"):
        lineage = row.unit.lineage if row.unit else ()
        scopes = [f"organisation {row.organisation_id}", *(f"unit {unit}" for unit in lineage)]
        for kpi in KPIS:
            measure = kpi.measure
            if row.verb not in measure.verbs or row.leader_group in measure.without_leader_groups:
                continue
            if measure.object_kinds and row.object_kind not in measure.object_kinds:
                continue
            one = row.actor if measure.counting is Counting.PEOPLE else row.pk
            for scope in scopes:
                for period in (row.month, row.month // 100):
                    counts.setdefault(f"{kpi.key} {scope} {period}", set()).add(one)
    return {name: len(ones) for name, ones in counts.items()}


def counted() -> dict[str, int]:
    """Return the facts that are not 0, named as in `truth`."""
    rows = Fact.objects.filter(count__gt=0, part="").exclude(level="federation")
    return {f"{row.kpi} {row.level} {row.scope_id} {row.period}": row.count for row in rows}


def shown() -> dict[str, int]:
    """Return the released numerators that are not 0, named as in `truth`."""
    rows = Figure.objects.filter(numerator__gt=0, part="")
    return {f"{row.kpi} {row.level} {row.unit_id or row.organisation_id} {row.period}": row.numerator for row in rows}


def report(step: str, killed_by: int) -> dict[str, Any]:
    """Say what a death has left, and what the next fill makes of it."""
    with unscoped_quietly("test"):
        agree, waiting = counted() == shown(), marks_left()
        was_true = counted() == truth()
        filled(LATER)
        healed = counted() == shown() == truth() and marks_left() == 0
    return {
        "step": step, "killed_by": killed_by, "agree": agree, "lost": not was_true and not waiting, "healed": healed,
    }  # fmt: skip


def tell(found: dict[str, Any]) -> None:
    """Write one line for the test that waits."""
    sys.stdout.write(f"{json.dumps(found)}\n")
    sys.stdout.flush()


def kill(unit: Unit) -> None:
    """Die at every step, with a new statement for each."""
    plans: list[tuple[str, Callable[[], None]]] = [
        (f"{when} {name}", lambda module=module, name=name, when=when: doomed(module, name, when))  # type: ignore[misc]
        for module, name in STEPS
        for when in ("before", "after")
    ]
    plans += [
        (f"release: {when}", lambda when=when: doomed_at_release(when))  # type: ignore[misc]
        for when in ("before preparing", "before", "after", "after commit")
    ]
    for number, (step, work) in enumerate(plans):
        happened(unit, f"person-{number}")
        Coverage.objects.all().delete()  # so that each fill also looks for months that are missing
        tell(report(step, death(in_child(work))))


def race(unit: Unit) -> None:
    """Three workers fill as fast as they can while statements come in; some of them are killed half-way."""
    workers = [in_child(lambda: [filled(LATER) for _ in range(40)]) for _ in range(3)]
    for number in range(60):
        happened(unit, f"runner-{number % 17}")
        if number in {20, 40}:
            os.kill(workers.pop(), signal.SIGKILL)
            workers.append(in_child(lambda: [filled(LATER) for _ in range(40)]))
    for worker in workers:
        death(worker)
    tell(report("race", 0))


if __name__ == "__main__":
    with unscoped_quietly("test"):
        chosen = Unit.objects.get(pk=sys.argv[2])
    {"kill": kill, "race": race}[sys.argv[1]](chosen)
