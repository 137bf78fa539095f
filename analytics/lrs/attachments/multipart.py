"""The parts of a multipart body (RFC 2046, 5.1), read one after another from a stream, in bounded memory.

Parsers at hand are made for forms: they want a Content-Disposition in every part, or keep the whole body, or change line
ends (docs/decisions/0034). This one knows delimiters and headers, and nothing of what the parts are.
"""

import re
from collections.abc import Iterator, Mapping
from email.message import Message
from typing import NamedTuple

MOST_HEADERS = 20
LONGEST_HEADERS = 8 * 1024
"""How many header lines one part may have, and how many octets they may fill."""

_LONGEST_PADDING = 256
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_NAME = re.compile(rb"[0-9A-Za-z!#$%&'*+.^_`|~-]+")


class Malformed(ValueError):
    """The body is not what RFC 2046 calls multipart; the message says where it ceases to be."""


def boundary_of(content_type: str) -> bytes:
    """Return the boundary that a Content-Type names; raise Malformed for none, or none that RFC 2046 allows."""
    header = Message()
    header["Content-Type"] = content_type
    found = header.get_boundary() or ""
    if not _BOUNDARY.fullmatch(found):
        raise Malformed("Content-Type names no boundary of 1 to 70 of the characters that RFC 2046 allows.")
    return found.encode()


class _Delimiter(NamedTuple):
    """The line of a delimiter in what is held, from the line feed before it to its own."""

    start: int
    end: int
    is_last: bool
    has_cr: bool


class Parts:
    """The parts of one body, in order: ask `following` for a part's headers, then `content` for its octets.

    Lines end with CRLF. A body whose first delimiter ends with a bare LF is taken to do so everywhere.
    """

    def __init__(self, pieces: Iterator[bytes], boundary: bytes) -> None:
        self._pieces = pieces
        begins, padding = re.escape(b"\n--" + boundary), b"[ \\t]{0,%d}" % _LONGEST_PADDING
        # One search for whole lines. To look at each that only begins like a delimiter would let a sender stall us.
        self._line_of = re.compile(begins + b"(--)?" + padding + b"(\r)?\n")
        self._last_line = re.compile(begins + b"(--)" + padding + b"(\r)?\\Z")
        self._longest_line = len(boundary) + _LONGEST_PADDING + len("\n----\r\n")
        # As if a line had ended before the body, so that a delimiter is found at its very beginning too.
        self._held = bytearray(b"\n")
        self._has_ended = False
        self._has_bare_lf = False
        self._is_within = True
        self._is_over = False
        self.number = 0
        """The number of the part that was begun last; the first has number 1."""

    def following(self) -> Mapping[str, str] | None:
        """Skip to the next part and return its headers, names in lower case; None after the last one.

        Raises Malformed for a body that ends without its closing delimiter, and for headers that are none or too many.
        """
        for _ in self.content():
            pass
        if self._is_over:
            # The epilogue says nothing, but the body must be taken to its end.
            self._held.clear()
            for _ in self._pieces:
                pass
            return None
        self.number += 1
        found = self._headers()
        self._is_within = True
        return found

    def content(self) -> Iterator[bytes]:
        """Give what is left of the part's octets, up to the next delimiter; raise Malformed if none comes."""
        while self._is_within:
            line = self._delimiter()
            if line is None:
                # The end of what is held may be the beginning of a delimiter.
                yield from self._given(len(self._held) - self._longest_line)
                self._fill()
                continue
            if not self.number:
                self._has_bare_lf = not line.has_cr
            # The line that the delimiter ends is ended by it, and is no content.
            has_cr = not self._has_bare_lf and self._held[: line.start].endswith(b"\r")
            yield from self._given(line.start - has_cr)
            del self._held[: has_cr + line.end - line.start]
            self._is_within, self._is_over = False, line.is_last

    def _delimiter(self) -> _Delimiter | None:
        found = self._line_of.search(self._held)
        if found is None and self._has_ended:
            found = self._last_line.search(self._held)
        if found is None:
            return None
        return _Delimiter(found.start(), found.end(), is_last=found[1] is not None, has_cr=found[2] is not None)

    def _headers(self) -> dict[str, str]:
        """Read the lines up to the empty one."""
        lines: list[bytes] = []
        left = LONGEST_HEADERS
        while line := self._line(left):
            left -= len(line) + 1
            if line[:1] in b" \t" and lines:
                lines[-1] += line
            else:
                lines.append(line)
            if len(lines) > MOST_HEADERS:
                raise Malformed(f"Part {self.number} has more than {MOST_HEADERS} headers.")
        found = dict(self._header(line) for line in lines)
        if len(found) != len(lines):
            raise Malformed(f"Part {self.number} has a header twice.")
        return found

    def _line(self, most: int) -> bytes:
        while (end := self._held.find(b"\n", 0, most)) < 0:
            if len(self._held) >= most:
                raise Malformed(f"The headers of part {self.number} fill more than {LONGEST_HEADERS} octets.")
            self._fill()
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        return line.removesuffix(b"\r")

    def _header(self, line: bytes) -> tuple[str, str]:
        name, _, value = line.partition(b":")
        if not _NAME.fullmatch(name):
            raise Malformed(f"Part {self.number} has a header line that is none.")
        return name.decode().lower(), value.decode("latin-1").strip()

    def _given(self, count: int) -> Iterator[bytes]:
        if count > 0:
            given = bytes(self._held[:count])
            del self._held[:count]
            yield given

    def _fill(self) -> None:
        """Hold more; raise Malformed when there has been no more already."""
        if self._has_ended:
            raise Malformed("The body ended without its closing delimiter.")
        piece = next(self._pieces, None)
        self._has_ended = piece is None
        self._held += piece or b""
