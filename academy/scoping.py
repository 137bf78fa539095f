"""Who may read what: a scope is entered for each request or job, and reading a scoped model without one raises.

The manager stops an honest mistake; it does not stop joins, `_base_manager` or raw SQL (docs/decisions/0004).
So people are read through learners.queries, and the canary test asks every URL as every role.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ClassVar, TypeVar

import structlog
from django.db import models

log = structlog.get_logger(__name__)


class ScopeMissing(RuntimeError):
    """A scoped model was read with no scope entered."""


@dataclass(frozen=True)
class Scope:
    """The tenants whose rows may be read, and an opaque word for who reads (never a name or an address)."""

    actor: str
    tenants: frozenset[int]

    @property
    def is_everything(self) -> bool:
        """Tell whether this is the logged escape hatch, which reads all tenants."""
        return False


@dataclass(frozen=True)
class Everything(Scope):
    """The scope of the escape hatch."""

    @property
    def is_everything(self) -> bool:
        """The escape hatch reads all tenants."""
        return True


_current: ContextVar[Scope | None] = ContextVar("academy_scope", default=None)


def current_scope() -> Scope | None:
    """Return the scope entered here, or None."""
    return _current.get()


def required_scope() -> Scope:
    """Return the scope entered here; raise ScopeMissing when there is none."""
    scope = _current.get()
    if scope is None:
        raise ScopeMissing(
            "Enter a scope first: with academy.scoping.entered(scope), or unscoped(reason) in a system job."
        )
    return scope


@contextmanager
def entered(scope: Scope) -> Iterator[Scope]:
    """Read as `scope` inside the block. A generator that streams must enter it again within itself."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)


@contextmanager
def unscoped(reason: str) -> Iterator[Scope]:
    """Read all tenants inside the block, for the reason given, which is logged. The one escape hatch."""
    if not reason.strip():
        raise ValueError("unscoped() needs a reason that an auditor can read.")
    log.info("unscoped", reason=reason)
    with unscoped_quietly(reason) as scope:
        yield scope


@contextmanager
def unscoped_quietly(reason: str) -> Iterator[Scope]:
    """As unscoped(), logged at debug level: for the few reads of every request that make the scope itself."""
    log.debug("unscoped", reason=reason)
    with entered(Everything(actor=f"system: {reason}", tenants=frozenset())) as scope:
        yield scope


Row = TypeVar("Row", bound=models.Model, covariant=True)


class ScopedManager(models.Manager[Row]):
    """A manager whose every query is narrowed to the entered scope."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Return the rows of the scope's tenants; raise ScopeMissing when no scope is entered."""
        rows = super().get_queryset()
        scope = required_scope()
        if scope.is_everything:
            return rows
        lookup: str = self.model.scope_lookup  # type: ignore[attr-defined]
        return rows.filter(**{f"{lookup}__in": scope.tenants})


class ScopedModel(models.Model):
    """A model that belongs to a tenant: `scope_lookup` is the ORM path from the row to its tenant's id."""

    scope_lookup: ClassVar[str] = "organisation_id"

    objects: ClassVar[ScopedManager["ScopedModel"]] = ScopedManager()

    class Meta:
        abstract = True
