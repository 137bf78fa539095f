"""What each command measures, and in which order: the history grows, and each size is measured on its way up."""

import argparse
from itertools import pairwise

from bench import durability, ingest, lrs, pages, refill
from bench.history import add_history, people_of
from bench.progress import say
from bench.world import make_world

Found = dict[str, object]


def run(options: argparse.Namespace) -> Found:
    """Measure what the options ask for."""
    if options.what == "durability":
        say("kill -9 in the middle of load")
        return {"durability": durability.measure(options.kill_seconds, seed=options.seed)}
    found: Found = {}
    if options.what in {"ingest", "all"}:
        say("ingest against the raw rate")
        found["ingest"] = ingest.measure(
            options.ingested, batches=options.batches, connections=options.connections, seed=options.seed
        )
    if options.what in {"lrs", "all"}:
        say("the record store over HTTP")
        found["lrs"] = lrs.measure(options)
    if options.what not in {"ingest", "lrs"}:
        found |= _grown(options)
    return found


def _grown(options: argparse.Namespace) -> Found:
    """Measure refill and pages at each size, in one history that grows."""
    refills: list[Found] = []
    read: list[Found] = []
    wants_refill, wants_pages = options.what in {"refill", "all"}, options.what in {"pages", "all"}
    places = make_world()
    readers = pages.make_readers() if wants_pages else None
    stored = 0
    for size in sorted(options.sizes):
        say(f"storing {size - stored:,} statements more")
        add_history(places, size - stored, seed=options.seed + stored, people=people_of(size))
        stored = size
        if wants_refill:
            refills.append(refill.measure(places, size))
        if readers:
            read.append({"statements": size, "pages": pages.measure(*readers, options.asked)})
    found: Found = {}
    if wants_refill:
        found["refill"] = {"sizes": refills, "growth": [refill.grown(*pair) for pair in pairwise(refills)]}
    if wants_pages:
        found["pages"] = {"sizes": read, "queries": pages.count_queries()}
    return found
