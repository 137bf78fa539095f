"""Reads of messages: what is due, what became of them, and what a person wants to get."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, QuerySet

from academy.periods import local_day
from academy.scoping import unscoped_quietly
from learners.messages.kinds import MessageKind
from learners.models import Membership, Message, MessageWishes, User
from learners.queries.acting import current_memberships

PAGE_SIZE = 25


def due_people(now: datetime, most: int) -> list[int]:
    """Return the ids of people with a message that is due, those who have waited longest first."""
    due = Message.objects.filter(state=Message.State.WAITING, due_at__lte=now, person__isnull=False)
    people = due.values("person_id").annotate(since=Min("due_at")).order_by("since", "person_id")
    return [row["person_id"] for row in people[:most]]


def reason_against(
    kind: MessageKind | None, person: User, organisation_id: int | None, declined: Collection[str], now: datetime
) -> str:
    """Return why a message may not go to this person today, or ""."""
    because = Message.Because
    if kind is None:
        return because.UNKNOWN_KIND
    if not person.is_active:
        return because.INACTIVE
    if kind.may_be_declined and kind.key in declined:
        return because.DECLINED
    if kind.needs_membership and not _works_somewhere(person, organisation_id, now):
        return because.NO_MEMBERSHIP
    return ""


def _works_somewhere(person: User, organisation_id: int | None, now: datetime) -> bool:
    rows = Membership.objects.filter(current_memberships(local_day(now)), person=person)
    return (rows if organisation_id is None else rows.filter(organisation=organisation_id)).exists()


def known_keys(keys: Iterable[str]) -> set[str]:
    """Return those of the keys under which something has been written already."""
    return set(Message.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def wishes_of(person_id: int) -> MessageWishes:
    """Return a person's choices; the usual ones for whoever has made none."""
    return MessageWishes.objects.filter(person=person_id).first() or MessageWishes(person_id=person_id)


@dataclass(frozen=True)
class Entry:
    """One line of a log of messages; to whom is not said, because the reader knows or need not know."""

    kind: str
    state: str
    because: str
    in_digest: bool
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None


def log_to(person_id: int, number: int) -> Page[Entry]:
    """Return a page of everything written to one person, the newest first, on whosever behalf."""
    with unscoped_quietly("what is written to oneself, by all organisations"):
        return _page(Message.objects.filter(person=person_id), number)


def log_of(organisation_id: int, number: int) -> Page[Entry]:
    """Return a page of what has been written on behalf of an organisation of the scope, the newest first."""
    return _page(Message.objects.filter(organisation=organisation_id), number)


def _page(rows: QuerySet[Message], number: int) -> Page[Entry]:
    found = Paginator(rows.order_by("-created_at", "-pk"), PAGE_SIZE).get_page(number)
    entries = [
        Entry(row.kind, row.state, row.because, row.in_digest, row.created_at, row.due_at, row.settled_at)
        for row in found.object_list
    ]
    return Page(entries, found.number, found.paginator)  # type: ignore[arg-type]  # as plain values


def counts_by_kind_and_state() -> dict[tuple[str, str], int]:
    """Return how many messages of each kind stand where, of all organisations together."""
    with unscoped_quietly("counts alone, of all organisations together"):
        rows = Message.objects.values_list("kind", "state").annotate(Count("pk")).order_by()
        return {(kind, state): count for kind, state, count in rows}
