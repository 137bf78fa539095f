"""What every answer of the API has in common: HEAD, ETag, limits in headers, and refusals of one shape."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from ninja import NinjaAPI

from analytics.feeds.errors import ApiError, answered
from analytics.lrs.limits import Allowance

View = Callable[..., HttpResponse]
METHODS = "GET, HEAD"


class Api(NinjaAPI):
    """A read-only API whose every address passes through one door."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses, each behind the door."""
        patterns, application, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _door(pattern.callback)
        return patterns, application, namespace

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description of the API, with the headers and refusals that every address has."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"][200]["headers"] = {**_LIMIT_HEADERS, **_ETAG_HEADER}
                operation["responses"][304] = {
                    "description": "Not changed since If-None-Match.",
                    "headers": _ETAG_HEADER,
                }
        return schema


def _header(words: str, kind: str) -> dict[str, Any]:
    return {"description": words, "schema": {"type": kind}}


_ETAG_HEADER = {"ETag": _header("Changes whenever the body does; send it back as If-None-Match.", "string")}
_LIMIT_HEADERS = {
    "RateLimit-Limit": _header("Requests a minute with this key.", "integer"),
    "RateLimit-Remaining": _header("How many of them are left.", "integer"),
    "RateLimit-Reset": _header("Seconds until the next minute begins.", "integer"),
}


def _door(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return answered(ApiError(405, "method_not_allowed", "Figures are only read: ask with GET."))
        is_head, request.method = request.method == "HEAD", "GET"
        response = _finished(request, view(request, *args, **kwargs))
        if is_head:
            request.method = "HEAD"
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    return answer


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ("Authorization",))
    if response.status_code == 200:
        patch_cache_control(response, private=True, no_cache=True)
        set_response_etag(response)
        conditional = get_conditional_response(request, etag=response["ETag"], response=response)
        # If-Match on what is only read could be answered with 412; we know no client that means it.
        response = conditional if conditional is not None and conditional.status_code == 304 else response
    allowance: Allowance | None = getattr(request, "allowance", None)
    for name, value in (allowance.headers() if allowance else {}).items():
        response[name] = value
    return response
