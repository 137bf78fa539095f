"""A message as a mail, text and HTML, in the receiver's language, with the reason and the ways out at the end."""

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
from learners.messages.letter import Foot, Part, letter
from learners.messages.unsubscribing import unsubscribe_url


@dataclass(frozen=True)
class Receiver:
    """What rendering needs to know of whom it writes to; `person_id` is None for an unknown address."""

    person_id: int | None
    first_name: str
    language: str


@dataclass(frozen=True)
class Rendered:
    """A mail's words, as text and the same as HTML.

    `unsubscribe` is an address for one press, or "" where the message cannot be declined.
    """

    subject: str
    body: str
    html: str = ""
    unsubscribe: str = ""


def render(kind: MessageKind, context: Mapping[str, Any], receiver: Receiver) -> Rendered:
    """Return one message as a mail of its own."""
    with override(receiver.language):
        subject, body = _words(kind, context, receiver)
        unsubscribe = unsubscribe_url(receiver.person_id, kind) if kind.may_be_declined else ""
        return _mail(subject, body, [Part(subject, body)], _foot([kind], unsubscribe))


def render_digest(parts: Sequence[tuple[MessageKind, Mapping[str, Any]]], receiver: Receiver) -> Rendered:
    """Return several messages as one mail, grouped by kind in the order in which each kind first occurs."""
    with override(receiver.language):
        kinds = list(dict.fromkeys(kind.key for kind, _context in parts))
        ordered = sorted(parts, key=lambda part: kinds.index(part[0].key))
        items = [Part(*_words(*part, receiver)) for part in ordered]
        body = _text("learners/messages/digest.txt", {"items": items})
        subject = ngettext("%(count)s message from %(academy)s", "%(count)s messages from %(academy)s", len(parts))
        subject = subject % {"count": len(parts), "academy": settings.ACADEMY_NAME}
        return _mail(subject, body, items, _foot(list(dict.fromkeys(kind for kind, _context in ordered)), ""))


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


def _mail(subject: str, body: str, parts: Sequence[Part], foot: Foot) -> Rendered:
    text = _text("learners/messages/frame.txt", {"body": body, "foot": foot}) + "\n"
    return Rendered(subject, text, letter(subject, parts, foot), foot.unsubscribe)


def _foot(kinds: Sequence[MessageKind], unsubscribe: str) -> Foot:
    may_choose = any(kind.may_be_declined for kind in kinds)
    return Foot(
        reasons=list(dict.fromkeys(str(kind.why) for kind in kinds)),
        unsubscribe=unsubscribe,
        choices_url=settings.BASE_URL + reverse("learners:my_messages") if may_choose else "",
        cannot_answer="" if settings.REPLY_TO else _("You cannot answer this message."),
    )


def _text(template: str, given: Mapping[str, Any]) -> str:
    # Plain text: an ampersand is an ampersand.
    context = make_context(dict(given), autoescape=False)
    rendered: str = get_template(template).template.render(context)  # type: ignore[attr-defined]
    return rendered.strip()
