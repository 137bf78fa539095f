"""Issuing, rotating and ending keys. Enter the scope of their organisation before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from analytics.lrs import secret
from analytics.lrs.auth import Allows
from analytics.models import Credential

OVERLAP = timedelta(days=1)
"""How long the secret before a rotation is taken, unless told otherwise."""


@dataclass(frozen=True)
class Issued:
    """A credential's key and new secret; the secret is nowhere else."""

    key: str
    secret: str


def issue(
    *,
    organisation_id: int,
    name: str,
    scopes: Iterable[Allows],
    now: datetime,
    actors: Credential.Actors = Credential.Actors.OPAQUE,
    expires_at: datetime | None = None,
) -> Issued:
    """Store a new credential of an organisation and return its key and secret."""
    issued = Issued(secret.new_key(), secret.new_secret())
    Credential.objects.create(
        organisation_id=organisation_id,
        name=name,
        key=issued.key,
        secret_hash=secret.hashed(issued.key, issued.secret),
        scopes=sorted(set(scopes)),
        actors=actors,
        created_at=now,
        expires_at=expires_at,
    )
    return issued


def rotate(key: str, *, now: datetime, overlap: timedelta = OVERLAP) -> Issued | None:
    """Give a credential that holds a new secret; the old one is taken as long as the overlap.

    Returns None if none of the entered scope has this key, or it has ended. Of two rotations within one overlap, the
    secret before the first is not taken any more.
    """
    with transaction.atomic():
        row = Credential.objects.select_for_update(of=("self",)).filter(key=key).first()
        if row is None or not row.is_valid(now):
            return None
        issued = Issued(key, secret.new_secret())
        row.previous_hash, row.previous_until = row.secret_hash, now + overlap
        row.secret_hash = secret.hashed(key, issued.secret)
        row.save(update_fields=["previous_hash", "previous_until", "secret_hash"])
    return issued


def revoke(key: str, *, now: datetime) -> bool:
    """End a credential from now on; return False if none of the entered scope has this key or it has ended already."""
    return Credential.objects.filter(key=key, revoked_at__isnull=True).update(revoked_at=now) == 1
