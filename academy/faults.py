"""Error pages of our own: a database that is away or busy is a 503 that says when to come back."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 10


def is_database_fault(error: BaseException | None) -> bool:
    """Tell whether the error means that the database is unreachable, restarting or locked."""
    return isinstance(error, OperationalError | InterfaceError)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read, such as a forged host or session; asks nothing of the request."""
    return HttpResponse(render_to_string("400.html", {"academy_name": settings.ACADEMY_NAME}), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an unhandled error: 503 with Retry-After for the database, otherwise 500. Needs no database."""
    status = 503 if is_database_fault(sys.exc_info()[1]) else 500
    page = render_to_string(f"{status}.html", {"academy_name": settings.ACADEMY_NAME})
    response = HttpResponse(page, status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist, or belongs to another organisation: the same for both. JSON for systems."""
    if request.path.startswith("/api/"):
        message = "There is nothing at this address. See /api/v1/openapi.json."
        return JsonResponse({"error": {"code": "not_found", "message": message, "field": None}}, status=404)
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection has expired, in words that help."""
    return render(request, "403_csrf.html", status=403)
