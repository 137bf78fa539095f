"""Tables for people, in Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def word(found: Mapping[str, Any]) -> str:
    """Say whether a bar is met."""
    return "yes" if found["is_met"] else "NO"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Give the lines of a table."""
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
