"""What every resource but /about has in hand before it begins: the version spoken and the credential's scope."""

from dataclasses import dataclass

from django.http import HttpRequest

from analytics.lrs.auth import Allows, CredentialScope
from analytics.lrs.refusals import forbidden
from analytics.xapi.versions import Version


@dataclass(frozen=True)
class Asked:
    """An authenticated request in a version that we speak."""

    request: HttpRequest
    version: Version
    scope: CredentialScope

    def require(self, needed: Allows) -> None:
        """Refuse (403) unless the credential was issued for this."""
        if not self.scope.allows(needed):
            raise forbidden(f"This key was not issued for {needed}.", where="Authorization")
