"""From the bytes of a file to its rows, for what Swedish Excel, LibreOffice and payroll systems write (RFC 4180 and kin)."""

import csv
import io
import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from learners.entering.columns import BY_HEADING, Column

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 100
DELIMITERS = (";", ",", "\t")
# Beginnings of files that people take for CSV: xlsx and other zips, old Excel, PDF.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_HINT = re.compile(r"\Asep=[;,\t]\r?\n", re.IGNORECASE)  # Excel's own first line


class Unreadable(StrEnum):
    """Why a whole file was refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    WORKBOOK = "workbook"
    NOT_TEXT = "not_text"
    NO_HEADINGS = "no_headings"
    OPEN_QUOTE = "open_quote"


class FileRefused(Exception):
    """The file as a whole cannot be read; `why` says what its owner has to change."""

    def __init__(self, why: Unreadable, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}")
        self.why = why
        self.detail = detail


@dataclass(frozen=True)
class Sheet:
    """The heading cells as written, the column of each (None for one that is not ours), and the rows by number."""

    headings: tuple[str, ...]
    columns: tuple[Column | None, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(data: bytes) -> Sheet:
    """Return the rows of a file, numbered as a spreadsheet does (the heading is row 1); raise FileRefused.

    Blank rows are left out and keep their numbers.
    """
    text = decoded(data)
    hint = _HINT.match(text)
    text = text[hint.end() :] if hint else text
    records = _records(text, _delimiter(text))
    headings = next((tuple(cell.strip() for cell in cells) for _, cells in records), ())
    if len(headings) > MOST_COLUMNS:
        raise FileRefused(Unreadable.NO_HEADINGS)
    columns = tuple(BY_HEADING.get(folded(cell)) for cell in headings)
    if not any(columns):
        raise FileRefused(Unreadable.NO_HEADINGS)
    return Sheet(headings, columns, tuple(_limited(records)))


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a mark, or Windows-1252; raise FileRefused for anything else."""
    if len(data) > MOST_BYTES:
        raise FileRefused(Unreadable.TOO_LARGE)
    if not data.strip():
        raise FileRefused(Unreadable.EMPTY)
    if data.startswith(WORKBOOKS):
        raise FileRefused(Unreadable.WORKBOOK)
    for encoding in _encodings(data):
        try:
            # PostgreSQL stores no null character; another control sign is as wrong, and can be told of.
            return unicodedata.normalize("NFC", data.decode(encoding)).replace("\x00", "\x01")
        except UnicodeDecodeError:
            continue
    raise FileRefused(Unreadable.NOT_TEXT)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith(BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "cp1252")


def folded(cell: str) -> str:
    """Return a cell as it is compared: any case, single spaces, no space around a slash."""
    words = " ".join(cell.replace("_", " ").casefold().split())
    return re.sub(r" ?/ ?", "/", words)


def _delimiter(text: str) -> str:
    """Return the delimiter by which the first line has most headings that are ours."""
    line = next((line for line in text[:10_000].splitlines() if line.strip(" ;,\t")), "")

    def known(delimiter: str) -> int:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return sum(folded(cell) in BY_HEADING for cell in cells)

    return max(DELIMITERS, key=known)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield number, tuple(cells)
    except csv.Error as error:
        raise FileRefused(Unreadable.OPEN_QUOTE, str(number + 1)) from error


def _limited(records: Iterator[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for count, record in enumerate(records):
        if count >= MOST_ROWS:
            raise FileRefused(Unreadable.TOO_MANY_ROWS)
        yield record
