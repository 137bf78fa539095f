"""Who asks: a credential of an organisation that may read figures."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBasicAuth, HttpBearer

from analytics.feeds.errors import ApiError
from analytics.lrs.auth import Allows, CredentialScope, Unauthenticated
from analytics.lrs.door import TriedTooOften, holder
from analytics.lrs.limits import spend


def reader(request: HttpRequest) -> CredentialScope:
    """Return the scope of the request's credential, and note on the request how much it may still ask (`allowance`).

    Raises ApiError: 401 when there is no valid credential, 429 when it, or wrong ones, came too often, 403 when it was not issued
    for figures.
    """
    now = timezone.now()
    try:
        scope = holder(request, now)
    except TriedTooOften as refusal:
        raise ApiError(429, "too_many_requests", str(refusal), headers=refusal.headers) from None
    except Unauthenticated as refusal:
        raise ApiError(401, "unauthenticated", str(refusal)) from None
    allowance = spend("api", scope.key, limit=settings.API_REQUESTS_PER_MINUTE, now=now)
    request.allowance = allowance  # type: ignore[attr-defined]
    if allowance.is_exceeded:
        message = f"This key may ask {allowance.limit} times a minute. Come back after Retry-After seconds."
        raise ApiError(429, "too_many_requests", message, headers={"Retry-After": str(allowance.seconds_left)})
    if not scope.allows(Allows.READ_FIGURES):
        raise ApiError(403, "scope_missing", f"This key was not issued for {Allows.READ_FIGURES}.")
    return scope


class BasicKey(HttpBasicAuth):
    """Key and secret as Basic; declared so that the OpenAPI document says so."""

    def __call__(self, request: HttpRequest) -> CredentialScope:
        """Return the scope of the credential, whichever way it was sent."""
        return reader(request)

    def authenticate(self, request: HttpRequest, username: str, password: str) -> CredentialScope:
        """Return the scope; the header itself is read by analytics.lrs.auth."""
        return reader(request)


class BearerKey(HttpBearer):
    """`Bearer <key>.<secret>`; declared so that the OpenAPI document says so."""

    def __call__(self, request: HttpRequest) -> CredentialScope:
        """Return the scope of the credential, whichever way it was sent."""
        return reader(request)

    def authenticate(self, request: HttpRequest, token: str) -> CredentialScope:
        """Return the scope; the header itself is read by analytics.lrs.auth."""
        return reader(request)
