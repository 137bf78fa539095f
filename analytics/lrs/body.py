"""A request's body, read without ever holding more than the limit, whatever its headers claim."""

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError

from analytics.lrs.refusals import Refusal, bad_request, too_large

_PIECE = 64 * 1024


def read_body(request: HttpRequest) -> bytes:
    """Return the whole body.

    Raises Refusal: 413 beyond settings.LRS_MAX_BODY_BYTES, 400 for a body that ends early or a length that is none.
    """
    limit = settings.LRS_MAX_BODY_BYTES
    declared = _declared_length(request)
    if declared is not None and declared > limit:
        raise _too_large(limit)
    body = _read(request, limit)
    if declared is not None and len(body) < declared:
        raise bad_request("The body ended before the length that Content-Length declares.", where="Content-Length")
    return body


def _declared_length(request: HttpRequest) -> int | None:
    value = request.META.get("CONTENT_LENGTH") or ""
    if not value:
        return None
    if not (value.isascii() and value.isdigit()):
        raise bad_request("Content-Length is not a number.", where="Content-Length")
    # More digits than any limit has; int() itself refuses thousands of them.
    return int(value) if len(value) < len(str(10**18)) else 10**18


def _read(request: HttpRequest, limit: int) -> bytes:
    """Read at most one octet more than the limit."""
    # A chunked body has no length. Django then reads nothing, but a server that ends the stream itself lets us.
    is_chunked = request.META.get("wsgi.input_terminated") and not request.META.get("CONTENT_LENGTH")
    source = request.META["wsgi.input"] if is_chunked else request
    pieces, left = [], limit + 1
    try:
        while left and (piece := source.read(min(_PIECE, left))):
            pieces.append(piece)
            left -= len(piece)
    except (OSError, UnreadablePostError):
        raise bad_request("The body could not be read to its end.") from None
    if not left:
        raise _too_large(limit)
    return b"".join(pieces)


def _too_large(limit: int) -> Refusal:
    return too_large(f"The body is larger than {limit} octets. Send fewer statements at a time.")
