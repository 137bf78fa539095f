"""Statements with their attachments as multipart/mixed (xAPI-Communication 1.5.2), streamed, each content once."""

from collections.abc import Iterable, Iterator, Mapping
from secrets import token_hex
from typing import NamedTuple

import structlog
from django.http import StreamingHttpResponse

from analytics.lrs.answers import with_headers
from analytics.lrs.attachments import files
from analytics.lrs.attachments.declared import declared
from analytics.lrs.queries.attachments import kept
from analytics.xapi import json_text

log = structlog.get_logger(__name__)

_CRLF = b"\r\n"


class Part(NamedTuple):
    """One part of an answer: its headers, and a file or the octets themselves."""

    headers: Mapping[str, str]
    length: int
    content: "bytes | str"

    def head(self) -> bytes:
        """The headers with the empty line that ends them."""
        lines = {**self.headers, "Content-Length": str(self.length)}
        return b"".join(f"{name}: {value}".encode() + _CRLF for name, value in lines.items()) + _CRLF

    def octets(self) -> Iterator[bytes]:
        """The content, piece by piece."""
        if isinstance(self.content, bytes):
            yield self.content
        else:
            yield from files.read(self.content)


def in_parts(text: str, statements: Iterable[str], *, headers: Mapping[str, str]) -> StreamingHttpResponse:
    """Answer with JSON text, and after it with the data of the attachments of statements, which are JSON text too.

    Attachments whose data never came here (they have a fileUrl) have no part. All rows are read here, in the entered
    scope: what is streamed afterwards are files alone.
    """
    body = text.encode()
    parts = [Part({"Content-Type": "application/json"}, len(body), body), *_attached(statements)]
    boundary = token_hex(20)
    between = f"--{boundary}\r\n".encode()
    end = f"--{boundary}--\r\n".encode()
    heads = [part.head() for part in parts]
    length = sum(len(between) + len(head) + part.length + len(_CRLF) for head, part in zip(heads, parts, strict=True))

    def stream() -> Iterator[bytes]:
        for head, part in zip(heads, parts, strict=True):
            yield between + head
            yield from part.octets()
            yield _CRLF
        yield end

    kind = f'multipart/mixed; boundary="{boundary}"'
    response = StreamingHttpResponse(stream(), content_type=kind)
    return with_headers(response, {**headers, "Content-Length": str(length + len(end))})


def _attached(statements: Iterable[str]) -> Iterator[Part]:
    kinds: dict[str, str] = {}
    for text in statements:
        # Reading a statement again costs more than looking whether it may have any.
        if '"attachments"' in text:
            for each in declared([json_text.loads(text.encode())]):
                kinds.setdefault(each.sha2, each.what["contentType"])
    for sha2, found in sorted(kept(kinds.keys()).items()):
        if not files.is_there(found.file):
            log.error("attachment_without_file", sha2=sha2)
            continue
        headers = {
            "Content-Type": kinds[sha2],
            "Content-Transfer-Encoding": "binary",
            "X-Experience-API-Hash": sha2,
        }
        yield Part(headers, found.length, found.file)
