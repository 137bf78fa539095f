"""The record store over HTTP: ingest beside Ralph and the raw rate, and reads by each filter as the store grows."""

import argparse
import tempfile
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import filling, over_http, plain, ralph, reading
from bench.progress import say
from bench.servers import academy, ralph_keeping_nothing
from bench.world import make_world

Found = dict[str, Any]

# Of the sizes, the largest two: reads in ten times the statements beside reads.
SIZES_READ = 2


def measure(options: argparse.Namespace) -> Found:
    """Measure what the options ask for; needs PostgreSQL."""
    return {"rates": [] if options.without_ingest else _rates(options)} | _read(options)


def _rates(options: argparse.Namespace) -> list[Found]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="academy-bench-")))
        place = make_world(1, key=f"lrs-{uuid4().hex[:6]}")[0]
        say("starting the servers")
        ours = stack.enter_context(academy(place, folder))
        environment = options.ralph or folder / "ralph"
        sizes = () if options.without_ralph else (ralph.AS_IT_STARTS, ralph.AS_OURS)
        ralphs = [stack.enter_context(ralph_keeping_nothing(environment, folder, each)) for each in sizes]
        return over_http.measure(
            ours, ralphs, batches=options.http_batches, connections=options.http_connections,
            seconds=options.seconds, rounds=options.rounds, seed=options.seed,
        )  # fmt: skip


def _read(options: argparse.Namespace) -> Found:
    """Fill a store of its own and read from it, at each size on its way up."""
    sizes = sorted(options.sizes)[-SIZES_READ:]
    found: list[Found] = []
    store = filling.new_store(f"lasning-{uuid4().hex[:6]}")
    with tempfile.TemporaryDirectory(prefix="academy-bench-") as folder, academy(store.place, Path(folder)) as ours:
        stored = 0
        for size in sizes:
            say(f"storing {size - stored:,} statements more")
            filling.grow(store, stored, size, seed=options.seed)
            plain.read(store, stored)
            stored = size
            found.append(reading.measure(store, ours, size, asked=options.read, seed=options.seed))
    growth = [{"from": one["statements"], "to": other["statements"], "reads": reading.grown(one, other)}
              for one, other in pairwise(found)]  # fmt: skip
    return {"sizes": found, "growth": growth}
