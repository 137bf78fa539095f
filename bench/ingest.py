"""Ingest against the raw rate: our door to the record store, and a bare multi-row INSERT of the same rows.

Raw is psycopg on the same PostgreSQL, into the same tables with all their indexes, with the same size of batch and number
of connections, one durable commit a batch, in the same run: after each round of ours the rows that it left are inserted
again under new ids.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from uuid import UUID

from analytics.lrs import authors, ingest, policy
from analytics.xapi import json_text
from analytics.xapi.versions import Version
from bench import raw
from bench.crews import timed
from bench.progress import say
from bench.statements import statements
from bench.world import LAUNCHED_ON, Place, make_world

TARGET = 0.25
ROUNDS = 5


@dataclass(frozen=True)
class Bodies:
    """What one connection sends: bodies of batches as JSON, and the ids in each."""

    texts: tuple[bytes, ...]
    ids: tuple[tuple[UUID, ...], ...]


@dataclass(frozen=True)
class Rate:
    """One combination of batch size and connections: statements a second of each round, and what they come to."""

    batch: int
    connections: int
    statements: int
    ours: tuple[float, ...]
    raw: tuple[float, ...]
    ratio: float
    is_met: bool


def measure(number: int, *, batches: Sequence[int], connections: Sequence[int], seed: int) -> dict[str, object]:
    """Send `number` statements a round for each combination; return the rates and the size of a statement in bytes."""
    place = make_world(1, key="intag")[0]
    size = len(json.dumps(next(statements(1, seed=seed))).encode())
    found = []
    for batch in batches:
        for crew in connections:
            found.append(_rate(place, number, batch, crew, seed))
            seed += 1000
    return {"statement_bytes": size, "target": TARGET, "rates": [asdict(rate) for rate in found]}


def _rate(place: Place, number: int, batch: int, crew: int, seed: int) -> Rate:
    ours, bare = [], []
    total = number // (batch * crew) * batch * crew
    for turn in range(ROUNDS + 1):
        sent = [_bodies(total // crew, batch, seed + turn * crew + each) for each in range(crew)]
        seconds = timed([_ours(each, place) for each in sent])
        again = [[raw.again(ids) for ids in each.ids] for each in sent]
        raw_seconds = timed([raw.inserting(each) for each in again])
        if turn:  # the first round warms everything up
            ours.append(total / seconds)
            bare.append(total / raw_seconds)
        say(f"batches of {batch}, {crew} connections: ours {total / seconds:,.0f}/s, raw {total / raw_seconds:,.0f}/s")
    ratio = median(one / other for one, other in zip(ours, bare, strict=True))
    return Rate(batch, crew, total, tuple(ours), tuple(bare), ratio, ratio >= TARGET)


def _bodies(number: int, batch: int, seed: int) -> Bodies:
    every = list(statements(number, seed=seed))
    parts = [every[start : start + batch] for start in range(0, number, batch)]
    texts = tuple(json.dumps(part, ensure_ascii=False).encode() for part in parts)
    return Bodies(texts, tuple(tuple(UUID(each["id"]) for each in part) for part in parts))


def _ours(bodies: Bodies, place: Place) -> Callable[[], Callable[[], None]]:
    """Read, check, stamp and store as the HTTP resource does, but for HTTP itself."""
    author = authors.credential("matning", place.id, LAUNCHED_ON)

    def ready() -> Callable[[], None]:
        from django.db import connection

        connection.ensure_connection()

        def work() -> None:
            for text in bodies.texts:
                sent, texts = json_text.read(text)
                ingest.record(sent, author=author, version=Version.V2_0, accept=policy.opaque_accounts, texts=texts)

        return work

    return ready
