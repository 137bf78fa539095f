"""Writing to people: every message is a row in the sender's transaction, and goes when its kind and the budget let it."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from academy.deliveries import told_of
from academy.jobs import kick, sweep_deliveries
from academy.models import Delivery
from academy.scoping import unscoped, unscoped_quietly
from learners.mails import MAIL, post
from learners.messages.budget import MOST_A_DAY, Rhythm, after_quiet, day_begins, is_quiet, next_digest
from learners.messages.catalogue import CATALOGUE, SIGN_IN, declinable
from learners.messages.kinds import MessageKind, Urgency
from learners.messages.rendering import Receiver, Rendered, render, render_digest
from learners.models import Message, MessageWishes, User
from learners.queries.messages import due_people, reason_against

log = structlog.get_logger(__name__)

State = Message.State
ADDRESS = "_address"
TRY_AGAIN_AFTER = timedelta(hours=1)


@transaction.atomic
def send(
    *,
    kind: MessageKind,
    person_id: int,
    key: str,
    context: Mapping[str, Any],
    now: datetime,
    organisation_id: int | None = None,
    address: str = "",
) -> Message | None:
    """Write a message to a person; return None when one with this key exists already.

    `context` has the keys that the catalogue names (ValueError otherwise). `organisation_id` is on whose behalf it is
    written. `address` is another address than the person's own, as when that has changed. An urgent message becomes a
    delivery at once, any other when the budget lets it; one that may not go is kept as withheld, with the reason.
    """
    kind.check(context)
    with unscoped_quietly("a message is written in the name of whoever causes it"):
        message = _write(
            kind=kind.key,
            person_id=person_id,
            organisation_id=organisation_id,
            key=key,
            context={**context, ADDRESS: address} if address else dict(context),
            now=now,
        )
        if message and kind.urgency is Urgency.URGENT:
            _go_at_once(message, kind, now)
        elif message:
            kick_messages()
    return message


@transaction.atomic
def send_sign_in(*, person: User | None, address: str, subject: str, body: str, now: datetime) -> Message | None:
    """Write what someone needs to sign in, or, with no person, that nobody here has this address."""
    receiver = Receiver(person.pk if person else None, person.first_name if person else "", _language(person))
    with unscoped_quietly("a sign-in mail belongs to no organisation"):
        message = _write(
            kind=SIGN_IN.key, person_id=receiver.person_id, organisation_id=None, key=_new_key(), context={}, now=now
        )
        if message:
            mail = render(SIGN_IN, {"subject": subject, "body": body}, receiver)
            _hand_over([message], address, mail, now)
    return message


def _new_key() -> str:
    return f"sign-in:{uuid.uuid4()}"


def _language(person: User | None) -> str:
    return person.language if person else get_language() or settings.LANGUAGE_CODE


def _write(*, key: str, now: datetime, **fields: Any) -> Message | None:
    try:
        with transaction.atomic():
            return Message.objects.create(key=key, due_at=now, created_at=now, **fields)
    except IntegrityError:
        if not Message.objects.filter(key=key).exists():
            raise
        return None


def _go_at_once(message: Message, kind: MessageKind, now: datetime) -> None:
    person = _person(message)
    if reason := reason_against(kind, person, message.organisation_id, [], now):
        _withhold(message, reason, now)
    else:
        _hand_over([message], _address(message), render(kind, _context(message), _receiver(person)), now)


def send_due(now: datetime, most_people: int = 200) -> int:
    """Give the budget's answer to every message that is due; return how many mails were handed over."""
    with unscoped("messages that are due, of all organisations"):
        return sum(_serve_safely(person_id, now) for person_id in due_people(now, most_people))


def _serve_safely(person_id: int, now: datetime) -> int:
    try:
        return _serve(person_id, now)
    except Exception as error:
        # One message that cannot be rendered must not keep everybody else's back.
        log.exception("message_failed", person=person_id, error=f"{type(error).__name__}")
        Message.objects.filter(person=person_id, state=State.WAITING, due_at__lte=now).update(
            due_at=now + TRY_AGAIN_AFTER
        )
        return 0


@transaction.atomic
def _serve(person_id: int, now: datetime) -> int:
    wishes = _locked_wishes(person_id)
    rows = Message.objects.filter(person=person_id, state=State.WAITING, due_at__lte=now).select_related("person")
    mails, digest = 0, list[Message]()
    left = MOST_A_DAY - _gone_today(person_id, now)
    for message in rows.order_by("created_at", "pk"):
        kind = CATALOGUE.get(message.kind)
        declined = wishes.declined
        if reason := reason_against(kind, _person(message), message.organisation_id, declined, now):
            _withhold(message, reason, now)
        elif kind is not None and kind.keeps_quiet_hours and is_quiet(now):
            _wait(message, after_quiet(now))
        elif message.in_digest:
            digest.append(message)
        elif kind is not None and _goes_into_the_digest(kind, left):
            message.in_digest = True
            _wait(message, next_digest(now, wishes.rhythm))
        elif kind is not None:
            _hand_over([message], _address(message), render(kind, _context(message), _receiver(message.person)), now)
            mails, left = mails + 1, left - kind.is_counted
    return mails + _send_digest(digest, now)


def _goes_into_the_digest(kind: MessageKind, left: int) -> bool:
    return kind.urgency is Urgency.DIGEST or (kind.is_counted and left <= 0)


def _send_digest(messages: list[Message], now: datetime) -> int:
    if not messages:
        return 0
    receiver = _receiver(messages[0].person)
    parts = [(CATALOGUE[message.kind], _context(message)) for message in messages]
    mail = render(*parts[0], receiver) if len(parts) == 1 else render_digest(parts, receiver)
    _hand_over(messages, _address(messages[0]), mail, now)
    return 1


def _locked_wishes(person_id: int) -> MessageWishes:
    """Return a person's choices, locked: two workers do not spend the same budget."""
    wishes, _made = MessageWishes.objects.get_or_create(person_id=person_id)
    return MessageWishes.objects.select_for_update().get(pk=wishes.pk)


def _gone_today(person_id: int, now: datetime) -> int:
    counted = [kind.key for kind in CATALOGUE.values() if kind.is_counted]
    today = Message.objects.filter(person=person_id, kind__in=counted, in_digest=False, went_at__gte=day_begins(now))
    return today.count()


def _hand_over(messages: list[Message], address: str, mail: Rendered, now: datetime) -> None:
    delivery = post(to=address, key=f"message:{messages[0].public_id}", mail=mail, now=now)
    for message in messages:
        message.state, message.context, message.went_at, message.delivery = State.QUEUED, {}, now, delivery
        message.save(update_fields=["state", "context", "went_at", "delivery"])
    kick(sweep_deliveries)


def _withhold(message: Message, reason: str, now: datetime) -> None:
    message.state, message.because, message.context, message.settled_at = State.WITHHELD, reason, {}, now
    message.save(update_fields=["state", "because", "context", "settled_at"])


def _wait(message: Message, until: datetime) -> None:
    message.due_at = until
    message.save(update_fields=["due_at", "in_digest"])


def _person(message: Message) -> User:
    if message.person is None:
        raise ValueError("A message to nobody goes at once or not at all.")
    return message.person


def _receiver(person: User | None) -> Receiver:
    if person is None:
        raise ValueError("A message to nobody goes at once or not at all.")
    return Receiver(person.pk, person.first_name, person.language)


def _address(message: Message) -> str:
    return str(message.context.get(ADDRESS) or _person(message).email)


def _context(message: Message) -> dict[str, Any]:
    return {name: value for name, value in message.context.items() if name != ADDRESS}


@told_of(MAIL)
def note_fate(delivery: Delivery, now: datetime) -> None:
    """Write down, in the transaction that settles it, what became of the messages in a mail."""
    fates: dict[str, dict[str, Any]] = {
        Delivery.State.DONE: {"state": State.SENT, "settled_at": now},
        Delivery.State.DEAD: {"state": State.FAILED, "settled_at": now},
        Delivery.State.WAITING: {"state": State.QUEUED, "settled_at": None},
        Delivery.State.DROPPED: {"state": State.WITHHELD, "because": Message.Because.DROPPED, "settled_at": now},
    }
    with unscoped_quietly("the sweep settles mails of all organisations"):
        Message.objects.filter(delivery=delivery).update(**fates[delivery.state])


@transaction.atomic
def choose_messages(*, person_id: int, wanted: Collection[str], offered: Collection[str], rhythm: str) -> None:
    """Keep which of the kinds offered a person wants (keys; only declinable ones are heeded), and the digest's rhythm.

    What was not offered stays as it was.
    """
    wishes = _locked_wishes(person_id)
    before = set(wishes.declined)
    declined = {key for key in offered if key not in wanted} | {key for key in before if key not in offered}
    wishes.declined = [kind.key for kind in declinable() if kind.key in declined]
    wishes.rhythm = Rhythm(rhythm)
    wishes.save(update_fields=["declined", "rhythm"])


@transaction.atomic
def decline(*, person_id: int, kind: MessageKind) -> None:
    """Send a person no more messages of this kind; one that waits is withheld when it is due.

    Someone who has never been written to, or is no more, has nothing to decline.
    """
    if not kind.may_be_declined:
        raise ValueError(f"{kind.key} cannot be declined.")
    wishes = MessageWishes.objects.select_for_update().filter(person=person_id).first()
    if wishes and kind.key not in wishes.declined:
        wishes.declined = [*wishes.declined, kind.key]
        wishes.save(update_fields=["declined"])


def forget_old(now: datetime) -> int:
    """Remove messages that the log no longer remembers, each kind after its own time; return how many."""
    removed = 0
    with unscoped("old messages, of all organisations"):
        settled = Message.objects.filter(state__in=[State.SENT, State.FAILED, State.WITHHELD])
        for kind in CATALOGUE.values():
            removed += settled.filter(kind=kind.key, created_at__lt=now - kind.is_logged_for).delete()[0]
        unknown = settled.exclude(kind__in=CATALOGUE)
        return removed + unknown.filter(created_at__lt=now - timedelta(days=365)).delete()[0]


def kick_messages() -> None:
    """Ask a worker to look at what is due, once this transaction has committed."""
    from learners.tasks import send_messages

    kick(send_messages)
