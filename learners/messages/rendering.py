"""A message as text: subject and body in the receiver's language, with the reason and the ways out at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.context import make_context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from learners.messages.kinds import MessageKind
from learners.messages.unsubscribing import unsubscribe_url


@dataclass(frozen=True)
class Receiver:
    """What rendering needs to know of whom it writes to; `person_id` is None for an unknown address."""

    person_id: int | None
    first_name: str
    language: str


@dataclass(frozen=True)
class Rendered:
    """A mail's words. `unsubscribe` is an address for one press, or "" where the message cannot be declined."""

    subject: str
    body: str
    unsubscribe: str = ""


def render(kind: MessageKind, context: Mapping[str, Any], receiver: Receiver) -> Rendered:
    """Return one message as a mail of its own."""
    with override(receiver.language):
        subject, body = _words(kind, context, receiver)
        unsubscribe = unsubscribe_url(receiver.person_id, kind) if kind.may_be_declined else ""
        return Rendered(subject, _framed(body, [kind], unsubscribe), unsubscribe)


def render_digest(parts: Sequence[tuple[MessageKind, Mapping[str, Any]]], receiver: Receiver) -> Rendered:
    """Return several messages as one mail, grouped by kind in the order in which each kind first occurs."""
    with override(receiver.language):
        kinds = list(dict.fromkeys(kind.key for kind, _context in parts))
        ordered = sorted(parts, key=lambda part: kinds.index(part[0].key))
        body = _text("learners/messages/digest.txt", {"items": [_item(*part, receiver) for part in ordered]})
        subject = ngettext("%(count)s message from %(academy)s", "%(count)s messages from %(academy)s", len(parts))
        subject = subject % {"count": len(parts), "academy": settings.ACADEMY_NAME}
        return Rendered(subject, _framed(body, list(dict.fromkeys(kind for kind, _context in ordered)), ""))


def _item(kind: MessageKind, context: Mapping[str, Any], receiver: Receiver) -> dict[str, str]:
    subject, body = _words(kind, context, receiver)
    return {"subject": subject, "body": body}


def _words(kind: MessageKind, context: Mapping[str, Any], receiver: Receiver) -> tuple[str, str]:
    given = {
        **context,
        "first_name": receiver.first_name,
        "academy_name": settings.ACADEMY_NAME,
        "base_url": settings.BASE_URL,
        "sign_in_url": settings.BASE_URL + reverse("account_request_login_code"),
    }
    # A header is one line, whatever somebody has typed into a name.
    return " ".join(_text(kind.template("subject"), given).split()), _text(kind.template("body"), given)


def _framed(body: str, kinds: Sequence[MessageKind], unsubscribe: str) -> str:
    given = {
        "body": body,
        "reasons": list(dict.fromkeys(str(kind.why) for kind in kinds)),
        "unsubscribe": unsubscribe,
        "choices_url": settings.BASE_URL + reverse("learners:my_messages")
        if any(kind.may_be_declined for kind in kinds)
        else "",
        "cannot_answer": "" if settings.REPLY_TO else _("You cannot answer this message."),
    }
    return _text("learners/messages/frame.txt", given) + "\n"


def _text(template: str, given: Mapping[str, Any]) -> str:
    # Plain text: an ampersand is an ampersand.
    context = make_context(dict(given), autoescape=False)
    rendered: str = get_template(template).template.render(context)  # type: ignore[attr-defined]
    return rendered.strip()
