"""Who stands at the door, for the record store and the API alike: the holder of a key, or someone who tries them out.

Wrong secrets are counted by the address that they come from and never by the key that they name, and the right secret is
let in however many wrong ones came before: so nobody can shut out the holder of a key, from whatever address.
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from academy.addresses import client_address
from analytics.lrs.auth import CredentialScope, WrongSecret, authenticate
from analytics.lrs.limits import Allowance, spend


class TriedTooOften(PermissionError):
    """Another wrong secret from an address that has sent as many as a minute has room for."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__(
            "Too many wrong keys or secrets have come from this address. Come back when the minute is over."
        )
        self.allowance = allowance

    @property
    def headers(self) -> dict[str, str]:
        """When to come back."""
        return {"Retry-After": str(self.allowance.seconds_left)}


def holder(request: HttpRequest, now: datetime) -> CredentialScope:
    """Return the scope of the request's credential.

    Raises Unauthenticated when there is none that is valid, TriedTooOften instead where the address has sent too many
    wrong ones within this minute (settings.WRONG_KEYS_PER_MINUTE; 0 is no limit).
    """
    try:
        return authenticate(request.headers.get("Authorization"), now)
    except WrongSecret:
        allowance = spend("wrong", client_address(request), limit=settings.WRONG_KEYS_PER_MINUTE, now=now)
        if allowance.is_exceeded:
            raise TriedTooOften(allowance) from None
        raise
