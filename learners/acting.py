"""The middleware that enters a signed-in person's scope for the length of a request."""

from collections.abc import Callable
from contextlib import nullcontext

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from academy.periods import local_day
from academy.scoping import entered
from learners.models import User
from learners.queries.acting import acting_for
from learners.tenancy import Acting

Respond = Callable[[HttpRequest], HttpResponse]


class ActingMiddleware:
    """Puts `acting` on the request and enters its scope; without a current membership there is no scope."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside the scope of the membership acted through."""
        acting = acting_for(person_of(request), local_day(timezone.now())) if is_signed_in(request) else None
        request.acting = acting  # type: ignore[attr-defined]
        with entered(acting.scope) if acting else nullcontext():
            return self.get_response(request)


def is_signed_in(request: HttpRequest) -> bool:
    """Tell whether someone is signed in."""
    return bool(request.user.is_authenticated)


def acting_of(request: HttpRequest) -> Acting | None:
    """Return the membership that the signed-in person acts through, or None."""
    return getattr(request, "acting", None)


def person_of(request: HttpRequest) -> User:
    """Return the signed-in person; only for views behind login_required."""
    user = request.user
    if not user.is_authenticated:
        raise PermissionError("This view needs a signed-in person.")
    return user
