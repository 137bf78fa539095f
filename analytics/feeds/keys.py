"""Who asks: a credential of an organisation that may read figures."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBasicAuth, HttpBearer

from analytics.feeds.errors import ApiError
from analytics.lrs.auth import Allows, CredentialScope, Unauthenticated, authenticate


def reader(request: HttpRequest) -> CredentialScope:
    """Return the scope of the request's credential.

    Raises ApiError: 401 when there is no valid credential, 403 when it was not issued for figures.
    """
    try:
        scope = authenticate(request.headers.get("Authorization"), timezone.now())
    except Unauthenticated as refusal:
        raise ApiError(401, "unauthenticated", str(refusal)) from None
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
