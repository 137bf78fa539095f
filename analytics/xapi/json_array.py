"""An array's elements one by one, each with the text that it was read from: a batch, statement by statement."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

# What RFC 8259 calls white space, and Python's own decoder too.
_SPACE = re.compile(r"[ \t\n\r]*")


class Element(NamedTuple):
    """A value, and its text without white space around it."""

    value: Any
    text: str


class NoPlainArray(ValueError):
    """The text is no array, or no JSON; the decoder says which when it is asked for all of it."""


def elements(text: str, decoder: json.JSONDecoder) -> list[Element]:
    """Return the elements of an array that is the whole text.

    Raises NoPlainArray, and what the decoder's hooks raise.
    """
    found: list[Element] = []
    at = _past("[", text, 0)
    if text[at : at + 1] != "]":
        at = _read(text, at, decoder, found)
    if _past("]", text, at) != len(text):
        raise NoPlainArray
    return found


def _read(text: str, at: int, decoder: json.JSONDecoder, found: list[Element]) -> int:
    """Append the elements that begin here, and return where the last one ends."""
    while True:
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            raise NoPlainArray from None
        found.append(Element(value, text[at:end]))
        at = _past_space(text, end)
        if text[at : at + 1] != ",":
            return at
        at = _past_space(text, at + 1)


def _past(bracket: str, text: str, at: int) -> int:
    """Return where the text goes on after a bracket and the white space around it."""
    at = _past_space(text, at)
    if text[at : at + 1] != bracket:
        raise NoPlainArray
    return _past_space(text, at + 1)


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()
