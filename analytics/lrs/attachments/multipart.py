"""The parts of a multipart body (RFC 2046, 5.1), read one after another from a stream, in bounded memory.

Parsers at hand are made for forms: they want a Content-Disposition in every part, or keep the whole body, or change line
ends (docs/decisions/0034). This one knows delimiters and headers, and nothing of what the parts are.
"""

import re
from collections.abc import Iterator, Mapping
from email.message import Message

MOST_HEADERS = 20
LONGEST_HEADERS = 8 * 1024
"""How many header lines one part may have, and how many octets they may fill."""

_LONGEST_PADDING = 256
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_NAME = re.compile(rb"[0-9A-Za-z!#$%&'*+.^_`|~-]+")
# What may follow a boundary in its line. Anything else, and the line is content.
_REST_OF_DELIMITER = re.compile(rb"(?P<last>--)?[ \t]*(?:(?P<cr>\r)?\n)?")


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


class Parts:
    """The parts of one body, in order: ask `following` for a part's headers, then `content` for its octets.

    Lines end with CRLF. A body whose first delimiter ends with a bare LF is taken to do so everywhere.
    """

    def __init__(self, pieces: Iterator[bytes], boundary: bytes) -> None:
        self._pieces = pieces
        self._mark = b"\n--" + boundary
        # As if a line had ended before the body, so that a delimiter is found at its very beginning too.
        self._held = bytearray(b"\n")
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
            at = self._held.find(self._mark)
            if at < 0:
                # The end of what is held may be the beginning of a delimiter.
                yield from self._given(len(self._held) - len(self._mark))
                self._fill()
                continue
            yield from self._given(at - 1)
            before = min(at, 1)
            line = self._delimiter(before + len(self._mark))
            if line is None:
                yield from self._given(before + 1)
                continue
            if not self.number:
                self._has_bare_lf = not line["cr"]
            is_line_end = before == 1 and self._held[:1] == b"\r" and not self._has_bare_lf
            yield from self._given(0 if is_line_end else before)
            del self._held[: self._held.index(self._mark) + len(self._mark) + line.end()]
            self._is_within, self._is_over = False, line["last"] is not None

    def _delimiter(self, start: int) -> "re.Match[bytes] | None":
        """Return what follows the mark, from `start` to the end of its line, if it is what follows in a delimiter."""
        while (end := self._held.find(b"\n", start)) < 0:
            if len(self._held) - start > _LONGEST_PADDING:
                return None
            if not self._has_filled():
                break
        return _REST_OF_DELIMITER.fullmatch(bytes(self._held[start : end + 1 if end >= 0 else None]))

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
        if not self._has_filled():
            raise Malformed("The body ended without its closing delimiter.")

    def _has_filled(self) -> bool:
        for piece in self._pieces:
            if piece:
                self._held += piece
                return True
        return False
