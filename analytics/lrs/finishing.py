"""What is done to every answer on its way out, whichever resource gave it: compression, origins, HEAD, consistency."""

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from analytics.lrs import origins
from analytics.lrs.addresses import resource_of
from analytics.lrs.answers import nothing
from analytics.lrs.compression import compressed
from analytics.xapi.build import timestamp_text

CONSISTENT_THROUGH = "X-Experience-API-Consistent-Through"
STATEMENTS = "statements"

# Who is refused before it is known who asks is told of no organisation, only of a moment well before any running ingest.
_LONGEST_INGEST = timedelta(minutes=1)


def finished(request: HttpRequest, meant: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return an answer as it leaves; `meant` is the request that one in the alternate syntax stands for."""
    if resource_of(meant) == STATEMENTS and not response.has_header(CONSISTENT_THROUGH):
        response[CONSISTENT_THROUGH] = timestamp_text(timezone.now() - _LONGEST_INGEST)
    if "HTTP_ORIGIN" in request.META:
        for name, value in origins.SHARED.items():
            response[name] = value
    response = compressed(request, response)
    if meant.method != "HEAD":
        return response
    response = _without_body(response)
    if request.method != "HEAD":
        # To whoever sent a POST, a length announces a body.
        response["Content-Length"] = "0"
    return response


def permission(methods: Sequence[str]) -> HttpResponse:
    """Answer what may be asked of a resource (OPTIONS), to anyone: a browser asks it without key and version."""
    response = nothing()
    for name, value in {"Allow": ", ".join(methods), **origins.permitted(methods)}.items():
        response[name] = value
    return response


def _without_body(response: HttpResponseBase) -> HttpResponse:
    """Return the same answer without its body, as HEAD asks; its length stays (xAPI-Communication 1.1).

    One that would be streamed is left as it is and not closed: nothing of it is open yet, and Django takes the closing of
    any answer for the end of the request.
    """
    bare = HttpResponse(status=response.status_code, headers=dict(response.items()))
    if not response.has_header("Content-Type"):
        del bare["Content-Type"]
    return bare
