"""Answers of the record store: JSON text, with its exact length and nothing for caches to keep."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpResponse

from analytics.lrs.refusals import Refusal

_ALWAYS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def answer(text: str, *, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return JSON text as an answer."""
    body = text.encode()
    return _with_headers(HttpResponse(body, status=status, content_type="application/json"), headers or {})


def nothing() -> HttpResponse:
    """Return an answer without a body (204)."""
    response = _with_headers(HttpResponse(status=HTTPStatus.NO_CONTENT), {})
    del response["Content-Type"]
    return response


def refused(refusal: Refusal) -> HttpResponse:
    """Return a refusal as an answer."""
    return answer(refusal.text(), status=refusal.status, headers=refusal.headers)


def _with_headers(response: HttpResponse, headers: Mapping[str, str]) -> HttpResponse:
    for name, value in {**_ALWAYS, **headers}.items():
        response[name] = value
    if response.status_code != HTTPStatus.NO_CONTENT:
        response["Content-Length"] = str(len(response.content))
    return response
