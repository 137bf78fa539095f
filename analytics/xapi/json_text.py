"""JSON in and out without losing meaning: exact numbers, no repeated keys, nothing guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring as _quoted
from typing import Any, NamedTuple, NoReturn

from analytics.xapi import json_array, json_faults
from analytics.xapi.errors import StatementError
from analytics.xapi.json_faults import DEPTH_LIMIT, Pairs

_ENCODING = "xAPI-Communication 1.4"
_FORMAT = "xAPI-Data 2.2"

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")

Decode = Callable[[str], Any]


class Read(NamedTuple):
    """A value, and the texts of its elements if it is an array, otherwise its own."""

    value: Any
    texts: list[str]


def _not_finite(name: str) -> NoReturn:
    raise StatementError(f"{name} is no JSON number; leave the property out instead", _FORMAT)


def _decoder(pairs: Callable[[Pairs], dict[str, Any]], whole: Callable[[str], object]) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=pairs, parse_float=Decimal, parse_int=whole, parse_constant=_not_finite)


_decoder_of_most = _decoder(json_faults.as_object, int)
# Python converts no more than 4300 digits to int; Decimal has no such limit and is as exact.
_decode_long_numbers = _decoder(json_faults.as_object, Decimal).decode
_decode_marking_repeats = _decoder(json_faults.as_marked_object, Decimal).decode


def loads(raw: bytes) -> Any:
    """Read JSON text as strictly as the specification lets an LRS be.

    Objects become dict, whole numbers int (Decimal beyond 4300 digits), other numbers Decimal
    with every digit kept. Raises StatementError for text that is not UTF-8 or not JSON, repeated
    keys, NaN and Infinity, lone surrogates, and nesting beyond DEPTH_LIMIT.
    """
    return read(raw).value


def read(raw: bytes) -> Read:
    """Read as loads does, and keep the text of each element of an array, or of a value that is none."""
    text = _decoded(raw)
    try:
        found = json_array.elements(text, _decoder_of_most)
    except (ValueError, InvalidOperation, json_faults.Repeated, RecursionError):
        return _read_whole(text)
    values, texts = [each.value for each in found], [each.text for each in found]
    # An element with fewer brackets than that cannot be too deep; looking at each value is what costs.
    if any(_brackets(each) >= DEPTH_LIMIT for each in texts) and json_faults.is_deep(values):
        raise json_faults.too_deep()
    _refuse_lone_surrogates(text, values)
    return Read(values, texts)


def _read_whole(text: str) -> Read:
    """Read what is no array, or holds something out of the ordinary; say what is wrong with it, if anything is."""
    try:
        value = _parsed(text, _decoder_of_most.decode)
    except RecursionError:
        raise json_faults.too_deep() from None
    if _brackets(text) > DEPTH_LIMIT and json_faults.is_deep(value):
        raise json_faults.too_deep()
    _refuse_lone_surrogates(text, value)
    if isinstance(value, list):
        return Read(value, [dumps(each) for each in value])
    return Read(value, [text.strip()])


def _brackets(text: str) -> int:
    return text.count("[") + text.count("{")


def _refuse_lone_surrogates(text: str, value: Any) -> None:
    if _SURROGATE_ESCAPE.search(text):
        json_faults.refuse_lone_surrogates(value)


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


def _as_float(value: object) -> float:
    """Return the float that is written with the very digits of a Decimal, as most are; the fast encoder knows floats."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is no JSON value")
    found = float(value)
    if repr(found) != str(value):
        raise _NeedsCare
    return found


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_as_float).encode


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
