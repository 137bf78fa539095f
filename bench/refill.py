"""Refill: everything counted again, as after a raised version, with ten and a hundred times the statements."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any
from uuid import uuid4

from django.db import transaction

from academy.periods import Month
from academy.scoping import unscoped_quietly
from analytics.kpis.periods import months_between
from analytics.models import Coverage, DirtyMark, Fact, Figure, Statement
from analytics.release.publish import prepare
from analytics.rollup.fill import fill
from bench.history import MONTHS, YEAR_BEGUN
from bench.progress import say
from bench.world import Place

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
# Of t(ten times as many) over t(so many).
TARGET = 12.0
ROUNDS = 3
CLICKS = 20


@dataclass(frozen=True)
class Refill:
    """Seconds to count all windows of all organisations, batches written, and milliseconds for the windows of a click."""

    statements: int
    seconds: tuple[float, ...]
    batches: int
    click_ms: tuple[float, ...]


def measure(places: Sequence[Place], statements: int) -> dict[str, object]:
    """Count everything again a few times, then the windows of single clicks; return the times."""
    runs = [_refilled(places) for _ in range(ROUNDS)]
    seconds = tuple(each for each, _ in runs)
    clicks = tuple(1000 * _clicked(places[each % len(places)]) for each in range(CLICKS))
    found = Refill(statements, seconds, runs[-1][1], clicks)
    say(f"{statements:,} statements: refill {median(seconds):.2f} s, a click {median(clicks):.0f} ms")
    return asdict(found)


def grown(smaller: Mapping[str, Any], larger: Mapping[str, Any]) -> dict[str, object]:
    """Return how much longer the larger takes than the smaller, and whether that is within the target."""
    times = [median(each["seconds"]) for each in (smaller, larger)]
    ratio = times[1] / times[0]
    return {"from": smaller["statements"], "to": larger["statements"], "ratio": ratio, "is_met": ratio <= TARGET}


def _refilled(places: Sequence[Place]) -> tuple[float, int]:
    with unscoped_quietly("a measurement begins anew"), transaction.atomic():
        for rows in (Figure.objects, Fact.objects, Coverage.objects, DirtyMark.objects):
            rows.all().delete()
        first = Month.of(YEAR_BEGUN).number
        DirtyMark.objects.bulk_create(
            DirtyMark(organisation_id=place.id, month=month)
            for place in places
            for month in months_between(first, first + MONTHS - 1)
        )
    begun, batches = time.perf_counter(), 0
    # A call ends after some seconds, whatever is left.
    while written := fill(prepare=prepare, clock=lambda: NOW):
        batches += written
    return time.perf_counter() - begun, batches


def _clicked(place: Place) -> float:
    """Store one statement of a person and have its windows counted; return the seconds of the counting."""
    with unscoped_quietly("a measurement"), transaction.atomic():
        last = Statement.objects.filter(organisation_id=place.id, authority="platform").order_by("-pk")[0]
        last.pk, last.statement_id = None, uuid4()
        last.stored = last.timestamp = NOW
        last.month = Month.of(NOW).number
        last.save(force_insert=True)
        DirtyMark.objects.create(organisation_id=place.id, unit_id=last.unit_id, month=last.month)
    begun = time.perf_counter()
    if not fill(prepare=prepare, clock=lambda: NOW):
        raise RuntimeError("There was nothing to count.")
    return time.perf_counter() - begun
