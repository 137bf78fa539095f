"""What holds for single cells, whoever asks: length, signs that do not belong in a name, addresses, dates and known words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from learners.days import EARLIEST, LATEST, latest_first_day
from learners.entering.columns import LONGEST, Column
from learners.entering.faults import Fault
from learners.entering.reading import folded

Key = TypeVar("Key", bound=str)

FORMULA_SIGNS = ("=", "+", "-", "@")
_DATE = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?: 00:00(?::00)?)?")


class Wrong(Exception):
    """A cell that cannot be used."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.detail = detail


def clean(column: Column, cell: str) -> str:
    """Return the cell with single spaces; raise Wrong for what is too long or holds signs that are no text."""
    if len(cell) > LONGEST[column] + 20:  # spaces around it aside
        raise Wrong(Fault.TOO_LONG, str(LONGEST[column]))
    stripped = cell.strip(" \N{NO-BREAK SPACE}")
    # Category C: control signs, marks that turn the direction of writing, and what is not assigned at all.
    if any(unicodedata.category(sign).startswith("C") for sign in stripped):
        raise Wrong(Fault.CONTROL)
    text = " ".join(stripped.split())
    if len(text) > LONGEST[column]:
        raise Wrong(Fault.TOO_LONG, str(LONGEST[column]))
    if text.startswith(FORMULA_SIGNS):
        raise Wrong(Fault.FORMULA)
    return text


def email(text: str) -> str:
    """Return the address in small letters; raise Wrong when it is none."""
    try:
        validate_email(text)
    except ValidationError as error:
        raise Wrong(Fault.EMAIL_LETTERS if has_swedish_letters(text) else Fault.BAD_EMAIL) from error
    return text.lower()


def has_swedish_letters(text: str) -> bool:
    """Tell whether a text has å, ä or ö, which the part of an address before the @ cannot have."""
    return bool(set("åäö") & set(unicodedata.normalize("NFC", text).lower()))


def first_day(text: str, today: date) -> date | None:
    """Return the first day of a membership as `day` reads it; raise Wrong for one more than two years ahead."""
    value, latest = day(text), latest_first_day(today)
    if value is not None and value > latest:
        raise Wrong(Fault.DATE_FAR, latest.isoformat())
    return value


def day(text: str) -> date | None:
    """Return a date written as 2026-11-21 or 20261121, None for an empty cell; raise Wrong for anything else."""
    if not text:
        return None
    found = _DATE.fullmatch(text)
    if found is None:
        raise Wrong(Fault.BAD_DATE)
    try:
        value = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise Wrong(Fault.BAD_DATE) from error
    if not EARLIEST <= value <= LATEST:
        raise Wrong(Fault.BAD_DATE)
    return value


def words_of(table: Mapping[Key, Iterable[str]]) -> dict[str, Key]:
    """Return a table of keys and their words turned round, for looking up what a cell says."""
    return {folded(word): key for key, words in table.items() for word in (str(key), *words)}


def known(text: str, words: Mapping[str, Key], fault: Fault) -> Key | None:
    """Return the key that a word stands for, None for an empty cell; raise Wrong with the fault for another word."""
    if not text:
        return None
    found = words.get(folded(text))
    if found is None:
        raise Wrong(fault)
    return found
