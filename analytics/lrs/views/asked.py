"""What every resource but /about has in hand before it begins: the version spoken and the credential's scope."""

from dataclasses import dataclass

from django.http import HttpRequest

from analytics.lrs.auth import Allows, CredentialScope
from analytics.lrs.parameters import parameters_of
from analytics.lrs.refusals import forbidden
from analytics.xapi.versions import Version


@dataclass(frozen=True)
class Asked:
    """An authenticated request in a version that we speak."""

    request: HttpRequest
    version: Version
    scope: CredentialScope

    def require(self, *needed: Allows) -> None:
        """Refuse (403) unless the credential was issued for one of these."""
        if not any(self.scope.allows(each) for each in needed):
            raise forbidden(f"This key was not issued for {' or '.join(needed)}.", where="Authorization")

    @property
    def sent(self) -> dict[str, str]:
        """The parameters of the query; refuses (400) what is repeated or unreadable."""
        return parameters_of(self.request.META.get("QUERY_STRING", ""))
