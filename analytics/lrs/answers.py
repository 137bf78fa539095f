"""Answers of the record store: JSON text, with its exact length and nothing for caches to keep."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar

from django.http import HttpResponse, HttpResponseBase

from analytics.lrs.refusals import Refusal

Answer = TypeVar("Answer", bound=HttpResponseBase)

_ALWAYS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def answer(text: str, *, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return JSON text as an answer."""
    body = text.encode()
    return with_headers(HttpResponse(body, status=status, content_type="application/json"), headers or {})


def nothing() -> HttpResponse:
    """Return an answer without a body (204)."""
    response = with_headers(HttpResponse(status=HTTPStatus.NO_CONTENT), {})
    del response["Content-Type"]
    return response


def octets(body: bytes, content_type: str, headers: Mapping[str, str]) -> HttpResponse:
    """Return a document as an answer, in its own type; a browser that shows it runs nothing of it and loads nothing."""
    response = HttpResponse(body, content_type=content_type)
    return with_headers(response, {"Content-Security-Policy": "default-src 'none'; sandbox", **headers})


def not_modified(headers: Mapping[str, str]) -> HttpResponse:
    """Return the answer to whoever has the same already (304)."""
    response = with_headers(HttpResponse(status=HTTPStatus.NOT_MODIFIED), headers)
    del response["Content-Type"]
    del response["Content-Length"]
    return response


def refused(refusal: Refusal) -> HttpResponse:
    """Return a refusal as an answer."""
    return answer(refusal.text(), status=refusal.status, headers=refusal.headers)


def with_headers(response: Answer, headers: Mapping[str, str]) -> Answer:
    """Return the answer with these headers and those of every answer; with its length, unless it is streamed or empty."""
    for name, value in {**_ALWAYS, **headers}.items():
        response[name] = value
    if isinstance(response, HttpResponse) and response.status_code != HTTPStatus.NO_CONTENT:
        response["Content-Length"] = str(len(response.content))
    return response
