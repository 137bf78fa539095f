"""python -m bench ingest|lrs|refill|pages|all|durability: see bench/README.md. Runs beside .ci/services.py."""

import argparse
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

# Before Django reads its settings: a measurement asks more often than a person may, and nobody has an app for codes.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings")
os.environ.setdefault("ACADEMY_API_REQUESTS_PER_MINUTE", "0")
os.environ.setdefault("ACADEMY_SECOND_FACTOR", "offered")

import django
from django.core.management import call_command

SIZES = (10_000, 100_000, 1_000_000)


def main(arguments: list[str]) -> int:
    """Measure what is asked for and keep the results; return 1 when a bar is missed."""
    options = _options(arguments)
    if os.environ.get("ACADEMY_ENVIRONMENT") != "test":
        sys.exit("This fills and empties tables. Run it by `make bench`, which gives it a database of its own.")
    django.setup()
    logging.disable(logging.INFO)  # one line for each batch would cost as much as the smallest batches
    call_command("migrate", verbosity=0)

    from bench import machine, results, runs
    from bench.progress import say

    found = {"measured": options.what, "day": datetime.now(UTC).date().isoformat(), "machine": machine.facts()}
    found |= runs.run(options)
    for path in results.keep(found, options.out):
        say(f"written: {path.name}")
    return 0 if results.are_met(found) else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", choices=("ingest", "lrs", "refill", "pages", "all", "durability"))
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="statements stored, in rising order")
    parser.add_argument("--ingested", type=int, default=5_000, help="statements sent in each round of ingest")
    parser.add_argument("--batches", type=int, nargs="+", default=(50, 500), help="statements a batch")
    parser.add_argument("--connections", type=int, nargs="+", default=(1, 2), help="connections at once")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each round over HTTP lasts")
    parser.add_argument("--kill-seconds", type=float, default=60.0, help="how long durability goes on killing")
    parser.add_argument("--http-batches", type=int, nargs="+", default=(1, 100, 500), help="statements a request")
    parser.add_argument(
        "--http-connections", type=int, nargs="+", default=(1, 8, 32), help="requests under way at once"
    )
    parser.add_argument("--rounds", type=int, default=5, help="rounds over HTTP, which alternate")
    parser.add_argument("--ralph", type=Path, help="a folder in which Ralph's environment is made once and kept")
    parser.add_argument("--without-ralph", action="store_true", help="leave Ralph out; no bar beside it is met then")
    parser.add_argument("--without-ingest", action="store_true", help="of the record store, measure the reads alone")
    parser.add_argument("--read", type=int, default=150, help="how often each question is put to the record store")
    parser.add_argument("--asked", type=int, default=500, help="how often each page is asked for in each way")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same statements")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results", help="where results are written")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
