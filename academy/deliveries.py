"""The outbox: rows swept by beat, at least once each, with growing pauses and a visible dead end."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from academy.logs import without_addresses
from academy.models import Delivery

log = structlog.get_logger(__name__)

Sender = Callable[[dict[str, Any]], None]
Listener = Callable[[Delivery, datetime], None]
Surrounding = Callable[[], AbstractContextManager[None]]
State = Delivery.State

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=15)
CLAIM_LASTS = timedelta(minutes=2)
BATCH = 50
LONGEST_SWEEP = timedelta(seconds=20)

_senders: dict[str, Sender] = {}
_listeners: dict[str, Listener] = {}
_surroundings: list[Surrounding] = []


class Refused(Exception):
    """The receiving end has said no for good: trying the same again is useless."""


def delivers(kind: str) -> Callable[[Sender], Sender]:
    """Register the decorated function as the sender of deliveries of this kind."""

    def register(sender: Sender) -> Sender:
        _senders[kind] = sender
        return sender

    return register


def told_of(kind: str) -> Callable[[Listener], Listener]:
    """Register the decorated function to hear, in the same transaction, where a delivery of this kind stands now."""

    def register(listener: Listener) -> Listener:
        _listeners[kind] = listener
        return listener

    return register


def around_sweeps(surrounding: Surrounding) -> Surrounding:
    """Let every sweep run inside this context, such as a connection that is kept open for it."""
    _surroundings.append(surrounding)
    return surrounding


def enqueue(
    *, kind: str, key: str, payload: dict[str, Any], now: datetime, due_at: datetime | None = None
) -> Delivery | None:
    """Write one delivery row; return None when a row with this key exists already (nothing is sent twice)."""
    if kind not in _senders:
        raise LookupError(f"Nothing delivers {kind!r}.")
    try:
        with transaction.atomic():
            return Delivery.objects.create(kind=kind, key=key, payload=payload, due_at=due_at or now, created_at=now)
    except IntegrityError:
        return None


def sweep(now: datetime) -> int:
    """Send what is due, and what a killed worker left claimed; return how many were delivered."""
    begun = time.monotonic()
    ids = list(Delivery.objects.filter(_free(now)).order_by("due_at").values_list("id", flat=True)[:BATCH])
    sent = 0
    with ExitStack() as stack:
        for surrounding in _surroundings:
            stack.enter_context(surrounding())
        for id_ in ids:
            # Each claim bears its own moment, and a hanging mail server must not keep the worker from everything else.
            elapsed = timedelta(seconds=time.monotonic() - begun)
            if elapsed > LONGEST_SWEEP:
                break
            sent += _take(id_, now + elapsed)
    return sent


def _free(now: datetime) -> Q:
    due = Q(state=State.WAITING, due_at__lte=now)
    return due | Q(state=State.RUNNING, claimed_at__lt=now - CLAIM_LASTS)


def _take(id_: UUID, now: datetime) -> bool:
    # The attempt is counted before it is made, so that a delivery that kills its worker comes to an end too.
    claimed = Delivery.objects.filter(_free(now), id=id_).update(
        state=State.RUNNING, claimed_at=now, attempts=F("attempts") + 1
    )
    row = Delivery.objects.filter(id=id_).first() if claimed else None
    return row is not None and _deliver(row, now)


def _deliver(row: Delivery, now: datetime) -> bool:
    if row.attempts > MOST_ATTEMPTS:
        _postpone(row, RuntimeError("The worker ended each time while sending this."), now)
        return False
    try:
        _senders[row.kind](row.payload)
    except Refused as refusal:
        _end(row, refusal, now)
        return False
    except Exception as error:  # noqa: BLE001 - any failure of the outside world is retried, then shown as dead
        _postpone(row, error, now)
        return False
    row.payload, row.last_error = {}, ""
    _settle(row, State.DONE, now)
    return True


def _postpone(row: Delivery, error: Exception, now: datetime) -> None:
    if row.attempts >= MOST_ATTEMPTS:
        _end(row, error, now)
        return
    row.last_error = _words(error)
    row.state = State.WAITING
    row.due_at = now + FIRST_PAUSE * 2**row.attempts
    row.save(update_fields=["last_error", "state", "due_at"])
    log.warning("delivery_failed", kind=row.kind, attempts=row.attempts, state=row.state, error=row.last_error)


def _end(row: Delivery, error: Exception, now: datetime) -> None:
    row.last_error = _words(error)
    _settle(row, State.DEAD, now)
    log.warning("delivery_failed", kind=row.kind, attempts=row.attempts, state=row.state, error=row.last_error)


def _words(error: Exception) -> str:
    # A mail server repeats the address that it refuses, and operators have no business with it.
    text = str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
    return without_addresses(text)[:300]


def _settle(row: Delivery, state: str, now: datetime) -> None:
    row.state, row.done_at = state, now
    with transaction.atomic():
        row.save(update_fields=["state", "done_at", "payload", "last_error"])
        tell(row, now)


def tell(row: Delivery, now: datetime) -> None:
    """Tell whoever listens to this kind where the delivery stands; expects the caller's transaction."""
    if listener := _listeners.get(row.kind):
        listener(row, now)
