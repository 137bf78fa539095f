"""What was found, for machines and for people."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.lighthouse.measure import BAR, CATEGORIES, TIMES
from bench.tables import table, word

Found = Mapping[str, Any]


def machine() -> dict[str, object]:
    """Return cores, memory in GB and the load before, without anything that tells which machine it was."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cores": os.cpu_count(), "memory_gb": round(memory), "load_before": round(os.getloadavg()[0], 2)}


def keep(found: Found, folder: Path) -> list[Path]:
    """Write both files and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    data, told = folder / "lighthouse.json", folder / "lighthouse.md"
    data.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    told.write_text("\n".join(_lines(found)) + "\n")
    return [data, told]


def _lines(found: Found) -> Iterator[str]:
    on = found["machine"]
    yield f"# Lighthouse, {found['day']}"
    yield ""
    yield (
        f"Lighthouse {found['lighthouse']} as a phone on slow 4G with a slowed processor (simulated), median of {found['times']},"
        f" empty cache, signed in where the page asks for it; the production server. Bar: {BAR} in each."
        f" {on['cores']} cores, {on['memory_gb']} GB, load {on['load_before']} before."
    )
    yield ""
    header = ("page", *(name.replace("-", " ") for name in CATEGORIES), *TIMES.values(), "KB", "met")
    yield from table(header, [_row(page) for page in found["pages"]])


def _row(page: Found) -> tuple[object, ...]:
    times = [
        f"{page['times'][name]:.2f}" if name == "shift" else f"{page['times'][name]:.0f} ms" for name in TIMES.values()
    ]
    scores = [page["medians"][name] for name in CATEGORIES]
    return (page["name"], *scores, *times, round(page["bytes"] / 1000), word(page))
