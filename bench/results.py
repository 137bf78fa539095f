"""Results as JSON, with every single time, and as a table for people."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

FOLDER = Path(__file__).parent / "results"
Found = Mapping[str, Any]


def keep(found: Found, folder: Path = FOLDER) -> list[Path]:
    """Write both files, named by what was measured; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    data, table = folder / f"{found['measured']}.json", folder / f"{found['measured']}.md"
    data.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    table.write_text("\n".join(_lines(found)) + "\n")
    return [data, table]


def are_met(found: object) -> bool:
    """Tell whether no target within is missed."""
    if isinstance(found, Mapping):
        return found.get("is_met", True) is True and all(are_met(each) for each in found.values())
    return all(are_met(each) for each in found) if isinstance(found, list | tuple) else True


def _lines(found: Found) -> Iterator[str]:
    machine = found["machine"]
    database = machine["database"]
    yield f"# {found['measured'].title()}, {found['day']}"
    yield ""
    yield (
        f"{machine['cores']} cores, {machine['memory_gb']} GB, load {machine['load_before']} before; Python"
        f" {machine['python']}, {database['name']} {database.get('server_version', '')}"
        f" (fsync {database.get('fsync', 'on')}, synchronous_commit {database.get('synchronous_commit', 'on')})."
    )
    for name, write in (("ingest", _ingest), ("lrs", _lrs), ("refill", _refill), ("pages", _pages)):
        if name in found:
            yield ""
            yield from write(found[name])


def _ingest(found: Found) -> Iterator[str]:
    yield f"Batch ingest against the raw rate; statements of about {found['statement_bytes']} bytes. Bar: {found['target']}."
    yield ""
    yield from _table(
        ("batch", "connections", "ours, statements/s", "raw, rows/s", "ratio", "met"),
        [
            (each["batch"], each["connections"], f"{median(each['ours']):,.0f}", f"{median(each['raw']):,.0f}",
             f"{each['ratio']:.2f}", _word(each))
            for each in found["rates"]
        ],
    )  # fmt: skip


def _lrs(found: Found) -> Iterator[str]:
    yield "Ingest over HTTP, one run, rounds in turns. Bars: batches 0.25 of raw and 1.0 of Ralph, single at 8 0.6 of Ralph."
    yield ""
    rows = [
        (each["batch"], each["connections"], _rate(each["ours"]), _rate(each["raw"]), _rate(each["ralph"]),
         f"{each['to_raw']:.2f}", f"{each['to_ralph'] or 0:.2f}", f"{each['p50_ms']:.1f}", f"{each['p95_ms']:.1f}",
         f"{each['p99_ms']:.1f}", f"{each['load_processor']:.0%}", _costs(each["processor_us"]),
         _word(each) if each["bars"] else "")
        for each in found["rates"]
    ]  # fmt: skip
    yield from _table(
        ("a request", "connections", "ours, statements/s", "raw, rows/s", "Ralph keeping nothing", "to raw", "to Ralph",
         "p50, ms", "p95", "p99", "load, of a core", "processor, µs", "met"),
        rows,
    )  # fmt: skip


def _costs(found: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {cost:.0f}" for name, cost in found.items())


def _rate(rounds: Sequence[float]) -> str:
    return f"{median(rounds):,.0f}" if rounds else "–"


def _refill(found: Found) -> Iterator[str]:
    yield "All windows of five organisations counted again, and the windows of one click."
    yield ""
    rows = [
        (
            f"{each['statements']:,}",
            f"{median(each['seconds']):.2f}",
            each["batches"],
            f"{median(each['click_ms']):.0f}",
        )
        for each in found["sizes"]
    ]
    yield from _table(("statements", "refill, s", "batches", "a click, ms"), rows)
    yield ""
    for each in found["growth"]:
        yield f"From {each['from']:,} to {each['to']:,} statements: × {each['ratio']:.1f} (bar: 12; {_word(each)})."


def _pages(found: Found) -> Iterator[str]:
    yield "Pages with ten times the figures, interleaved, beside so many statements. Bar: ratio 1.5, the same queries."
    yield ""
    header = ("statements", "page", "n", "ms", "with ×10, ms", "ratio", "A/A noise", "met")
    rows = [
        (f"{size['statements']:,}", page["page"], page["asked"], f"{page['once_ms']:.1f}", f"{page['tenfold_ms']:.1f}",
         f"{page['ratio']:.2f}", f"{page['noise']:.2f}", _word(page))
        for size in found["sizes"]
        for page in size["pages"]
    ]  # fmt: skip
    yield from _table(header, rows)
    yield ""
    queries = [(name, each["with_2"], each["with_20"], _word(each)) for name, each in found["queries"].items()]
    yield from _table(("page", "queries with 2 units", "with 20", "met"), queries)


def _word(found: Found) -> str:
    return "yes" if found["is_met"] else "NO"


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
