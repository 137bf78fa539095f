"""Where a learner's own browser says what it does in a course: a session instead of a key, for its own attempt alone."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from analytics.emit import session
from analytics.lrs.answers import nothing, refused
from analytics.lrs.body import read_body
from analytics.lrs.limits import spend
from analytics.lrs.refusals import REFUSED, Refusal, bad_request, forbidden, refusal_of, too_large
from analytics.xapi import json_text
from analytics.xapi.errors import StatementError
from learners.api import Acting, OwnAttempt, acting_of, own_attempt_of

MOST_OCTETS = 64_000
REQUESTS_A_MINUTE = 60


def events(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Store what the browser of a signed-in learner says of an attempt of their own: 204, or a refusal as JSON.

    A form's protection (CSRF) has been checked before. Whoever is not signed in is told so (401) and not led to sign in:
    no person reads this answer.
    """
    try:
        _store(request, public_id)
    except Refusal as refusal:
        return refused(refusal)
    return nothing()


def _store(request: HttpRequest, public_id: UUID) -> None:
    attempt = _attempt(_acting(request), public_id)
    if request.method != "POST":
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "This address takes POST.", headers={"Allow": "POST"})
    try:
        session.record(_sent(request), attempt, clock=timezone.now)
    except session.NotForASession as error:
        raise forbidden(str(error), where=error.where) from None
    except REFUSED as error:
        raise refusal_of(error, is_batch=True) from None


def _acting(request: HttpRequest) -> Acting:
    if not request.user.is_authenticated:
        raise Refusal(HTTPStatus.UNAUTHORIZED, "Nobody is signed in.")
    acting = acting_of(request)
    if acting is None:
        raise _gone()
    allowance = spend("session", str(acting.person_id), limit=REQUESTS_A_MINUTE, now=timezone.now())
    if allowance.is_exceeded:
        headers = {"Retry-After": str(allowance.seconds_left)}
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, "Nothing was stored: come back later.", headers=headers)
    return acting


def _attempt(acting: Acting, public_id: UUID) -> OwnAttempt:
    found = own_attempt_of(acting, public_id)
    if found is None:
        raise _gone()
    return found


def _gone() -> Refusal:
    return Refusal(HTTPStatus.NOT_FOUND, "There is no such attempt of yours here.")


def _sent(request: HttpRequest) -> object:
    if request.content_type != "application/json":
        raise bad_request("Send application/json.", where="Content-Type")
    body = read_body(request)
    if len(body) > MOST_OCTETS:
        raise too_large(f"The body is larger than {MOST_OCTETS} octets.")
    try:
        return json_text.loads(body)
    except StatementError as error:
        raise bad_request(error.message, where=error.pointer) from None
