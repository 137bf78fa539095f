"""A program of its own: statements stream in, and both the workers that count and those that write are killed.

    python -m tests.soak.stream kill|storm SECONDS UNIT_ID

Prints one JSON object. It forks with no connection open; each child dies as by power cut.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connections  # noqa: E402

from academy.scoping import unscoped_quietly  # noqa: E402
from analytics.lrs import authors, ingest  # noqa: E402
from analytics.models import Statement  # noqa: E402
from analytics.xapi.versions import Version  # noqa: E402
from bench.statements import statements  # noqa: E402
from learners.models import Unit  # noqa: E402
from tests.analytics.lrs.deadlocks import deadlocks  # noqa: E402
from tests.analytics.rollup.doomed import LATER, counted, death, in_child, shown, truth  # noqa: E402
from tests.analytics.rollup.happenings import NOVEMBER, filled, happened, marks_left, voided  # noqa: E402

LAUNCHED_ON = NOVEMBER.date().replace(month=1, day=1)
MONTHS_BACK = 14
STATEMENTS_SHARED = 400


def fill_for_ever() -> None:
    """Count whatever waits, without a pause."""
    while True:
        filled(LATER)


def speak_for_ever(units: list[Unit], seed: int) -> None:
    """Store statements of a few people in all units and many months, and take some back."""
    draw = random.Random(seed)
    while True:
        row = happened(
            draw.choice(units),
            f"person-{draw.randrange(40)}",
            at=NOVEMBER - timedelta(days=draw.randrange(30 * MONTHS_BACK)),
            leader_group=draw.choice(["", "", "elected", "official"]),
        )
        if draw.random() < 0.1:
            voided(row)


def kill(units: list[Unit], seconds: float) -> dict[str, Any]:
    """Two fill and two speak; every now and then one of them dies and another takes its place."""
    work: list[Callable[[], None]] = [fill_for_ever, fill_for_ever]
    work += [lambda seed=seed: speak_for_ever(units, seed) for seed in (1, 2)]  # type: ignore[misc]
    crew = [in_child(each) for each in work]
    draw, deaths, ends = random.Random(3), 0, time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(draw.uniform(0.05, 1.5))
        at = draw.randrange(len(crew))
        os.kill(crew[at], signal.SIGKILL)
        # A worker that had ended by itself would have hidden a fault.
        assert death(crew[at]) == signal.SIGKILL
        deaths += 1
        work[2:] = [lambda seed=deaths + each: speak_for_ever(units, seed) for each in (10, 20)]  # type: ignore[misc]
        crew[at] = in_child(work[at])
    for each in crew:
        os.kill(each, signal.SIGKILL)
        death(each)
    return judged(deaths=deaths)


def storm(units: list[Unit], seconds: float) -> dict[str, Any]:
    """Six send batches that share most of their statements, in orders of their own, until the time is over."""
    organisation_id, ends = units[0].organisation_id, time.monotonic() + seconds
    shared = list(statements(STATEMENTS_SHARED, seed=9))
    crew = [in_child(lambda seed=seed: _send(organisation_id, shared, seed, ends)) for seed in range(6)]  # type: ignore[misc]
    signals = [death(each) for each in crew]
    with unscoped_quietly("test"):
        rows = Statement.objects.filter(statement_id__in=[UUID(each["id"]) for each in shared])
        stored, ids = rows.count(), rows.values("statement_id").distinct().count()
    return judged(ended=signals, stored=stored, ids=ids, shared=len(shared), deadlocks=deadlocks())


def _send(organisation_id: int, shared: list[dict[str, Any]], seed: int, ends: float) -> None:
    """Send some of the shared statements and some of one's own; a fault ends this process by a signal."""
    author = authors.credential("storm", organisation_id, LAUNCHED_ON)
    draw, turn = random.Random(seed), 0
    try:
        while time.monotonic() < ends:
            turn += 1
            own = list(statements(10, seed=100_000 * (seed + 1) + turn))
            batch = [*draw.sample(shared, 30), *own]
            draw.shuffle(batch)
            ingest.record(batch, author=author, version=Version.V2_0)
    except BaseException as fault:  # noqa: BLE001 - whatever it is, the parent must see it
        sys.stderr.write(f"{fault!r}\n")
        os.kill(os.getpid(), signal.SIGABRT)


def judged(**more: Any) -> dict[str, Any]:
    """Count what is left, and say whether facts and figures are what the statements say."""
    while filled(LATER):
        pass
    with unscoped_quietly("test"):
        statements_stored = Statement.objects.count()
        is_true = counted() == shown() == truth()
        return {"statements": statements_stored, "is_true": is_true, "marks": marks_left(), **more}


def main(mode: str, seconds: str, unit_id: str) -> None:
    """Run one of the two in the units of an organisation."""
    with unscoped_quietly("test"):
        organisation_id = Unit.objects.get(pk=unit_id).organisation_id
        units = list(Unit.objects.filter(organisation_id=organisation_id))
    found = {"kill": kill, "storm": storm}[mode](units, float(seconds))
    connections.close_all()
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
