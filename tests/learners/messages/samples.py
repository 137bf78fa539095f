"""Kinds and moments that the tests of messages share."""

from datetime import datetime
from typing import Any

from academy.periods import STOCKHOLM
from academy.scoping import unscoped
from learners.actions.messages import send
from learners.messages.catalogue import COURSE_WAITING, INVITATION
from learners.messages.kinds import MessageKind, Urgency
from learners.models import Message, User

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=STOCKHOLM)  # a Friday
NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=STOCKHOLM)
MORNING = datetime(2026, 11, 21, 7, 0, tzinfo=STOCKHOLM)
DIGEST = datetime(2026, 11, 21, 7, 30, tzinfo=STOCKHOLM)
INVITED: dict[str, Any] = {"inviter": "Maja & Co", "organisation": "Eksjö kommun"}

# As a kind that is counted would be; its words are those of an invitation.
NOTICE = MessageKind(
    key="invitation", title="Notices", why="Because.", urgency=Urgency.SOON, sample=INVITATION.sample, is_counted=True
)


def waiting_course(number: int = 1) -> dict[str, Any]:
    """Return the context of a reminder."""
    return {"course": f"Kurs {number}", "registration": f"6f1c2f0e-2f6d-4a53-9a55-{number:012}"}


def write(person: User, kind: MessageKind = INVITATION, key: str = "one", now: datetime = NOON, **more: Any) -> Message:
    """Send a message and return its row."""
    context = waiting_course() if kind is COURSE_WAITING else INVITED
    message = send(kind=kind, person_id=person.pk, key=key, context=more.pop("context", context), now=now, **more)
    assert message is not None
    return message


def fate(key: str = "one") -> tuple[str, str]:
    """Return where a message stands, and why it was not sent."""
    with unscoped("test"):
        return Message.objects.values_list("state", "because").get(key=key)
