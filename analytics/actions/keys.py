"""Keys of one's own organisation: made, given another secret, ended, and each written down in its journal."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from analytics.lrs.actions import credentials
from analytics.lrs.actions.credentials import Issued
from analytics.lrs.auth import Allows
from analytics.lrs.queries.credentials import CredentialLine, credential_line
from analytics.models import Credential
from learners.actions.journal import note_change
from learners.changes import ChangeKind
from learners.errors import NotYours
from learners.roles import Permission, has
from learners.tenancy import Acting


@transaction.atomic
def issue_key(
    *,
    acting: Acting,
    name: str,
    scopes: Iterable[Allows],
    actors: Credential.Actors,
    expires_at: datetime | None,
    now: datetime,
) -> Issued:
    """Make a key and return its secret, which is nowhere else. Raises NotYours without the permission."""
    _require(acting)
    chosen = sorted(set(scopes))
    issued = credentials.issue(
        organisation_id=acting.organisation.id,
        name=name,
        scopes=chosen,
        actors=actors,
        expires_at=expires_at,
        now=now,
    )
    after = {"scopes": ", ".join(chosen), "actors": actors.value, "expires": _day(expires_at)}
    _note(acting, ChangeKind.KEY_ISSUED, f"{name} ({issued.key})", now, after)
    return issued


@transaction.atomic
def rotate_key(*, acting: Acting, key: str, now: datetime) -> Issued:
    """Give a key another secret; the old one is taken for another day. Raises NotYours, also for one that has ended."""
    line = _held(acting, key, now)
    issued = credentials.rotate(key, now=now)
    if issued is None:
        raise NotYours(key)
    _note(acting, ChangeKind.KEY_ROTATED, f"{line.name} ({key})", now)
    return issued


@transaction.atomic
def revoke_key(*, acting: Acting, key: str, now: datetime) -> None:
    """End a key at once. Raises NotYours, also for one that has been ended already."""
    line = _held(acting, key, now)
    if not credentials.revoke(key, now=now):
        raise NotYours(key)
    _note(acting, ChangeKind.KEY_REVOKED, f"{line.name} ({key})", now)


def _require(acting: Acting) -> None:
    if not has(acting.grants, Permission.MANAGE_KEYS):
        raise NotYours(Permission.MANAGE_KEYS)


def _held(acting: Acting, key: str, now: datetime) -> CredentialLine:
    _require(acting)
    line = credential_line(key, now=now)
    if line is None:
        raise NotYours(key)
    return line


def _day(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _note(acting: Acting, kind: ChangeKind, about: str, now: datetime, after: dict[str, str] | None = None) -> None:
    note_change(
        organisation_id=acting.organisation.id, by_id=acting.person_id, kind=kind, about=about, now=now, after=after
    )
