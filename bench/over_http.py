"""Ingest over HTTP: the academy's own server, Ralph keeping nothing, and the raw rate of the same rows, in turns."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from uuid import UUID, uuid4

from bench import raw
from bench.crews import timed
from bench.load import LoadFault, Outcome, drive
from bench.processor import database_root, seconds_of
from bench.progress import say
from bench.servers import Target
from bench.statements import statements

TARGET_RAW, TARGET_RALPH, TARGET_SINGLE = 0.25, 1.0, 0.6
# Where a single statement is held to its bar.
BUSY = 8
_TEMPLATES = 2_000
_FEWEST_REQUESTS = 40
# More rows than this are not inserted again: the raw rate does not change with them.
_MOST_RAW = 8_000
_UUID = re.compile(rb'("id": ?"|"registration": ?")[0-9a-f-]{36}"')


@dataclass(frozen=True)
class Rate:
    """Statements a second of each round, and what they come to; milliseconds of a request; what was taken of the cores.

    `ralph` is Ralph as its own command starts it, in one process, and holds the bars; `ralph_like_ours` has as many
    workers as ours. `load_processor` is the generator's share of one core, `processor_us` what a statement costs each
    server, in microseconds of all its processes: the academy's, its database's, each Ralph's.
    """

    batch: int
    connections: int
    ours: tuple[float, ...]
    raw: tuple[float, ...]
    ralph: tuple[float, ...]
    ralph_like_ours: tuple[float, ...]
    to_raw: float
    to_ralph: float | None
    to_ralph_like_ours: float | None
    p50_ms: float
    p95_ms: float
    p99_ms: float
    load_processor: float
    processor_us: dict[str, float]
    bars: dict[str, float]
    is_met: bool


class Sender:
    """Makes bodies of statements that nobody has sent yet, out of statements prepared once."""

    def __init__(self, seed: int) -> None:
        texts = (json.dumps(each, ensure_ascii=False).encode() for each in statements(_TEMPLATES, seed=seed))
        self._templates = [_UUID.split(text) for text in texts]
        self._next = 0

    def bodies(self, batch: int, number: int) -> tuple[list[bytes], list[list[UUID]]]:
        """Return so many bodies, each of one statement or an array of `batch`, and the ids in each."""
        made = [[self._statement() for _ in range(batch)] for _ in range(number)]
        texts = [one[0][0] if batch == 1 else b"[" + b",".join(text for text, _ in one) + b"]" for one in made]
        return texts, [[identifier for _, identifier in one] for one in made]

    def _statement(self) -> tuple[bytes, UUID]:
        self._next = (self._next + 1) % len(self._templates)
        begins, id_name, middle, registration_name, ends = self._templates[self._next]
        identifier, registration = uuid4(), uuid4()
        ids = [str(each).encode() for each in (identifier, registration)]
        text = b"".join([begins, id_name, ids[0], b'"', middle, registration_name, ids[1], b'"', ends])
        return text, identifier


def measure(
    ours: Target,
    ralphs: Sequence[Target],
    *,
    batches: Sequence[int],
    connections: Sequence[int],
    seconds: float,
    rounds: int,
    seed: int,
) -> list[dict[str, object]]:
    """Measure each batch size at each number of connections, for so many seconds a round; return the rates."""
    sender = Sender(seed)
    return [
        asdict(_rate(sender, ours, ralphs, batch, crew, seconds, rounds)) for batch in batches for crew in connections
    ]


def _rate(
    sender: Sender, ours: Target, ralphs: Sequence[Target], batch: int, crew: int, seconds: float, rounds: int
) -> Rate:
    found: dict[str, list[float]] = {"raw": []}
    latencies: list[float] = []
    processor: list[float] = []
    spent: dict[str, list[float]] = {}
    targets = [ours, *ralphs]
    roots = {target.name: target.process for target in targets} | {"database": database_root()}
    enough = {target.name: _warmed_up(sender, target, batch, crew, seconds) for target in targets}
    for _ in range(rounds):
        for target in targets:
            bodies, ids = sender.bodies(batch, enough[target.name])
            before = {name: seconds_of(root) for name, root in roots.items()}
            outcome = sent(target, bodies, crew, seconds)
            for name in (target.name, *(["database"] if target is ours else [])):
                cost = (seconds_of(roots[name]) - before[name]) / (outcome.answered * batch)
                spent.setdefault(name, []).append(1e6 * cost)
            found.setdefault(target.name, []).append(outcome.per_second * batch)
            processor.append(outcome.processor)
            if target is ours:
                latencies += outcome.latencies
                found["raw"].append(_raw_rate(ids[: outcome.answered], batch, crew))
    rates = [found[ours.name], found["raw"], *(found[each.name] for each in ralphs)]
    return _judged(batch, crew, rates, latencies, processor, {name: median(each) for name, each in spent.items()})


def _warmed_up(sender: Sender, target: Target, batch: int, crew: int, seconds: float) -> int:
    """Send for a while; return how many bodies are more than enough for a round."""
    bodies, _ = sender.bodies(batch, max(_FEWEST_REQUESTS, 2 * crew) if batch > 1 else 1_000)
    outcome = sent(target, bodies, crew, seconds / 2)
    return int(outcome.per_second * seconds * 1.5) + 4 * crew


def sent(target: Target, bodies: Sequence[bytes], crew: int, seconds: float) -> Outcome:
    """Send bodies to a record store for so long; raise LoadFault when one is not stored."""
    requests = [target.post(body) for body in bodies]
    outcome = drive(target.port, iter(requests), connections=crew, seconds=seconds)
    if set(outcome.statuses) != {200}:
        raise LoadFault(f"{target.name} answered {dict(outcome.statuses)}.")
    return outcome


def _raw_rate(ids: Sequence[Sequence[UUID]], batch: int, crew: int) -> float:
    """Insert the rows that the round left once more, with as many connections and the same batches; return rows a second."""
    each = max(1, min(len(ids), max(_MOST_RAW // batch, crew)) // crew)
    parts = [ids[start : start + each] for start in range(0, each * crew, each)]
    batches = [[raw.again(part) for part in one] for one in parts if one]
    seconds = timed([raw.inserting(one) for one in batches])
    return sum(len(part) for one in parts for part in one) / seconds


def _judged(
    batch: int,
    crew: int,
    rates: Sequence[Sequence[float]],
    latencies: list[float],
    processor: list[float],
    spent: dict[str, float],
) -> Rate:
    """Judge the rates of each round: ours, raw, and of either Ralph where there are Ralphs."""
    ours, raw_rates, *ralphs = rates
    ralph, like_ours = ralphs or ((), ())
    to_raw = _ratio(ours, raw_rates)
    to_ralph, to_like_ours = (_ratio(ours, each) if each else None for each in (ralph, like_ours))
    bars = _bars(batch, crew)
    measured = {"raw": to_raw, "ralph": to_ralph}
    is_met = all((measured[name] or 0.0) >= bar for name, bar in bars.items() if measured[name] is not None)
    p50, p95, p99 = percentiles(latencies)
    rate = Rate(
        batch, crew, tuple(ours), tuple(raw_rates), tuple(ralph), tuple(like_ours), to_raw, to_ralph, to_like_ours,
        p50, p95, p99, max(processor), spent, bars, is_met,
    )  # fmt: skip
    say(
        f"{batch} a request, {crew} connections: ours {median(rate.ours):,.0f}/s, raw × {to_raw:.2f},"
        f" Ralph × {to_ralph or 0:.2f} and {to_like_ours or 0:.2f}, p95 {p95:.1f} ms, load {rate.load_processor:.0%} of a core;"
        f" µs of processor a statement: {', '.join(f'{name} {cost:.0f}' for name, cost in spent.items())}"
    )
    return rate


def _bars(batch: int, crew: int) -> dict[str, float]:
    if batch > 1:
        return {"raw": TARGET_RAW, "ralph": TARGET_RALPH}
    return {"ralph": TARGET_SINGLE} if crew == BUSY else {}


def _ratio(ours: Sequence[float], others: Sequence[float]) -> float:
    return median(one / other for one, other in zip(ours, others, strict=True))


def percentiles(seconds: Sequence[float]) -> Iterator[float]:
    """Return the 50th, 95th and 99th percentile in milliseconds."""
    ordered = sorted(seconds)
    return (1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 0.99))
