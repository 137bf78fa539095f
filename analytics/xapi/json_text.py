"""JSON in and out without losing meaning: exact numbers, no repeated keys, nothing guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring as _quoted
from typing import Any, NoReturn

from analytics.xapi.errors import Path, StatementError

DEPTH_LIMIT = 64
"""How deeply arrays and objects may be nested; a statement without extensions needs eleven."""

_ENCODING = "xAPI-Communication 1.4"
_FORMAT = "xAPI-Data 2.2"

_CONTAINERS: frozenset[type] = frozenset({dict, list})
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class _Repeated(Exception):
    """A key occurs twice in one object."""


class _Marked(dict[str, Any]):
    """An object in which ``key`` occurred twice; only made to find out where."""

    key: str


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


def _marked_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = _Marked(pairs)
    if len(found) == len(pairs):
        return dict(found)
    seen: set[str] = set()
    found.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return found


def _not_finite(name: str) -> NoReturn:
    raise StatementError(f"{name} is no JSON number; leave the property out instead", _FORMAT)


def _decoder(
    pairs: Callable[[list[tuple[str, Any]]], dict[str, Any]], whole: Callable[[str], object]
) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=pairs, parse_float=Decimal, parse_int=whole, parse_constant=_not_finite)


_decode = _decoder(_object, int).decode
# Python converts no more than 4300 digits to int; Decimal has no such limit and is as exact.
_decode_long_numbers = _decoder(_object, Decimal).decode
_decode_marking_repeats = _decoder(_marked_object, Decimal).decode


def loads(raw: bytes) -> Any:
    """Read JSON text as strictly as the specification lets an LRS be.

    Objects become dict, whole numbers int (Decimal beyond 4300 digits), other numbers Decimal
    with every digit kept. Raises StatementError for text that is not UTF-8 or not JSON, repeated
    keys, NaN and Infinity, lone surrogates, and nesting beyond DEPTH_LIMIT.
    """
    text = _decoded(raw)
    try:
        value = _parsed(text)
    except RecursionError:
        raise _too_deep() from None
    if text.count("[") + text.count("{") > DEPTH_LIMIT and _is_deep(value):
        raise _too_deep()
    if _SURROGATE_ESCAPE.search(text):
        _refuse_lone_surrogates(value)
    return value


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8: the octet at position {error.start} does not belong there"
        raise StatementError(message, _ENCODING) from None
    if text.startswith("\ufeff"):
        raise StatementError("begins with a byte order mark; send the text without it", _ENCODING)
    return text


def _parsed(text: str) -> Any:
    try:
        return _decode(text)
    except _Repeated:
        raise _repeated(text) from None
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        raise StatementError(message, _FORMAT) from None
    except InvalidOperation:
        raise StatementError("holds a number too large or too small to keep", _FORMAT) from None
    except StatementError:
        raise
    except ValueError:
        return _decode_long_numbers(text)


def _repeated(text: str) -> StatementError:
    for path, value in _walk(_decode_marking_repeats(text), ()):
        if isinstance(value, _Marked):
            message = "occurs twice in one object; send it once"
            return StatementError(message, _FORMAT, (*path, value.key))
    return StatementError("holds an object in which a key occurs twice", _FORMAT)


def _too_deep() -> StatementError:
    message = f"is nested more than {DEPTH_LIMIT} levels deep; send flatter extensions"
    return StatementError(message, _FORMAT)


def _is_deep(value: Any) -> bool:
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


def _refuse_lone_surrogates(value: Any) -> None:
    for path, part in _walk(value, ()):
        words = part if isinstance(part, str) else "".join(part) if isinstance(part, dict) else ""
        try:
            words.encode()
        except UnicodeEncodeError:
            message = "holds half of a surrogate pair (\\ud800 to \\udfff), which is no character"
            raise StatementError(message, _ENCODING, path) from None


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))


class _NeedsCare(Exception):
    """The value holds a Decimal, which the fast encoder cannot write."""


def _needs_care(value: object) -> NoReturn:
    if isinstance(value, Decimal):
        raise _NeedsCare
    raise TypeError(f"{type(value).__name__} is no JSON value")


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_needs_care).encode


def dumps(value: Any) -> str:
    """Write JSON text that keeps every byte of meaning: exact numbers, characters as they are.

    Raises ValueError for numbers that are not finite, TypeError for what JSON cannot hold.
    """
    try:
        return _encode(value)
    except _NeedsCare:
        pieces: list[str] = []
        _write(value, pieces.append)
        return "".join(pieces)


def _write(value: Any, out: Callable[[str], None]) -> None:
    if isinstance(value, str):
        out(_quoted(value))
    elif isinstance(value, dict):
        _write_object(value, out)
    elif isinstance(value, list):
        _write_array(value, out)
    elif isinstance(value, Decimal):
        out(_number(value))
    else:
        out(_encode(value))


def _write_object(value: dict[str, Any], out: Callable[[str], None]) -> None:
    before = "{"
    for key, item in value.items():
        out(before + _quoted(key) + ":")
        _write(item, out)
        before = ","
    out("}" if value else "{}")


def _write_array(value: list[Any], out: Callable[[str], None]) -> None:
    before = "["
    for item in value:
        out(before)
        _write(item, out)
        before = ","
    out("]" if value else "[]")


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError("Out of range decimal values are not JSON compliant")
    return str(value)
