"""What could not be delivered: seen, sent again, thrown away, and in the end forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from academy.deliveries import tell
from academy.models import Delivery

State = Delivery.State

# A payload holds an address and a text: long enough to mend a mail server over a holiday, no longer.
KEEP_PAYLOAD_OF_DEAD = timedelta(days=14)
KEEP_DONE = timedelta(days=30)
KEEP_DEAD = timedelta(days=180)
BATCH = 1000


def counts() -> dict[str, int]:
    """Return how many deliveries there are in each state that occurs."""
    return dict(Delivery.objects.values_list("state").annotate(Count("id")).order_by())


def oldest_due() -> datetime | None:
    """Return since when the longest waiting delivery has been due."""
    waiting = Delivery.objects.filter(state__in=[State.WAITING, State.RUNNING]).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def in_state(state: str) -> QuerySet[Delivery]:
    """Return the deliveries in one state, the newest first."""
    return Delivery.objects.filter(state=state).order_by("-created_at", "pk")


def replay(*, ids: Sequence[UUID] | None, now: datetime) -> int:
    """Let dead deliveries be tried anew, all of them when `ids` is None; return how many.

    One whose payload has been forgotten stays dead. Asked for twice, each is sent once.
    """
    return _revive(_dead(ids).exclude(payload={}), State.WAITING, now)


def discard(*, ids: Sequence[UUID] | None, now: datetime) -> int:
    """Throw dead deliveries away, all of them when `ids` is None; return how many. Their payload is forgotten."""
    return _revive(_dead(ids), State.DROPPED, now)


def _dead(ids: Sequence[UUID] | None) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(state=State.DEAD)
    return rows if ids is None else rows.filter(pk__in=ids)


def _revive(rows: QuerySet[Delivery], state: str, now: datetime) -> int:
    done = 0
    for id_ in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Delivery.objects.select_for_update().get(pk=id_)
            if row.state != State.DEAD:
                continue
            row.state, row.attempts, row.due_at, row.done_at = state, 0, now, None
            if state == State.DROPPED:
                row.payload, row.done_at = {}, now
            row.save(update_fields=["state", "attempts", "due_at", "done_at", "payload"])
            tell(row, now)
            done += 1
    return done


def tidy(now: datetime) -> int:
    """Forget what dead deliveries hold, and remove the rows of old ones, at most 1000 of each; return how many."""
    dead = Delivery.objects.filter(state=State.DEAD)
    full = dead.filter(done_at__lt=now - KEEP_PAYLOAD_OF_DEAD).exclude(payload={})
    emptied = Delivery.objects.filter(pk__in=_some(full)).update(payload={})
    done = Delivery.objects.filter(state__in=[State.DONE, State.DROPPED], done_at__lt=now - KEEP_DONE)
    removed = Delivery.objects.filter(pk__in=_some(done)).delete()[0]
    return (
        emptied + removed + Delivery.objects.filter(pk__in=_some(dead.filter(done_at__lt=now - KEEP_DEAD))).delete()[0]
    )


def _some(rows: QuerySet[Delivery]) -> list[UUID]:
    return list(rows.values_list("pk", flat=True)[:BATCH])
