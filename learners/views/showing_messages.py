"""What the templates of messages get: words made of plain values."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from learners.messages.catalogue import CATALOGUE, EDITORIAL, declinable
from learners.messages.kinds import MessageKind
from learners.models import Message
from learners.queries.messages import Entry
from learners.roles import PERMISSIONS, Permission, has
from learners.tenancy import Acting

State = Message.State
TONES = {
    State.WAITING: "neutral",
    State.QUEUED: "info",
    State.SENT: "success",
    State.FAILED: "danger",
    State.WITHHELD: "warning",
}


def offered_to(acting: Acting | None) -> list[MessageKind]:
    """Return the kinds that one may choose away and could get: what is about writing courses is for those who do.

    A role that sleeps until the second factor is shown counts: its mails come all the same.
    """
    granted = acting is not None and has(acting.grants, Permission.EDIT_CONTENT)
    asleep = acting is not None and any(Permission.EDIT_CONTENT in PERMISSIONS[role] for role in acting.withheld)
    return [kind for kind in declinable() if granted or asleep or kind not in EDITORIAL]


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
