"""The rules of the house that no general linter knows, as functions over one file's text.

Each rule takes a path inside the repository and the text, and gives (line, message) pairs; the message says what to do
instead. `RULES` lists them. Exceptions are declared here, each with its reason, and nowhere else.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from tree import ROOT, repository_files

Finding = tuple[int, str]
Rule = Callable[[str, str], Iterator[Finding]]

MANAGERS = {"objects", "_base_manager", "_default_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
# Where a model's manager may be used. Everywhere else people and rows are reached through queries and actions, which
# are the places that choose the scope: a manager in a view is how one tenant's rows end up on another's page.
MANAGER_ROOMS = {
    "queries": "reads live there",
    "actions": "writes live there",
    "models": "a model may ask for its own rows",
    "migrations": "they see historical models, which have no scope",
    "tests": "a test looks behind the curtain on purpose",
}
MANAGER_FILES = {
    "academy/*.py": "the kernel's mechanisms are what scopes and deliveries are made of",
    "academy/demo/": "loads a fresh platform before anybody is there who could have a scope",
    "courses/site.py": "sets up the page tree after a migration, when there is nobody to have a scope",
    "courses/reviewing/setup.py": "the same, for the steps of review",
    "learners/identity.py": "the one place where person and opaque account meet",
    "bench/": "measurements fill tables directly",
    "analytics/lrs/store.py": "the record store's door to its tables",
    "analytics/lrs/query.py": "the same, for what is read by its owner",
    "analytics/lrs/restamp.py": "the same, for the columns that a corrected membership changes",
    "analytics/lrs/ways.py": "the same, for the ways in which a statement can meet a filter",
    "analytics/lrs/references.py": "the same, for what statements are found by beyond their columns",
    "analytics/lrs/voiding.py": "the same, for statements that take others back",
    "analytics/lrs/consistency.py": "the same, for the ingests that are running",
    "analytics/lrs/auth.py": "the credential is what the scope is taken from, so none is entered yet",
}
# `User.objects` is not scoped, or nobody could sign in. So nothing but signing in may touch it.
USER_FILES = {
    "learners/models/accounts.py": "defines it",
    "learners/actions/people.py": "makes the account that will sign in, and finds it by its address",
    "learners/actions/people_file_apply.py": "makes the accounts of a file, and asks which exist without telling anyone",
    "learners/actions/people_file_undo.py": "removes the accounts that a file made",
    "learners/signing_in.py": "finds the account that signs in",
    "learners/queries/second_factor.py": "finds whose second factor an operator resets, who may belong nowhere",
    "*/migrations/": "historical models",
    "tests/": "a test makes its own people",
}
# `Credential.for_authentication` is not scoped either, or no tool could sign in.
CREDENTIAL_MANAGER = "for_authentication"
CREDENTIAL_FILES = {
    "analytics/lrs/auth.py": "finds the credential that signs in",
    "tests/": "a test looks behind the curtain on purpose",
}
# SQL of our own sees every tenant. So an expression starts from `scoped_table`, and these alone run any.
SQL_FILES = {
    "analytics/rollup/sql.py": "runs the expressions that start from scoped_table",
    "analytics/lrs/locks.py": "takes an advisory lock and reads no table",
    "analytics/lrs/consistency.py": "reads PostgreSQL's own list of locks",
    "academy/*.py": "the kernel asks the database about itself",
    "academy/backups/": "a backup is the whole database, whoever's it is",
    "bench/": "measurements compare with plain SQL",
    "*/migrations/": "historical tables",
    "tests/": "a test looks behind the curtain on purpose",
    "analytics/lrs/reference_rows.py": "inserts rows that name their tenant, and reads none",
    "analytics/lrs/statement_rows.py": "the same, and asks in the same tenant which of a batch's ids it knows",
    "analytics/lrs/postgres.py": "sends what those two say, many rows at a time, as Django cannot",
}
IBIS_FILES = {
    "analytics/rollup/tables.py": "defines scoped_table",
    "analytics/rollup/sql.py": "compiles and runs",
    "analytics/rollup/projection.py": "says what a measure looks at",
    "analytics/rollup/expressions.py": "says what is counted",
    "tests/": "a test looks behind the curtain on purpose",
}
# What of Ibis leads to a table, or to a connection that knows nothing of our transaction.
IBIS_HOME = "analytics/rollup/tables.py"
IBIS_TABLES = {"table", "connect", "memtable", "sqlite", "postgres", "duckdb", "read_csv", "read_parquet"}
SANITISER_HOME = "academy/html.py"
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("time", "time"),
}
CONVERTERS = {("timezone", "localdate"), ("timezone", "localtime")}  # they read the clock when they are given no moment
CLOCKLESS = {"queries", "actions", "models"}
# Written in halves, or this file would break its own rule.
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
MACHINE_PATH = re.compile(
    r"(?<![\w.\-/:{}])/(" + "|".join(("ho" + "me", "ro" + "ot", "wo" + "rk", "Us" + "ers")) + r")/\w"
)
NOT_PROSE = {".lock", ".woff2", ".png", ".jpg", ".webp", ".svg", ".ico", ".mo", ".pdf"}


def matches(path: str, pattern: str) -> bool:
    """Say whether a path fits a pattern, part by part: a * stays inside its part, a / at the end means all below."""
    parts, wanted = path.split("/"), pattern.rstrip("/").split("/")
    deep_enough = len(parts) > len(wanted) if pattern.endswith("/") else len(parts) == len(wanted)
    return deep_enough and all(fnmatchcase(part, glob) for part, glob in zip(parts, wanted, strict=False))


def _allowed(path: str, declared: dict[str, str]) -> bool:
    return any(matches(path, pattern) for pattern in declared)


def _lives_in(path: str, rooms: set[str] | dict[str, str]) -> bool:
    pure = PurePosixPath(path)
    return any(part in rooms for part in (*pure.parent.parts, pure.stem))


def _is_user_model(node: ast.expr) -> bool:
    match node:
        case ast.Name(id="User") | ast.Attribute(attr="User"):
            return True
        case ast.Call(func=ast.Name(id="get_user_model") | ast.Attribute(attr="get_user_model")):
            return True
    return False


def managers_stay_in_queries_and_actions(path: str, text: str) -> Iterator[Finding]:
    """Fail on `.objects` and its private relatives outside queries, actions and the declared files.

    The limit: a related manager (`person.memberships.all()`) looks like any other attribute, and to know it takes the
    models' types. Scoped models are scoped there too; that no row reaches another tenant by this way or any other is
    held by the canary test, tests/tenancy/test_canary.py, which asks every address as every role.
    """
    if not path.endswith(".py") or _lives_in(path, MANAGER_ROOMS) or _allowed(path, MANAGER_FILES | USER_FILES):
        return
    advice = "call a function of the room's queries or actions, or add one: they choose the scope"
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(value=owner, attr=name, lineno=line) if name in MANAGERS and not _is_user_model(owner):
                yield line, f".{name} here: {advice}"
            case ast.Call(func=ast.Name(id=name, lineno=line), args=[ast.Name() | ast.Attribute(), *_]) if (
                name in SHORTCUTS
            ):
                yield line, f"{name}(model) uses the model's manager: {advice}"


def user_manager_stays_in_authentication(path: str, text: str) -> Iterator[Finding]:
    """Fail on `User.objects`, the one manager without a scope, outside the files that sign people in."""
    if not path.endswith(".py") or _allowed(path, USER_FILES):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and _is_user_model(node.value):
            yield (
                node.lineno,
                "User.objects has no scope and is for signing in alone: read people through learners.queries",
            )


def credential_manager_stays_in_authentication(path: str, text: str) -> Iterator[Finding]:
    """Fail on `.for_authentication`, by which a credential is found before there is a scope, outside its one home."""
    if not path.endswith(".py") or _allowed(path, CREDENTIAL_FILES):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr == CREDENTIAL_MANAGER:
            yield (
                node.lineno,
                f".{CREDENTIAL_MANAGER} has no scope and is for signing in alone: call analytics.lrs.auth.authenticate",
            )


def sql_starts_from_scoped_table(path: str, text: str) -> Iterator[Finding]:
    """Fail on SQL of one's own, and on Ibis tables and connections, outside the files that are declared for it."""
    if not path.endswith(".py"):
        return
    advice = "start from analytics.rollup.tables.scoped_table and run it by analytics.rollup.sql"
    for node in ast.walk(ast.parse(text)):
        match node:
            case (
                ast.Call(func=ast.Attribute(attr="cursor" | "raw" as name))
                | ast.Call(func=ast.Name(id="RawSQL" as name))
            ):
                if not _allowed(path, SQL_FILES):
                    yield node.lineno, f"{name}() here sees every tenant: {advice}"
            case ast.Attribute(value=ast.Name(id="ibis"), attr=name) if name in IBIS_TABLES:
                if path != IBIS_HOME and not _allowed(path, {"tests/": ""}):
                    yield node.lineno, f"ibis.{name} here is not narrowed to a scope: {advice}"
            case ast.Import() | ast.ImportFrom() if _imports_ibis(node) and not _allowed(path, IBIS_FILES):
                yield node.lineno, f"Ibis here: {advice}"


def _imports_ibis(node: ast.Import | ast.ImportFrom) -> bool:
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return any(name.partition(".")[0] == "ibis" for name in names)


def one_sanitiser(path: str, text: str) -> Iterator[Finding]:
    """Fail on a sanitiser imported anywhere but in the kernel's html module."""
    if not path.endswith(".py") or path == SANITISER_HOME:
        return
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=aliases, lineno=line):
                modules = [alias.name for alias in aliases]
            case ast.ImportFrom(module=str(module), lineno=line):
                modules = [module]
            case _:
                continue
        for module in modules:
            if module.partition(".")[0] in {"bleach", "nh3"}:
                yield line, f"{module} here: call academy.html.clean_html, so that one list says what is allowed"


def _is_given_a_moment(call: ast.Call) -> bool:
    return bool(call.args) or any(keyword.arg == "value" for keyword in call.keywords)


def now_is_passed_in(path: str, text: str) -> Iterator[Finding]:
    """Fail on a look at the clock in queries, actions and models, with a time zone as argument or without.

    A field's `default=timezone.now` is no look, and neither is `timezone.localdate(moment)`, which converts.
    """
    if not path.endswith(".py") or path.startswith("tests/") or not _lives_in(path, CLOCKLESS):
        return
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name)):
                converts = (owner, name) in CONVERTERS
                if (owner, name) in CLOCKS or (converts and not _is_given_a_moment(node)):
                    yield node.lineno, f"{owner}.{name}() here: take `now` as a keyword, or no test can say when it is"


def nothing_unfinished(path: str, text: str) -> Iterator[Finding]:
    """Fail on the words that mark unfinished work."""
    if PurePosixPath(path).suffix in NOT_PROSE:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if found := UNFINISHED.search(line):
            yield number, f"{found[1]}: finish it, or open an issue and take the word out"


def no_machine_paths(path: str, text: str) -> Iterator[Finding]:
    """Fail on a path that exists on one machine only."""
    if PurePosixPath(path).suffix in NOT_PROSE:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if found := MACHINE_PATH.search(line):
            yield number, f"{found[0]}…: a path of one machine; make it relative or read it from the environment"


RULES: tuple[Rule, ...] = (
    managers_stay_in_queries_and_actions,
    user_manager_stays_in_authentication,
    credential_manager_stays_in_authentication,
    sql_starts_from_scoped_table,
    one_sanitiser,
    now_is_passed_in,
    nothing_unfinished,
    no_machine_paths,
)


def findings_in(path: str, text: str) -> Iterator[str]:
    """Give all rules' findings for one file, in the order of its lines, as `path:line: what to do`."""
    for line, message in sorted(finding for rule in RULES for finding in rule(path, text)):
        yield f"{path}:{line}: {message}"


def _text_of(path: Path) -> str:
    try:
        return (ROOT / path).read_text()
    except UnicodeDecodeError:
        return ""  # a picture or a font has no lines to judge


def main() -> int:
    """Judge the repository; return the exit code."""
    files = repository_files()
    found = [finding for path in files for finding in findings_in(path.as_posix(), _text_of(path))]
    print("\n".join(found) or f"{len(files)} files follow the rules of the house")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
