"""Results as JSON, with every single time, and as a table for people."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from bench import lrs_tables
from bench.tables import table, word

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
    for name, write in _WRITERS.items():
        if name in found:
            yield ""
            yield from write(found[name])


def _ingest(found: Found) -> Iterator[str]:
    yield f"Batch ingest against the raw rate; statements of about {found['statement_bytes']} bytes. Bar: {found['target']}."
    yield ""
    yield from table(
        ("batch", "connections", "ours, statements/s", "raw, rows/s", "ratio", "met"),
        [
            (each["batch"], each["connections"], f"{median(each['ours']):,.0f}", f"{median(each['raw']):,.0f}",
             f"{each['ratio']:.2f}", word(each))
            for each in found["rates"]
        ],
    )  # fmt: skip


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
    yield from table(("statements", "refill, s", "batches", "a click, ms"), rows)
    yield ""
    for each in found["growth"]:
        yield f"From {each['from']:,} to {each['to']:,} statements: × {each['ratio']:.1f} (bar: 12; {word(each)})."


def _durability(found: Found) -> Iterator[str]:
    yield "Killed by SIGKILL in the middle of load, and what was there afterwards. Bar: nothing lost, changed or halved."
    yield ""
    counted = (
        (name.replace("_", " "), value) for name, value in found.items() if isinstance(value, int) and name != "is_met"
    )
    yield from table(
        ("what", "number"), [*((f"killed: {name}", times) for name, times in found["killed"].items()), *counted]
    )
    yield ""
    yield f"Met: {word(found)}."


def _pages(found: Found) -> Iterator[str]:
    yield "Pages with ten times the figures, interleaved, beside so many statements. Bar: ratio 1.5, the same queries."
    yield ""
    header = ("statements", "page", "n", "ms", "with ×10, ms", "ratio", "A/A noise", "met")
    rows = [
        (f"{size['statements']:,}", page["page"], page["asked"], f"{page['once_ms']:.1f}", f"{page['tenfold_ms']:.1f}",
         f"{page['ratio']:.2f}", f"{page['noise']:.2f}", word(page))
        for size in found["sizes"]
        for page in size["pages"]
    ]  # fmt: skip
    yield from table(header, rows)
    yield ""
    queries = [(name, each["with_2"], each["with_20"], word(each)) for name, each in found["queries"].items()]
    yield from table(("page", "queries with 2 units", "with 20", "met"), queries)


_WRITERS: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "ingest": _ingest,
    "lrs": lrs_tables.lines,
    "refill": _refill,
    "pages": _pages,
    "durability": _durability,
}
