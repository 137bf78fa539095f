"""Whose key it is: a credential becomes a scope, for statements and figures alike."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import structlog
from django.db import DatabaseError, connection
from django.db.models import F, Q

from academy.periods import local_day
from academy.scoping import Scope
from analytics.lrs import authors, postgres, secret
from analytics.lrs.liveness import asked_first
from analytics.lrs.together import Together
from analytics.models import Credential

log = structlog.get_logger(__name__)

Actors = Credential.Actors
"""Whom statements written with a key may name, for rooms that do not touch the tables."""

# What a header is compared with when no credential has its key, so that both answers take the same time.
_NOBODY = "0" * 64
# How exact the time of the last use is: a write for each request would make reading as dear as writing.
_USE_IS_EXACT_TO = timedelta(minutes=1)
_MOST_IN_COMPANY = 100


class Allows(StrEnum):
    """What a credential may be used for: the scopes of xAPI-Communication 4.2, and one for released figures."""

    WRITE_STATEMENTS = "statements/write"
    READ_OWN_STATEMENTS = "statements/read/mine"
    READ_STATEMENTS = "statements/read"
    STATE = "state"
    PROFILE = "profile"
    DEFINE = "define"
    READ_ALL = "all/read"
    ALL = "all"
    READ_FIGURES = "figures/read"


# What a scope brings with it. "all" is all of the record store; figures are asked for by their own name.
IMPLIED: Mapping[Allows, frozenset[Allows]] = {
    Allows.READ_STATEMENTS: frozenset({Allows.READ_OWN_STATEMENTS}),
    Allows.READ_ALL: frozenset({Allows.READ_STATEMENTS, Allows.READ_OWN_STATEMENTS}),
    Allows.ALL: frozenset(Allows) - {Allows.READ_FIGURES},
}


class Unauthenticated(PermissionError):
    """The request names no credential that is valid now; the message says what to send."""


class WrongSecret(Unauthenticated):
    """It names one, and the two do not belong together, or not any more."""


@dataclass(frozen=True)
class CredentialScope(Scope):
    """One organisation, as the holder of a credential may use it. `launched_on` is its federation's first day."""

    organisation_id: int
    key: str
    scopes: frozenset[str]
    launched_on: date
    takes_anyone: bool = False
    """Whether statements may name people by more than an opaque account."""

    def allows(self, scope: Allows) -> bool:
        """Tell whether the credential was issued for this, or for something that brings it with it."""
        return scope in self.scopes or any(scope in IMPLIED.get(Allows(own), ()) for own in self.scopes)

    @property
    def author(self) -> authors.Author:
        """The holder as the author of statements."""
        defines = self.allows(Allows.DEFINE)
        return authors.credential(self.key, self.organisation_id, self.launched_on, defines=defines)


def authenticate(header: str | None, now: datetime) -> CredentialScope:
    """Return the scope of the credential in an Authorization header: Basic, or `Bearer <key>.<secret>`.

    Raises Unauthenticated if there is none; WrongSecret, which is one, if it is unknown, wrong, expired or revoked, or its
    organisation is closed.
    """
    key, its_secret = _named(header)
    found = _found(key) if "\x00" not in key else None
    is_right = secret.matches(key, its_secret, found.secret_hash if found else _NOBODY)
    if found is None or not (is_right or _was_right(found, its_secret, now)) or not _is_open(found, now):
        raise WrongSecret("The key and its secret do not belong together, or the key has expired or been revoked.")
    _note_use(found, now)
    return CredentialScope(
        actor=f"credential:{found.key}",
        tenants=frozenset({found.organisation_id}),
        organisation_id=found.organisation_id,
        key=found.key,
        scopes=frozenset(found.scopes),
        launched_on=found.launched_on,
        takes_anyone=found.actors == Credential.Actors.ANY,
    )


def _of_key(key: str) -> Any:
    # A join for two days, and no instances of organisation and federation: this runs at every request.
    rows = Credential.for_authentication.annotate(
        launched_on=F("organisation__federation__launched_on"), closed_on=F("organisation__closed_on")
    )
    return rows.filter(key=key)


def _found(key: str) -> Any:
    """Return the credential with this key, or None, as it is now or later."""
    return _asked_for(key) if connection.in_atomic_block else _company.do(key, key)


def _asked_for(key: str) -> Any:
    return asked_first(lambda: _read(key))


def _read(key: str) -> Any:
    """Read the credential; PostgreSQL plans Django's question once and not at every request."""
    if not postgres.is_spoken():
        return _of_key(key).first()
    for row in postgres.ask(_question(), [key]):
        names = [field.attname for field in Credential._meta.concrete_fields]
        found = Credential.from_db(None, names, row[: len(names)])
        found.launched_on, found.closed_on = row[len(names) :]  # type: ignore[attr-defined]
        return found
    return None


def _asked_for_all(keys: Sequence[str]) -> list[Any]:
    """Answer everybody who waits with the same key by one question."""
    return [_asked_for(keys[0])] * len(keys)


_company = Together(_asked_for_all, _asked_for, most=_MOST_IN_COMPANY)


@cache
def _question() -> str:
    sql, _ = _of_key("").query.sql_with_params()
    return str(sql).replace("%s", "%b")


def _is_open(found: Any, now: datetime) -> bool:
    """Tell whether the key opens anything: after an organisation's last day nobody is left there who could end its keys."""
    is_there = found.closed_on is None or local_day(now) <= found.closed_on
    return is_there and bool(found.is_valid(now))


def _was_right(found: Credential, its_secret: str, now: datetime) -> bool:
    """Tell whether this is the secret before the last rotation, and it is still taken."""
    is_taken = found.previous_until is not None and now < found.previous_until
    return is_taken and secret.matches(found.key, its_secret, found.previous_hash)


def _note_use(found: Credential, now: datetime) -> None:
    """Write down the minute of use, before and outside what the request does, which goes on if it cannot be written."""
    if found.last_used_at is not None and now - found.last_used_at < _USE_IS_EXACT_TO:
        return
    is_news = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - _USE_IS_EXACT_TO)
    try:
        Credential.for_authentication.filter(is_news, pk=found.pk).update(last_used_at=now)
    except DatabaseError as error:
        log.warning("use_of_key_not_noted", error=type(error).__name__)


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
