"""docs/statements.md is true: its table and its example are what the platform really says."""

from pathlib import Path
from typing import Any

import pytest

from analytics.emit.statements import statement_for
from analytics.lrs import authors
from analytics.lrs.rows import completed
from analytics.xapi import json_text
from analytics.xapi.versions import Version
from learners.events import LearningEvent, QuestionAnswered
from tests.analytics.emit.samples import WHEN, events

DOCUMENT = Path(__file__).parents[3] / "docs" / "statements.md"


def row(event: LearningEvent) -> str:
    """The event's line of the table, made from its statement."""
    emitted = statement_for(event)
    said = emitted.statement
    result = ", ".join(f"`{name}`" for name in _leaves(said.get("result", {})))
    related = ", ".join(f"`{name}`" for name in said["context"].get("contextActivities", {}))
    kind = said["object"]["definition"]["type"]
    cells = [type(event).__name__, f"`{said['verb']['id']}`", f"`{kind}`", result or "–", related or "–"]
    return f"| {' | '.join(cells)} | `{emitted.kind}` |"


def _leaves(result: dict[str, Any]) -> list[str]:
    found = []
    for name, value in result.items():
        if name == "score":
            found += [f"score.{part}" for part in value]
        else:
            found.append("extensions: attempt" if name == "extensions" else name)
    return found


def example() -> str:
    """An answered question as it stands in the store, indented."""
    event = next(event for event in events() if isinstance(event, QuestionAnswered))
    author = authors.platform(1, WHEN.date())
    whole = completed(statement_for(event).statement, author=author, version=Version.V2_0, stored=WHEN)
    return _indented(whole, 0)


def _indented(value: Any, depth: int) -> str:
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        lines = [f"{inner}{json_text.dumps(key)}: {_indented(item, depth + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{outer}}}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + _indented(item, depth + 1) for item in value) + f"\n{outer}]"
    return json_text.dumps(value)


@pytest.mark.parametrize("event", events(), ids=lambda event: type(event).__name__)
def test_the_table_says_what_is_emitted(event: LearningEvent) -> None:
    assert row(event) in DOCUMENT.read_text().splitlines()


def test_the_example_is_what_is_stored() -> None:
    assert f"```json\n{example()}\n```" in DOCUMENT.read_text()
