"""What the templates of messages get: words made of plain values."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from learners.messages.catalogue import CATALOGUE, EDITORIAL, declinable
from learners.messages.kinds import MessageKind
from learners.models import Message
from learners.queries.messages import Entry
from learners.roles import PERMISSIONS, Permission
from learners.tenancy import Place

State = Message.State
TONES = {
    State.WAITING: "neutral",
    State.QUEUED: "info",
    State.SENT: "success",
    State.FAILED: "danger",
    State.WITHHELD: "warning",
}


def offered_to(places: Iterable[Place]) -> list[MessageKind]:
    """Return the kinds that one may choose away and could get: what is about writing courses is for those who do.

    Mails come to a person and not to a place: each current membership counts, acted through or not, and so does a role
    that sleeps until the second factor is shown.
    """
    writes = any(Permission.EDIT_CONTENT in PERMISSIONS[role] for place in places for role in place.roles)
    return [kind for kind in declinable() if writes or kind not in EDITORIAL]


def shown_before(keys: Collection[str]) -> list[MessageKind]:
    """Return the kinds with these keys, as a page that was shown sends them back; keys of nothing declinable fall away."""
    return [kind for kind in declinable() if kind.key in keys]


def kind_choices(offered: Iterable[MessageKind], declined: Collection[str]) -> list[dict[str, Any]]:
    """Return the kinds that are offered, and whether one gets them."""
    return [
        {"key": kind.key, "title": kind.title, "why": kind.why, "wanted": kind.key not in declined} for kind in offered
    ]


def log_line(entry: Entry, now: datetime) -> dict[str, Any]:
    """Return one line of a log: what, when, and what became of it."""
    kind = CATALOGUE.get(entry.kind)
    return {
        "title": kind.title if kind else entry.kind,
        "created_at": entry.created_at,
        "tone": TONES[State(entry.state)],
        "state": State(entry.state).label,
        "because": Message.Because(entry.because).label if entry.because else "",
        "goes_at": entry.due_at if entry.state == State.WAITING and entry.due_at > now else None,
        "in_digest": entry.in_digest,
    }


def states_of(kind: str, counts: dict[tuple[str, str], int]) -> list[int]:
    """Return how many messages of a kind stand in each state, in the order of the states."""
    return [counts.get((kind, state), 0) for state in State]
