"""Typed domain events: what a lower room tells the rooms above, inside the transaction that made it true."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened. `event_id` is also the id of the statement that says so."""

    event_id: UUID
    occurred_at: datetime


Handled = TypeVar("Handled", bound=Event)
_handlers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


class NotInTransaction(RuntimeError):
    """An event was published outside the transaction that should carry it."""


def handles(kind: type[Handled]) -> Callable[[Callable[[Handled], None]], Callable[[Handled], None]]:
    """Register the decorated function for events of exactly this type."""

    def register(handler: Callable[[Handled], None]) -> Callable[[Handled], None]:
        if handler not in _handlers[kind]:
            _handlers[kind].append(handler)
        return handler

    return register


def publish(event: Event) -> None:
    """Call the event's handlers now; an exception in one undoes the whole action.

    Raises NotInTransaction outside a transaction: a statement must never outlive a rolled-back row.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(f"Publish {type(event).__name__} inside transaction.atomic().")
    for handler in _handlers[type(event)]:
        handler(event)
