"""The record store over HTTP: ingest beside Ralph and the raw rate, and reads by each filter as the store grows."""

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

from bench import over_http
from bench.progress import say
from bench.servers import academy, ralph_keeping_nothing
from bench.world import make_world

Found = dict[str, object]


def measure(options: argparse.Namespace) -> Found:
    """Measure what the options ask for; needs PostgreSQL."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="academy-bench-")))
        place = make_world(1, key=f"lrs-{uuid4().hex[:6]}")[0]
        say("starting the servers")
        ours = stack.enter_context(academy(place, folder))
        peers = options.ralph or folder / "ralph"
        ralph = None if options.without_ralph else stack.enter_context(ralph_keeping_nothing(peers, folder))
        rates = over_http.measure(
            ours, ralph, batches=options.http_batches, connections=options.http_connections,
            seconds=options.seconds, rounds=options.rounds, seed=options.seed,
        )  # fmt: skip
    return {"rates": rates}
