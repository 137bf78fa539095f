"""The demo's mailbox: the mail that the worker sent, as its receivers would read it."""

import email
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

MOST = 20
MAILS_A_PAGE = 25
BETWEEN = b"-" * 79


@dataclass(frozen=True)
class Mail:
    """One mail that was sent."""

    to: str
    subject: str
    body: str
    sent_at: datetime


def sent_mail(folder: Path) -> list[Mail]:
    """Return the mail in a folder of Django's file-based backend, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:MOST]
    return [mail for path in files for mail in reversed(_read(path))]


def _read(path: Path) -> list[Mail]:
    sent_at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    sources = path.read_bytes().split(
        b"\n" + BETWEEN + b"\n"
    )  # bytes: the letters are decoded by each mail's own charset
    messages = [email.message_from_bytes(source, policy=policy.default) for source in sources if source.strip()]
    return [Mail(str(m["To"]), str(m["Subject"]), _body(m), sent_at) for m in messages]


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return part.get_content().strip() if part else ""


def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the newest mail, page by page."""
    mails = Paginator(sent_mail(Path(settings.DATA_DIR) / "mail"), MAILS_A_PAGE)
    return render(request, "demo/mail.html", {"page_obj": mails.get_page(request.GET.get("page"))})
