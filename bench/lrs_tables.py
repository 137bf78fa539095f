"""What was measured of the record store over HTTP, as tables."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from bench.tables import table, word

Found = Mapping[str, Any]


def lines(found: Found) -> Iterator[str]:
    """Give the lines of both: ingest beside Ralph and the raw rate, and reads at each size."""
    if found["rates"]:
        yield from _ingest(found["rates"])
        yield ""
    yield "Reads over HTTP, pages of 100, one at a time; milliseconds. Some of the answers are compared with a plain scan."
    yield ""
    yield from _reads(found)


def _ingest(rates: Sequence[Found]) -> Iterator[str]:
    yield "Ingest over HTTP, one run, rounds in turns. Bars: batches 0.25 of raw and 1.0 of Ralph, single at 8 0.6 of Ralph,"
    yield "as its own command starts it, in one process. Beside it Ralph with as many workers as ours; both keep nothing."
    yield ""
    header = (
        "a request", "connections", "ours, statements/s", "raw, rows/s", "Ralph, statements/s", "Ralph with two workers",
        "to raw", "to Ralph", "to two workers", "p50, ms", "p95", "p99", "load, of a core", "processor a statement, µs", "met",
    )  # fmt: skip
    yield from table(header, [_rate(each) for each in rates])


def _rate(found: Found) -> tuple[object, ...]:
    return (
        found["batch"], found["connections"], *(_middle(found[name]) for name in ("ours", "raw", "ralph", "ralph_like_ours")),
        *(_ratio(found[name]) for name in ("to_raw", "to_ralph", "to_ralph_like_ours")),
        *(f"{found[name]:.1f}" for name in ("p50_ms", "p95_ms", "p99_ms")), f"{found['load_processor']:.0%}",
        ", ".join(f"{name} {cost:.0f}" for name, cost in found["processor_us"].items()),
        word(found) if found["bars"] else "",
    )  # fmt: skip


def _ratio(found: float | None) -> str:
    return "–" if found is None else f"{found:.2f}"


def _middle(rounds: Sequence[float]) -> str:
    return f"{median(rounds):,.0f}" if rounds else "–"


def _reads(found: Found) -> Iterator[str]:
    growth = {each["question"]: each for pair in found["growth"] for each in pair["reads"]}
    header = ["question"]
    for size in found["sizes"]:
        header += [f"{size['statements']:,}: p50", "p95", "p99", "noise"]
    header += ["p95 ratio", "met", "right"]
    rows = []
    for at, question in enumerate(each["question"] for each in found["sizes"][0]["reads"]):
        reads = [size["reads"][at] for size in found["sizes"]]
        times = [f"{each[name]:.1f}" for each in reads for name in ("p50_ms", "p95_ms", "p99_ms")]
        noises = [f"{each['noise']:.2f}" for each in reads]
        cells = [cell for each, noise in enumerate(noises) for cell in (*times[3 * each : 3 * each + 3], noise)]
        grown = growth.get(question)
        last = (f"{grown['ratio']:.2f}", word(grown)) if grown else ("–", "")
        rows.append((question, *cells, *last, "yes" if all(each["is_met"] for each in reads) else "NO"))
    yield from table(header, rows)
    yield ""
    yield "The same look-ups by psycopg alone, texts included:"
    yield ""
    yield from table(
        ("statements", "look-up", "a second", "p50, ms", "p95", "p99"),
        [
            (f"{size['statements']:,}", each["question"], f"{each['per_second']:,.0f}",
             *(f"{each[name]:.2f}" for name in ("p50_ms", "p95_ms", "p99_ms")))
            for size in found["sizes"]
            for each in size["look_ups"]
        ],
    )  # fmt: skip
