"""JSON in and out without losing meaning: exact numbers, no repeated keys, nothing guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring as _quoted
from typing import Any, NoReturn

from analytics.xapi import json_faults
from analytics.xapi.errors import StatementError
from analytics.xapi.json_faults import DEPTH_LIMIT, Pairs

_ENCODING = "xAPI-Communication 1.4"
_FORMAT = "xAPI-Data 2.2"

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")

Decode = Callable[[str], Any]


def _not_finite(name: str) -> NoReturn:
    raise StatementError(f"{name} is no JSON number; leave the property out instead", _FORMAT)


def _decoder(pairs: Callable[[Pairs], dict[str, Any]], whole: Callable[[str], object]) -> Decode:
    return json.JSONDecoder(
        object_pairs_hook=pairs, parse_float=Decimal, parse_int=whole, parse_constant=_not_finite
    ).decode


_decode = _decoder(json_faults.as_object, int)
# Python converts no more than 4300 digits to int; Decimal has no such limit and is as exact.
_decode_long_numbers = _decoder(json_faults.as_object, Decimal)
_decode_marking_repeats = _decoder(json_faults.as_marked_object, Decimal)


def loads(raw: bytes) -> Any:
    """Read JSON text as strictly as the specification lets an LRS be.

    Objects become dict, whole numbers int (Decimal beyond 4300 digits), other numbers Decimal
    with every digit kept. Raises StatementError for text that is not UTF-8 or not JSON, repeated
    keys, NaN and Infinity, lone surrogates, and nesting beyond DEPTH_LIMIT.
    """
    text = _decoded(raw)
    try:
        value = _parsed(text, _decode)
    except RecursionError:
        raise json_faults.too_deep() from None
    if text.count("[") + text.count("{") > DEPTH_LIMIT and json_faults.is_deep(value):
        raise json_faults.too_deep()
    if _SURROGATE_ESCAPE.search(text):
        json_faults.refuse_lone_surrogates(value)
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


def _parsed(text: str, decode: Decode) -> Any:
    try:
        return decode(text)
    except json_faults.Repeated:
        raise json_faults.repeated_key(_parsed(text, _decode_marking_repeats)) from None
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        raise StatementError(message, _FORMAT) from None
    except InvalidOperation:
        raise StatementError("holds a number too large or too small to keep", _FORMAT) from None
    except StatementError:
        raise
    except ValueError:  # a whole number too long for int()
        return _parsed(text, _decode_long_numbers)


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
