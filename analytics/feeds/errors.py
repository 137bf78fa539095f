"""What goes wrong, as JSON of one shape: {"error": {"code", "message", "field"}}."""

from collections.abc import Mapping
from typing import Any

import structlog
from django.http import Http404, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from academy.faults import RETRY_AFTER_SECONDS, is_database_fault

log = structlog.get_logger(__name__)

_ALWAYS = {
    401: {"WWW-Authenticate": 'Basic realm="api", Bearer realm="api"'},
    405: {"Allow": "GET, HEAD"},
    503: {"Retry-After": str(RETRY_AFTER_SECONDS)},
}


class ApiError(Exception):
    """An answer other than success. `code` is stable and for programs, the message is for whoever writes them."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field
        self.headers = {**_ALWAYS.get(status, {}), **(headers or {})}


def answered(error: ApiError) -> HttpResponse:
    """Return an error as an answer, which nobody keeps."""
    body = {"error": {"code": error.code, "message": error.message, "field": error.field}}
    headers = {"Cache-Control": "private, no-store", **error.headers}
    return JsonResponse(body, status=error.status, headers=headers, json_dumps_params={"ensure_ascii": False})


def answer_errors(api: NinjaAPI) -> None:
    """Make the API answer whatever goes wrong in this shape."""

    # ninja declares handlers of errors *or their classes*, and calls them with errors alone: hence Any.
    def handle(kind: type[Exception], meaning: Any) -> None:
        api.add_exception_handler(kind, lambda request, error: answered(meaning(error)))

    handle(ApiError, lambda error: error)
    handle(Http404, lambda _: ApiError(404, "not_found", "There is nothing here."))
    handle(ValidationError, _invalid)
    handle(Exception, _fault)


def _invalid(error: Any) -> ApiError:
    first = error.errors[0]
    field = str(first["loc"][-1])
    return ApiError(422, "invalid_parameter", f"{field}: {first['msg']}.", field)


def _fault(error: Any) -> ApiError:
    if is_database_fault(error):
        log.warning("api_database_fault", error=type(error).__name__)
        return ApiError(503, "unavailable", "The database is away or busy. Ask again after Retry-After seconds.")
    log.error("api_fault", exc_info=error)
    return ApiError(500, "internal_error", "Something went wrong here; it has been logged.")
