"""Reading statements of the entered scope: one by its id, or a page by columns. Voided ones show only by id."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from analytics.lrs.cursors import Cursor, Position
from analytics.lrs.parameters import Many, One
from analytics.models import Statement


@dataclass(frozen=True)
class Page:
    """Statements as JSON text, and the cursor to go on with, if there is more."""

    statements: list[str]
    more: Cursor | None


def one(asked: One) -> Statement | None:
    """Return the statement with this id, if it is voided exactly when a voided one is asked for."""
    found = Statement.objects.filter(statement_id=asked.id, is_voided=asked.is_voided)
    return found.only("raw", "stored").first()


def page(asked: Many) -> Page:
    """Return a page, newest first unless ascending: as many statements as asked for and as fit into an answer.

    Two queries: positions and sizes first, so that large statements are not read only to be left out.
    """
    order = ("stored", "id") if asked.ascending else ("-stored", "-id")
    sizes = _selected(asked).order_by(*order).values_list("stored", "id", Length("raw"))[: asked.limit + 1]
    positions = [(Position(stored, row), size) for stored, row, size in sizes]
    kept = _that_fit(positions[: asked.limit])
    raw = dict(Statement.objects.filter(id__in=[at.row for at in kept]).values_list("id", "raw"))
    more = Cursor(asked.sent, kept[-1]) if len(kept) < len(positions) else None
    return Page([raw[at.row] for at in kept if at.row in raw], more)


def _that_fit(positions: list[tuple[Position, int]]) -> list[Position]:
    """Return the first positions that together stay below the limit of a body; at least one, so that paging moves."""
    kept: list[Position] = []
    total = 0
    for position, size in positions:
        total += size
        if kept and total > settings.LRS_MAX_BODY_BYTES:
            break
        kept.append(position)
    return kept


def _selected(asked: Many) -> QuerySet[Statement]:
    equal = {
        name: value for name in ("verb", "activity", "registration") if (value := getattr(asked, name)) is not None
    }
    rows = Statement.objects.filter(is_voided=False, **equal)
    if asked.actor is not None:
        rows = rows.filter(Q(actor=asked.actor) | Q(activity=asked.agent_as_object))
    if asked.since is not None:
        rows = rows.filter(stored__gt=asked.since)
    if asked.until is not None:
        rows = rows.filter(stored__lte=asked.until)
    return rows if asked.after is None else rows.filter(_beyond(asked.after, ascending=asked.ascending))


def _beyond(after: Position, *, ascending: bool) -> Q:
    # The first condition says nothing new; it is what lets the index begin at the right place.
    if ascending:
        return Q(stored__gte=after.stored) & (Q(stored__gt=after.stored) | Q(id__gt=after.row))
    return Q(stored__lte=after.stored) & (Q(stored__lt=after.stored) | Q(id__lt=after.row))
