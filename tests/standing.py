"""What many tests begin with is built once, and stands in the database while tests that begin with the same follow.

Each lies in a transaction that stays open; a test's own transaction lies within it, and takes back what the test did.
A test that asks for less, or commits for real, has what stands taken down first. Tests are sorted by what they ask for,
so that this is seldom.
"""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import pytest
from django.db import transaction

Builder = Callable[..., Any]
COMMITS = {"transactional_db", "live_server", "django_db_reset_sequences"}


@dataclass(frozen=True)
class Kind:
    """One thing that can stand: who builds it, and from which others."""

    name: str
    builder: Builder
    needs: tuple["Kind", ...]


_KINDS: dict[Any, Kind] = {}
"""By the function of the fixture, in the order in which they were declared: what is needed comes before what needs it."""


def stands(builder: Builder) -> Any:
    """Make a fixture of a function that fills the database, and whose parameters are fixtures of the same kind.

    What it returns is given to each test as a copy of its own (by pickle); those of one test know each other.
    """
    names = builder.__code__.co_varnames[: builder.__code__.co_argcount]

    def fixture(request: pytest.FixtureRequest, db: None) -> Any:
        if kind in STANDING.copies:
            return STANDING.copies[kind]
        return builder(*(request.getfixturevalue(name) for name in names))

    kind = _KINDS[fixture] = Kind(builder.__name__, builder, tuple(_declared(name) for name in names))
    fixture.__doc__ = builder.__doc__
    return pytest.fixture(name=builder.__name__)(fixture)


def _declared(name: str) -> Kind:
    return [kind for kind in _KINDS.values() if kind.name == name][-1]


def asked_for(item: pytest.Item) -> tuple[Kind, ...]:
    """Return what has to stand for a test, in the order in which it is built; nothing for one that commits."""
    if commits(item):
        return ()
    info = getattr(item, "_fixtureinfo", None)
    asked = [_KINDS.get(known[-1].func) for known in info.name2fixturedefs.values()] if info else []
    wanted = {kind for kind in asked if kind is not None}
    for kind in reversed(_KINDS.values()):
        if kind in wanted:
            wanted.update(kind.needs)
    return tuple(kind for kind in _KINDS.values() if kind in wanted)


def commits(item: pytest.Item) -> bool:
    """Whether the test commits for real, and has the tables emptied after it."""
    mark = item.get_closest_marker("django_db")
    return bool(COMMITS.intersection(getattr(item, "fixturenames", ()))) or bool(
        mark and (mark.kwargs.get("transaction") or (mark.args and mark.args[0]))
    )


def waits(item: pytest.Item) -> bool:
    """Whether the test starts processes, and waits for them more than it works."""
    return item.get_closest_marker("process") is not None


def asks_database(item: pytest.Item) -> bool:
    """Whether the database of the run can matter to the test: by its fixtures, its mark, or processes that it starts."""
    asks = "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db") is not None
    return asks or commits(item) or waits(item)


class Standing:
    """The transactions that are open, from the outermost, and what was built in them."""

    def __init__(self) -> None:
        self._levels: list[tuple[Kind, transaction.Atomic]] = []
        self._built: dict[Kind, Any] = {}
        self._pickled = b""
        self.copies: dict[Kind, Any] = {}

    def stand(self, kinds: Sequence[Kind]) -> None:
        """Let these stand and no others, and make copies for one test."""
        standing = [kind for kind, _ in self._levels]
        same = next((at for at, (one, other) in enumerate(zip_longest(kinds, standing)) if one != other), len(kinds))
        if (same, same) != (len(kinds), len(standing)):
            self.take_down(same)
            try:
                for kind in kinds[same:]:
                    self._build(kind)
            except BaseException:
                self.take_down()
                raise
            self._pickled = pickle.dumps([self._built[kind] for kind in kinds])
        copies = pickle.loads(self._pickled) if kinds else []
        self.copies = dict(zip(kinds, copies, strict=True))

    def take_down(self, left: int = 0) -> None:
        """Take back what stands, but for this many of the outermost."""
        while len(self._levels) > left:
            kind, level = self._levels.pop()
            self._built.pop(kind, None)
            transaction.set_rollback(True)
            level.__exit__(None, None, None)

    def _build(self, kind: Kind) -> None:
        level = transaction.atomic()
        # As Django's TestCase does: what has to be outermost may lie within.
        level._from_testcase = True  # type: ignore[attr-defined]
        level.__enter__()
        self._levels.append((kind, level))
        self._built[kind] = kind.builder(*(self._built[need] for need in kind.needs))


STANDING = Standing()
