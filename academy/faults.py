"""Error pages of our own: a database that is away or busy is a 503 that says when to come back."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 10


def is_database_fault(error: BaseException | None) -> bool:
    """Tell whether the error means that the database is unreachable, restarting or locked."""
    return isinstance(error, OperationalError | InterfaceError)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an unhandled error: 503 with Retry-After for the database, otherwise 500. Needs no database."""
    status = 503 if is_database_fault(sys.exc_info()[1]) else 500
    page = render_to_string(f"{status}.html", {"academy_name": settings.ACADEMY_NAME})
    response = HttpResponse(page, status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection has expired, in words that help."""
    return render(request, "403_csrf.html", status=403)
