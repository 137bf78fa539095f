"""The link in a mail that declines one kind of message without signing in: signed, and good for one person and kind."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from learners.messages.catalogue import CATALOGUE
from learners.messages.kinds import MessageKind

SALT = "learners.messages.unsubscribe"


class NotAToken(ValueError):
    """The text is no token of ours, or of a kind that nobody may decline."""


def unsubscribe_url(person_id: int | None, kind: MessageKind) -> str:
    """Return the address that declines messages of this kind for this person, in the language that is active."""
    token = signing.dumps([person_id, kind.key], salt=SALT)
    return settings.BASE_URL + reverse("learners:unsubscribe", args=[token])


def read_token(token: str) -> tuple[int, MessageKind]:
    """Return the person's id and the kind that a token stands for; raise NotAToken for any other text."""
    try:
        person_id, key = signing.loads(token, salt=SALT)
        person, kind = int(person_id), CATALOGUE.get(key)
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        raise NotAToken from wrong
    if kind is None or not kind.may_be_declined:
        raise NotAToken(key)
    return person, kind
