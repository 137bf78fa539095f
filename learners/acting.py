"""The middleware that enters a signed-in person's scope for the length of a request."""

from collections.abc import Callable
from contextlib import nullcontext

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.periods import local_day
from academy.scoping import entered
from learners.models import User
from learners.queries.acting import standing
from learners.second_factor import is_proven
from learners.tenancy import Acting, Place, Standing

Respond = Callable[[HttpRequest], HttpResponse]
# The membership acted through, by its id: asked at every request whether it is still the person's own and current.
SESSION_KEY = "acting"


class ActingMiddleware:
    """Puts `acting` on the request and enters its scope; without a current membership there is no scope."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside the scope of the membership acted through."""
        found = _standing(request) if is_signed_in(request) else Standing(None, (), fell_back=False)
        request.acting, request.places = found.acting, found.places  # type: ignore[attr-defined]
        if found.fell_back:
            _fall_back(request, found.acting)
        with entered(found.acting.scope) if found.acting else nullcontext():
            return self.get_response(request)


def _standing(request: HttpRequest) -> Standing:
    person = person_of(request)
    chosen = request.session.get(SESSION_KEY, person.last_acted_id)
    return standing(person, local_day(timezone.now()), chosen=chosen, is_proven=is_proven(request, person))


def _fall_back(request: HttpRequest, acting: Acting | None) -> None:
    keep(request, acting)
    if acting is not None:
        where = {"place": acting.organisation.name}
        messages.info(request, _("The place you acted for has ended. You now act for %(place)s.") % where)


def keep(request: HttpRequest, acting: Acting | None) -> None:
    """Let the session remember the membership acted through."""
    request.session[SESSION_KEY] = acting.membership_id if acting else None


@receiver(user_logged_in)
def remember_where(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """Begin a session where the person acted last; a session knows from its first page on what it acts through."""
    found = standing(user, local_day(timezone.now()), chosen=user.last_acted_id, is_proven=False)
    # One that has ended is kept until the next request has said so.
    if not found.fell_back:
        keep(request, found.acting)


def is_signed_in(request: HttpRequest) -> bool:
    """Tell whether someone is signed in."""
    return bool(request.user.is_authenticated)


def acting_of(request: HttpRequest) -> Acting | None:
    """Return the membership that the signed-in person acts through, or None."""
    return getattr(request, "acting", None)


def places_of(request: HttpRequest) -> tuple[Place, ...]:
    """Return all places where the signed-in person may act today, the earliest begun first."""
    return getattr(request, "places", ())


def person_of(request: HttpRequest) -> User:
    """Return the signed-in person; only for views behind login_required."""
    user = request.user
    if not user.is_authenticated:
        raise PermissionError("This view needs a signed-in person.")
    return user
