"""Whose key it is: a credential becomes a scope, for statements and figures alike."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from academy.scoping import Scope
from analytics.lrs import authors, secret
from analytics.models import Credential

# What a header is compared with when no credential has its key, so that both answers take the same time.
_NOBODY = "0" * 64


class Allows(StrEnum):
    """What a credential may be used for."""

    WRITE_STATEMENTS = "statements/write"
    READ_STATEMENTS = "statements/read"
    READ_FIGURES = "figures/read"


class Unauthenticated(PermissionError):
    """The request names no credential that is valid now; the message says what to send."""


@dataclass(frozen=True)
class CredentialScope(Scope):
    """One organisation, as the holder of a credential may use it. `launched_on` is its federation's first day."""

    organisation_id: int
    key: str
    scopes: frozenset[str]
    launched_on: date

    def allows(self, scope: Allows) -> bool:
        """Tell whether the credential was issued for this."""
        return scope in self.scopes

    @property
    def author(self) -> authors.Author:
        """The holder as the author of statements."""
        return authors.credential(self.key, self.organisation_id, self.launched_on)


@dataclass(frozen=True)
class Issued:
    """A new credential's key and secret; the secret is nowhere else."""

    key: str
    secret: str


def issue(
    *, organisation_id: int, name: str, scopes: Iterable[Allows], now: datetime, expires_at: datetime | None = None
) -> Issued:
    """Store a new credential of an organisation and return its key and secret. Enter the organisation's scope before."""
    issued = Issued(secret.new_key(), secret.new_secret())
    Credential.objects.create(
        organisation_id=organisation_id,
        name=name,
        key=issued.key,
        secret_hash=secret.hashed(issued.key, issued.secret),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=expires_at,
    )
    return issued


def revoke(key: str, *, now: datetime) -> bool:
    """End a credential from now on; return False if none of the entered scope has this key or it has ended already."""
    return Credential.objects.filter(key=key, revoked_at__isnull=True).update(revoked_at=now) == 1


def authenticate(header: str | None, now: datetime) -> CredentialScope:
    """Return the scope of the credential in an Authorization header: Basic, or `Bearer <key>.<secret>`.

    Raises Unauthenticated if there is none, or it is unknown, wrong, expired or revoked.
    """
    key, its_secret = _named(header)
    query = Credential.for_authentication.select_related("organisation__federation")
    found = query.filter(key=key).first() if "\x00" not in key else None
    is_right = secret.matches(key, its_secret, found.secret_hash if found else _NOBODY)
    if found is None or not is_right or not found.is_valid(now):
        raise Unauthenticated("The key and its secret do not belong together, or the key has expired or been revoked.")
    return CredentialScope(
        actor=f"credential:{found.key}",
        tenants=frozenset({found.organisation_id}),
        organisation_id=found.organisation_id,
        key=found.key,
        scopes=frozenset(found.scopes),
        launched_on=found.organisation.federation.launched_on,
    )


def _named(header: str | None) -> tuple[str, str]:
    scheme, _, value = (header or "").strip().partition(" ")
    if scheme.lower() == "basic":
        return _halves(_decoded(value.strip()), ":")
    if scheme.lower() == "bearer":
        return _halves(value.strip(), ".")
    raise Unauthenticated("Send the credential's key and secret in the Authorization header, as Basic or Bearer.")


def _decoded(value: str) -> str:
    try:
        return b64decode(value, validate=True).decode()
    except (NotBase64, ValueError):
        raise Unauthenticated("The Authorization header is not Basic with base64 of key:secret in UTF-8.") from None


def _halves(value: str, separator: str) -> tuple[str, str]:
    key, found, its_secret = value.partition(separator)
    if not found:
        raise Unauthenticated(f"The Authorization header has no {separator!r} between key and secret.")
    return key, its_secret
