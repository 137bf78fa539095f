"""What an operator sees of credentials: everything but the secrets."""

from dataclasses import dataclass
from datetime import datetime

from analytics.models import Credential
from learners.models import Organisation


@dataclass(frozen=True)
class CredentialLine:
    """One credential as it may be shown."""

    key: str
    name: str
    organisation: str
    scopes: tuple[str, ...]
    state: str


def credential_lines(*, now: datetime, slug: str | None = None) -> list[CredentialLine]:
    """Return the credentials of the entered scope, oldest first; those of one organisation if `slug` is given."""
    rows = Credential.objects.select_related("organisation").order_by("created_at", "pk")
    return [_line(row, now) for row in (rows if slug is None else rows.filter(organisation__slug=slug))]


def organisation_id_of(slug: str) -> int | None:
    """Return the id of an organisation of the entered scope, or None."""
    return Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()


def _line(row: Credential, now: datetime) -> CredentialLine:
    return CredentialLine(row.key, row.name, row.organisation.slug, tuple(row.scopes), _state(row, now))


def _state(row: Credential, now: datetime) -> str:
    if row.revoked_at:
        return "revoked"
    return "valid" if row.is_valid(now) else "expired"
