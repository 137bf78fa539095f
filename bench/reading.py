"""Reads over HTTP by each filter, in a store that grows: milliseconds of a page, and whether each page is right.

The same key, the same server, one request at a time, the questions shuffled, so that noise hits all alike. What is asked
for is taken from statements that are there. Some answers of each question, and the pages after them, are compared with a
plain scan; one that differs fails the measurement.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.db import connection

from bench import plain
from bench.filling import Store
from bench.load import LoadFault, drive
from bench.over_http import percentiles
from bench.progress import say
from bench.servers import Target
from bench.statements import TOOL

# Of p95 with ten times the statements over p95.
TARGET = 1.5
PAGE = 100
COMPARED, PAGES_COMPARED = 4, 2
_WARM_UP = 40
_LOOKED_UP = 2_000

Said = dict[str, Any]
Wanted = dict[str, str]


_BROADLY = {"related_agent": "related_agents", "related_activity": "related_activities"}


@dataclass(frozen=True)
class Question:
    """One way of asking: what is taken from a statement that is there, and the order."""

    name: str
    wanted: Callable[[Said], Wanted]
    ascending: bool = False

    def query(self, wanted: Wanted) -> str:
        """Return the query of an address."""
        return urlencode(self.parameters(wanted))

    def parameters(self, wanted: Wanted) -> Wanted:
        """Return the parameters that are sent; `related_…` is our word for the two filters that are asked broadly."""
        sent = {name: value for name, value in wanted.items() if not name.startswith("related_")}
        if "statementId" not in wanted:  # which stands alone
            sent["limit"] = str(PAGE)
        for name in ("agent", "related_agent"):
            if name in wanted:
                sent["agent"] = json.dumps({"account": {"homePage": f"{TOOL}/konton", "name": wanted[name]}})
        if "related_activity" in wanted:
            sent["activity"] = wanted["related_activity"]
        flags = [flag for name, flag in _BROADLY.items() if name in wanted] + ["ascending"] * self.ascending
        return sent | dict.fromkeys(flags, "true")


def _of(*names: str) -> Callable[[Said], Wanted]:
    return lambda said: {name: _TAKEN[name](said) for name in names}


_TAKEN: dict[str, Callable[[Said], str]] = {
    "statementId": lambda said: str(said["statement_id"]),
    "verb": lambda said: str(said["verb"]),
    "activity": lambda said: str(said["activity"]),
    "agent": lambda said: str(said["actor"]),
    "registration": lambda said: str(said["registration"]),
    "related_agent": lambda said: str(said["instructor"] or said["actor"]),
    "related_activity": lambda said: str(said["activities"][0]),
    "since": lambda said: said["stored"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    "until": lambda said: said["stored"].strftime("%Y-%m-%dT%H:%M:%SZ"),
}
QUESTIONS = (
    Question("newest", _of()),
    Question("oldest", _of(), ascending=True),
    Question("statementId", _of("statementId")),
    Question("verb", _of("verb")),
    Question("verb, ascending", _of("verb"), ascending=True),
    Question("activity", _of("activity")),
    Question("agent", _of("agent")),
    Question("agent, ascending", _of("agent"), ascending=True),
    Question("registration", _of("registration")),
    Question("since", _of("since")),
    Question("since, ascending", _of("since"), ascending=True),
    Question("until", _of("until")),
    Question("related_agents", _of("related_agent")),
    Question("related_activities", _of("related_activity")),
    Question("related_activities, ascending", _of("related_activity"), ascending=True),
    Question("verb, until", _of("verb", "until")),
    Question("agent, verb", _of("agent", "verb")),
    Question("activity, verb", _of("activity", "verb")),
    Question("registration, verb", _of("registration", "verb")),
    Question("related_agents, verb", _of("related_agent", "verb")),
    Question("related_activities, verb, until", _of("related_activity", "verb", "until")),
    Question("related_agents, related_activities", _of("related_agent", "related_activity")),
)


@dataclass(frozen=True)
class Read:
    """Milliseconds of one question's pages at one size, the noise between two halves of them, and what was compared."""

    question: str
    asked: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    noise: float
    compared: int
    is_met: bool


def measure(store: Store, target: Target, statements: int, *, asked: int, seed: int) -> dict[str, object]:
    """Ask each question so often and compare some of the answers; return times of pages and of plain look-ups."""
    chance = random.Random(seed)  # noqa: S311  a measurement wants the same numbers again
    drawn = plain.some(store, [chance.randrange(statements) for _ in range(asked)])
    wrong = {each.name: _wrong(each, target, drawn[:COMPARED]) for each in QUESTIONS}
    rounds = [(each, target.get(each.query(each.wanted(said)))) for said in drawn for each in QUESTIONS]
    _timed(target, rounds[:_WARM_UP])
    chance.shuffle(rounds)
    times = _timed(target, rounds)
    reads = [_read(each, times[each.name], wrong[each.name]) for each in QUESTIONS]
    for each in reads:
        say(f"{statements:,} statements, {each.question}: p50 {each.p50_ms:.1f}, p95 {each.p95_ms:.1f} ms")
    return {"statements": statements, "reads": [asdict(each) for each in reads], "look_ups": _look_ups(store, drawn)}


def grown(smaller: dict[str, Any], larger: dict[str, Any]) -> list[dict[str, object]]:
    """Return for each question how much longer its 95th percentile is in the larger store, and whether that is met."""
    pairs = zip(smaller["reads"], larger["reads"], strict=True)
    ratios = {one["question"]: other["p95_ms"] / one["p95_ms"] for one, other in pairs}
    return [{"question": name, "ratio": ratio, "is_met": ratio <= TARGET} for name, ratio in ratios.items()]


def _timed(target: Target, rounds: Sequence[tuple[Question, bytes]]) -> dict[str, list[float]]:
    outcome = drive(target.port, (request for _, request in rounds), connections=1)
    if set(outcome.statuses) != {200}:
        raise LoadFault(f"{target.name} answered {dict(outcome.statuses)}.")
    found: dict[str, list[float]] = {}
    for (question, _), seconds in zip(rounds, outcome.latencies, strict=True):
        found.setdefault(question.name, []).append(seconds)
    return found


def _read(question: Question, seconds: Sequence[float], wrong: int) -> Read:
    halves = [list(percentiles(half))[1] for half in (seconds[::2], seconds[1::2])]
    p50, p95, p99 = percentiles(seconds)
    return Read(question.name, len(seconds), p50, p95, p99, max(halves) / min(halves), COMPARED, wrong == 0)


def _wrong(question: Question, target: Target, drawn: Sequence[Said]) -> int:
    """Return how many answers, with the page after, are not what a plain scan finds."""
    wrong = 0
    for said in drawn:
        wanted = question.wanted(said)
        expected = plain.scan(wanted, limit=PAGE * PAGES_COMPARED, ascending=question.ascending)
        found = list(_pages(target, question.query(wanted)))
        if found != expected or not expected:
            say(f"WRONG: {question.name} found {len(found)}, a scan {len(expected)}, for {wanted}")
            wrong += 1
    return wrong


def _pages(target: Target, query: str) -> Iterator[str]:
    """Give the ids of a question's first pages."""
    for _ in range(PAGES_COMPARED):
        bodies: list[bytes] = []
        outcome = drive(target.port, iter([target.get(query)]), connections=1, keep=bodies.append)
        if set(outcome.statuses) != {200}:
            raise LoadFault(f"{target.name} answered {dict(outcome.statuses)}: {bodies[0][:500]!r}")
        found = json.loads(bodies[0])
        yield from (each["id"] for each in found.get("statements", [found]))
        if not found.get("more"):
            return
        query = found["more"].partition("?")[2]


def _look_ups(store: Store, drawn: Sequence[Said]) -> list[dict[str, object]]:
    """Return what the database alone takes, by psycopg: a statement by its id, and a page of a verb, texts included."""
    one = "SELECT raw FROM analytics_statement WHERE organisation_id = %s AND statement_id = %s"
    page = f"SELECT raw FROM analytics_statement WHERE organisation_id = %s AND verb = %s ORDER BY stored DESC LIMIT {PAGE}"
    at = connection.get_connection_params()
    at.pop("cursor_factory", None)
    at.pop("context", None)
    with psycopg.connect(**at, autocommit=True) as raw:
        return [
            _looked_up(raw, "statementId", one, [[store.place.id, each["statement_id"]] for each in drawn]),
            _looked_up(raw, "verb", page, [[store.place.id, each["verb"]] for each in drawn]),
        ]


def _looked_up(raw: Any, name: str, query: str, wanted: Sequence[list[Any]]) -> dict[str, object]:
    seconds = []
    for values in [*wanted] * max(1, _LOOKED_UP // (len(wanted) * (1 if name == "statementId" else 10))):
        begun = time.perf_counter()
        raw.execute(query, values).fetchall()
        seconds.append(time.perf_counter() - begun)
    p50, p95, p99 = percentiles(seconds)
    return {"question": name, "per_second": len(seconds) / sum(seconds), "p50_ms": p50, "p95_ms": p95, "p99_ms": p99}
