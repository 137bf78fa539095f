"""A request's body, read without ever holding more than the limit, whatever its headers claim."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError

from analytics.lrs.refusals import Refusal, bad_request, too_large

_PIECE = 64 * 1024
_IS_GONE = "academy.sender_is_gone"
_GZIP = 16 + zlib.MAX_WBITS


def read_body(request: HttpRequest) -> bytes:
    """Return the whole body, decompressed.

    Raises Refusal: 413 beyond settings.LRS_MAX_BODY_BYTES, 400 for a body that ends early or a length that is none,
    415 for a Content-Encoding other than gzip.
    """
    return b"".join(pieces(request, settings.LRS_MAX_BODY_BYTES))


def pieces(request: HttpRequest, limit: int) -> Iterator[bytes]:
    """Give the body piece by piece, decompressed; raise Refusal as read_body does.

    The limit holds for what comes over the wire and for what that decompresses to, each before it is held.
    """
    encoding = request.META.get("HTTP_CONTENT_ENCODING", "").strip().lower()
    if encoding in {"", "identity"}:
        return _raw(request, limit)
    if encoding in {"gzip", "x-gzip"}:
        return _inflated(_raw(request, limit), limit)
    why = "Bodies are taken as they are, or compressed with gzip."
    headers = {"Accept-Encoding": "gzip"}
    raise Refusal(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, why, where="Content-Encoding", requirement="RFC 7694", headers=headers
    )


def drain(request: HttpRequest) -> None:
    """Take what is left of a refused body and throw it away: who is still sending never reads the answer otherwise.

    Nothing is taken of one that says that it is larger than any body may be, nor from a sender who has gone or has been
    silent for too long already.
    """
    if request.META.get(_IS_GONE):
        return
    most = settings.LRS_MAX_UPLOAD_BYTES
    with suppress(Refusal):
        if (_declared_length(request) or 0) <= most:
            for _ in _taken(request, most):
                pass


def _raw(request: HttpRequest, limit: int) -> Iterator[bytes]:
    declared = _declared_length(request)
    if declared is not None and declared > limit:
        raise _too_large(limit)
    taken = 0
    for piece in _taken(request, limit + 1):
        taken += len(piece)
        if taken > limit:
            raise _too_large(limit)
        yield piece
    if declared is not None and taken < declared:
        raise bad_request("The body ended before the length that Content-Length declares.", where="Content-Length")


def _declared_length(request: HttpRequest) -> int | None:
    value = request.META.get("CONTENT_LENGTH") or ""
    if not value:
        return None
    if not (value.isascii() and value.isdigit()):
        raise bad_request("Content-Length is not a number.", where="Content-Length")
    # More digits than any limit has; int() itself refuses thousands of them.
    return int(value) if len(value) < len(str(10**18)) else 10**18


def _taken(request: HttpRequest, most: int) -> Iterator[bytes]:
    """Give at most so many octets."""
    # A chunked body has no length. Django then reads nothing, but a server that ends the stream itself lets us.
    is_chunked = request.META.get("wsgi.input_terminated") and not request.META.get("CONTENT_LENGTH")
    source = request.META["wsgi.input"] if is_chunked else request
    left = most
    try:
        while left and (piece := source.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
    except (OSError, UnreadablePostError):
        request.META[_IS_GONE] = True
        raise bad_request("The body could not be read to its end.") from None


def _inflated(compressed: Iterator[bytes], limit: int) -> Iterator[bytes]:
    inflater, given, is_over = zlib.decompressobj(_GZIP), 0, False
    for piece in compressed:
        if is_over:
            raise _no_gzip("goes on after its end")
        rest, is_full = piece, True
        while (rest or is_full) and not is_over:
            found = _piece_of(inflater, rest)
            given += len(found)
            if given > limit:
                raise _too_large(limit)
            yield found
            # A full piece may leave more to come though all that was sent is taken.
            rest, is_full, is_over = inflater.unconsumed_tail, len(found) == _PIECE, inflater.eof
        if inflater.unused_data:
            raise _no_gzip("goes on after its end")
    if not is_over:
        raise _no_gzip("ended early")


def _piece_of(inflater: "zlib._Decompress", rest: bytes) -> bytes:
    try:
        return inflater.decompress(rest, _PIECE)
    except zlib.error:
        raise _no_gzip("is damaged, or is no gzip") from None


def _no_gzip(why: str) -> Refusal:
    return bad_request(f"The compressed body {why}.", where="Content-Encoding", requirement="RFC 1952")


def _too_large(limit: int) -> Refusal:
    return too_large(f"The body is larger than {limit} octets. Send less at a time.")
