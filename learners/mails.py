"""Mail as deliveries: a row when it is decided, sent by the sweep, over one connection a sweep."""

import smtplib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from academy.deliveries import Refused, around_sweeps, delivers, enqueue
from academy.models import Delivery
from academy.periods import STOCKHOLM
from learners.messages.rendering import Rendered

MAIL = "mail"

_open: ContextVar[list[BaseEmailBackend] | None] = ContextVar("open_mail_connection", default=None)


def post(*, to: str, key: str, mail: Rendered, now: datetime) -> Delivery | None:
    """Write a mail as a delivery; return None when one with this key exists already.

    Message-ID and date are settled here, so that a mail which a dying worker sends twice is recognised as one.
    """
    host = urlsplit(settings.BASE_URL).hostname
    payload = {
        "to": to,
        "subject": mail.subject,
        "body": mail.body,
        "html": mail.html,
        "unsubscribe": mail.unsubscribe,
        "message_id": f"<{uuid.uuid4()}@{host}>",
        "date": format_datetime(now.astimezone(STOCKHOLM)),
    }
    return enqueue(kind=MAIL, key=key, payload=payload, now=now)


@delivers(MAIL)
def send(payload: dict[str, Any]) -> None:
    """Send one mail, text and the same words as HTML; raise Refused when trying again is useless, else any other error."""
    connection = _connection()
    try:
        mail = EmailMultiAlternatives(
            payload["subject"],
            payload["body"],
            settings.DEFAULT_FROM_EMAIL,
            [payload["to"]],
            connection=connection,
            reply_to=[settings.REPLY_TO] if settings.REPLY_TO else None,
            headers=_headers(payload),
        )
        if payload.get("html"):  # none in a mail that waited while the platform was upgraded
            mail.attach_alternative(payload["html"], "text/html")
        mail.send()
    except Exception as error:
        _hang_up()
        if _is_final(error):
            raise Refused(f"{type(error).__name__}: {error}") from error
        raise


def _headers(payload: dict[str, Any]) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated"}
    if payload.get("message_id"):  # none in a mail that waited while the platform was upgraded from its first version
        headers |= {"Message-ID": payload["message_id"], "Date": payload["date"]}
    if payload.get("unsubscribe"):
        # RFC 2369 and RFC 8058: the mail program offers the way out itself, in one press.
        headers |= {
            "List-Unsubscribe": f"<{payload['unsubscribe']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers


def _is_final(error: Exception) -> bool:
    """Tell whether this mail will never be taken: a 5xx answer to its receiver or its text, or an address that is none.

    A server that refuses us as a whole, such as a wrong password, is mended by an operator and tried again until then.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    # A certificate that is not believed is a ValueError too, and an operator's to mend.
    return isinstance(error, ValueError) and not isinstance(error, OSError)


@around_sweeps
@contextmanager
def one_connection() -> Iterator[None]:
    """Let all mails inside the block go over the same connection, as long as it goes well."""
    token = _open.set([])
    try:
        yield
    finally:
        _hang_up()
        _open.reset(token)


def _connection() -> BaseEmailBackend:
    kept = _open.get()
    if kept:
        return kept[0]
    connection = get_connection()
    if kept is not None:
        connection.open()
        kept.append(connection)
    return connection


def _hang_up() -> None:
    kept = _open.get()
    while kept:
        kept.pop().close()
