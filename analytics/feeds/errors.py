"""What goes wrong, as JSON of one shape: {"error": {"code", "message", "field"}}."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError


class ApiError(Exception):
    """An answer other than success. `code` is stable and for programs, the message is for whoever writes them."""

    def __init__(self, status: int, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field


def answer_errors(api: NinjaAPI) -> None:
    """Make the API answer every refusal in this shape."""

    # ninja declares handlers of errors *or their classes*, and calls them with errors alone: hence Any.
    def answer(request: HttpRequest, error: Any) -> HttpResponse:
        body = {"error": {"code": error.code, "message": error.message, "field": error.field}}
        response = api.create_response(request, body, status=error.status)
        if error.status == 401:
            response["WWW-Authenticate"] = 'Basic realm="api", Bearer realm="api"'
        if error.status == 405:
            response["Allow"] = "GET"
        return response

    api.add_exception_handler(ApiError, answer)
    api.add_exception_handler(
        Http404, lambda request, _: answer(request, ApiError(404, "not_found", "There is nothing here."))
    )
    api.add_exception_handler(ValidationError, lambda request, error: answer(request, _invalid(error)))


def _invalid(error: Any) -> ApiError:
    first = error.errors[0]
    field = str(first["loc"][-1])
    return ApiError(422, "invalid_parameter", f"{field}: {first['msg']}.", field)
