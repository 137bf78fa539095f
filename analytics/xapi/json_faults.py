"""What JSON itself allows and we do not: repeated keys, deep nesting, halves of surrogate pairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analytics.xapi.errors import Path, StatementError

DEPTH_LIMIT = 64
"""How deeply arrays and objects may be nested; a statement without extensions needs eleven."""

_FORMAT = "xAPI-Data 2.2"
_CONTAINERS: frozenset[type] = frozenset({dict, list})

Pairs = list[tuple[str, Any]]


class Repeated(Exception):
    """A key occurs twice in one object."""


class _Marked(dict[str, Any]):
    """An object in which ``key`` occurred twice; only made to find out where."""

    key: str


def as_object(pairs: Pairs) -> dict[str, Any]:
    """The object of these pairs. Raises Repeated if a key occurs twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Repeated
    return found


def as_marked_object(pairs: Pairs) -> dict[str, Any]:
    """The object of these pairs, marked for repeated_key if a key occurs twice."""
    found = _Marked(pairs)
    if len(found) == len(pairs):
        return dict(found)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            found.key = key
        seen.add(key)
    return found


def repeated_key(value: Any) -> StatementError:
    """The error for a value that as_marked_object helped to read, at the first mark in it."""
    if is_deep(value):
        return too_deep()
    path = next(((*path, part.key) for path, part in _walk(value, ()) if isinstance(part, _Marked)), ())
    return StatementError("occurs twice in one object; send it once", _FORMAT, path)


def too_deep() -> StatementError:
    """The error for text that is nested beyond the limit."""
    return StatementError(f"is nested more than {DEPTH_LIMIT} levels deep; send flatter extensions", _FORMAT)


def is_deep(value: Any) -> bool:
    """Whether arrays and objects are nested beyond the limit; looks at one level after another."""
    level: list[Any] = [value]
    for _ in range(DEPTH_LIMIT):
        level = [
            item
            for part in level
            for item in (part.values() if isinstance(part, dict) else part)
            if item.__class__ in _CONTAINERS
        ]
        if not level:
            return False
    return True


def refuse_lone_surrogates(value: Any) -> None:
    """Raises StatementError, with its place, for text that cannot be written in UTF-8."""
    for path, part in _walk(value, ()):
        words = part if isinstance(part, str) else "".join(part) if isinstance(part, dict) else ""
        try:
            words.encode()
        except UnicodeEncodeError:
            message = "holds half of a surrogate pair (\\ud800 to \\udfff), which is no character"
            raise StatementError(message, "xAPI-Communication 1.4", path) from None


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))
