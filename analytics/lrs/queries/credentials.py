"""What is shown of credentials: everything but the secrets."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from analytics.lrs import authors
from analytics.lrs.auth import IMPLIED, Allows
from analytics.models import Credential
from learners.models import Organisation

_DEFINE = {each.value for each in Allows if each is Allows.DEFINE or Allows.DEFINE in IMPLIED.get(each, ())}


@dataclass(frozen=True)
class CredentialLine:
    """One credential as it may be shown. `state` is valid, expired or revoked."""

    key: str
    name: str
    organisation: str
    scopes: tuple[str, ...]
    actors: str
    state: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    two_secrets_until: datetime | None
    """Until when the secret before the last rotation is taken as well; None if it is not."""

    @property
    def is_valid(self) -> bool:
        """Tell whether the key opens anything now."""
        return self.state == "valid"


def credential_lines(*, now: datetime, slug: str | None = None) -> list[CredentialLine]:
    """Return the credentials of the entered scope, oldest first; those of one organisation if `slug` is given."""
    rows = Credential.objects.select_related("organisation").order_by("created_at", "pk")
    return [_line(row, now) for row in (rows if slug is None else rows.filter(organisation__slug=slug))]


def credential_line(key: str, *, now: datetime) -> CredentialLine | None:
    """Return one credential of the entered scope, or None."""
    row = Credential.objects.select_related("organisation").filter(key=key).first()
    return None if row is None else _line(row, now)


def defining(authorities: Collection[str]) -> set[str]:
    """Return those of these authors (by column value) that may define: the platform, and keys issued for it."""
    keys = [key for key in map(authors.key_of, authorities) if key is not None]
    rows = Credential.objects.filter(key__in=keys).values_list("key", "scopes")
    return {authors.PLATFORM} | {authors.credential_name(key) for key, scopes in rows if _DEFINE & set(scopes)}


def organisation_id_of(slug: str) -> int | None:
    """Return the id of an organisation of the entered scope, or None."""
    return Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()


def _line(row: Credential, now: datetime) -> CredentialLine:
    overlaps = row.previous_until is not None and now < row.previous_until
    return CredentialLine(
        key=row.key,
        name=row.name,
        organisation=row.organisation.slug,
        scopes=tuple(row.scopes),
        actors=row.actors,
        state=_state(row, now),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        two_secrets_until=row.previous_until if overlaps else None,
    )


def _state(row: Credential, now: datetime) -> str:
    if row.revoked_at:
        return "revoked"
    return "valid" if row.is_valid(now) else "expired"
