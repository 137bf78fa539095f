"""What a kind of message is: a declaration that the budget, the pages and the mail all read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any


class Urgency(StrEnum):
    """When a message goes: in the same second, as soon as the budget lets it, or in the receiver's next digest."""

    URGENT = "urgent"
    SOON = "soon"
    DIGEST = "digest"


@dataclass(frozen=True, kw_only=True, eq=False)
class MessageKind:
    """One kind of message. `title` and `why` are lazy translations, `sample` is the context that a preview shows.

    The keys of `sample` are the keys that a sender gives: one too many or too few is refused (ValueError). Values can be
    written as JSON. The templates are learners/messages/<key>/subject.txt and body.txt, in English msgids; beside the
    context they are given first_name, academy_name and sign_in_url.
    """

    key: str
    title: Any
    # Ends the mail, after "You get this message because".
    why: Any
    urgency: Urgency
    sample: Mapping[str, Any]
    may_be_declined: bool = False
    # Waits from 20.00 to 07.00 in Sweden.
    keeps_quiet_hours: bool = True
    # Is one of the few mails of a day; what is over the cap comes in the next digest.
    is_counted: bool = True
    # Goes only to whoever works somewhere today.
    needs_membership: bool = True
    # How long the log remembers that it was sent; its words are forgotten as soon as it is.
    is_logged_for: timedelta = timedelta(days=365)

    def __post_init__(self) -> None:
        """Refuse a declaration that contradicts itself: what cannot wait is neither counted nor declined."""
        waits = self.may_be_declined or self.keeps_quiet_hours or self.is_counted
        if self.urgency is Urgency.URGENT and waits:
            raise ValueError(f"{self.key} is urgent: it cannot be declined, kept for the morning or counted.")

    def check(self, context: Mapping[str, Any]) -> None:
        """Raise ValueError when a sender gives other keys than the preview shows."""
        if set(context) != set(self.sample):
            raise ValueError(f"{self.key} takes {sorted(self.sample)}, not {sorted(context)}.")

    def template(self, part: str) -> str:
        """Return the name of the template of a part: subject or body."""
        return f"learners/messages/{self.key}/{part}.txt"
