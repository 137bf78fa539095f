"""docs/lrs-requirements.md names modules and tests that exist, and leaves no part of the validator or the store out."""

import ast
import re
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^\| (?P<requirement>.+) \| `(?P<module>[\w/]+\.py)` \| `(?P<file>[\w/]+\.py)::(?P<test>\w+)` \|$")
# What holds no rule of the specification: names, the shape of errors, our own statements, and the house's own rules.
NOT_RULES = {
    *("__init__.py", "build.py", "errors.py", "json_array.py", "json_faults.py", "patterns.py", "vocabulary.py"),
    *("actions", "answers.py", "door.py", "keys.py", "limits.py", "locks.py", "mentions.py", "policy.py"),
    *(
        "queries",
        "drafts.py",
        "liveness.py",
        "postgres.py",
        "reference_rows.py",
        "statement_rows.py",
        "refusals.py",
        "resources.py",
        "restamp.py",
        "secret.py",
        "asked.py",
        "windows.py",
        "statements.py",
        "together.py",
        "waking.py",
    ),
}


def rows() -> list[dict[str, str]]:
    lines = (ROOT / "docs/lrs-requirements.md").read_text(encoding="utf-8").splitlines()
    found = [ROW.match(line) for line in lines if line.startswith("| ") and not line.startswith("| requirement")]
    assert all(found), "a row of the table is not of the form requirement | module | test"
    return [row.groupdict() for row in found if row]


@lru_cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests/analytics" / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_module_and_test_of_the_table_exists() -> None:
    missing = [
        row for row in rows() if not (ROOT / row["module"]).is_file() or row["test"] not in functions(row["file"])
    ]
    assert missing == []
    assert len(rows()) > 80


def test_every_module_that_holds_a_rule_is_in_the_table() -> None:
    named = {row["module"] for row in rows()}
    modules = {
        str(path.relative_to(ROOT))
        for folder in ("analytics/xapi", "analytics/lrs")
        for path in (ROOT / folder).rglob("*.py")
        if path.name not in NOT_RULES and path.parent.name not in NOT_RULES
    }
    assert modules - named == set()
