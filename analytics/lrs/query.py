"""Reading statements of the entered scope: one by its id, or a page by columns. Voided ones show only by id."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from analytics.lrs.cursors import Cursor, Position
from analytics.lrs.parameters import Many, One
from analytics.lrs.ways import Way, ways
from analytics.models import Statement


@dataclass(frozen=True)
class Page:
    """Statements as JSON text, and the cursor to go on with, if there is more."""

    statements: list[str]
    more: Cursor | None


def one(asked: One) -> Statement | None:
    """Return the statement with this id, if it is voided exactly when a voided one is asked for."""
    found = Statement.objects.filter(statement_id=asked.id, is_voided=asked.is_voided)
    if asked.authority is not None:
        found = found.filter(authority=asked.authority)
    return found.only("raw", "stored").first()


def page(asked: Many) -> Page:
    """Return a page, newest first unless ascending: as many statements as asked for and as fit into an answer.

    Positions and sizes first, so that large statements are not read only to be left out.
    """
    sizes: dict[Position, int] = {}
    for way in ways(asked):
        sizes |= _positions(way, asked)
    order = sorted(sizes, key=lambda at: (at.stored, at.row), reverse=not asked.ascending)
    kept = _that_fit([(at, sizes[at]) for at in order[: asked.limit]])
    raw = dict(Statement.objects.filter(id__in=[at.row for at in kept]).values_list("id", "raw"))
    more = Cursor(asked.sent, kept[-1]) if len(kept) < len(order) else None
    return Page([raw[at.row] for at in kept if at.row in raw], more)


def _positions(way: Way, asked: Many) -> dict[Position, int]:
    """Return the first matches of one way with their sizes: one more than a page holds, to know whether there are more.

    A statement at the head of a chain is found once through each statement of it, so a full answer may hold fewer
    statements than it has rows; then the next rows are asked for.
    """
    most = asked.limit + 1
    order = ("stored", way.row) if asked.ascending else ("-stored", f"-{way.row}")
    found: dict[Position, int] = {}
    while len(found) < most:
        rows = _within(way, asked).order_by(*order)
        some = list(rows.values_list("stored", way.row, Length(f"{way.statement}raw"))[:most])
        found |= {Position(stored, row): size for stored, row, size in some}
        if len(some) < most:
            break
        asked = replace(asked, after=Position(*some[-1][:2]))
    return found


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


def _within(way: Way, asked: Many) -> QuerySet[Any]:
    rows = way.rows
    if asked.since is not None:
        rows = rows.filter(stored__gt=asked.since)
    if asked.until is not None:
        rows = rows.filter(stored__lte=asked.until)
    return rows if asked.after is None else rows.filter(_beyond(asked.after, way.row, ascending=asked.ascending))


def _beyond(after: Position, row: str, *, ascending: bool) -> Q:
    # The first condition says nothing new; it is what lets the index begin at the right place.
    beyond = "gt" if ascending else "lt"
    same_or_beyond = Q(**{f"stored__{beyond}e": after.stored})
    return same_or_beyond & (Q(**{f"stored__{beyond}": after.stored}) | Q(**{f"{row}__{beyond}": after.row}))
