"""How people sign in: invited only, in their own language, with mail that survives a dead mail server."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from academy import deliveries
from academy.jobs import kick, sweep_deliveries
from learners.acting import person_of
from learners.mails import MAIL
from learners.models import User


class AccountAdapter(DefaultAccountAdapter):
    """allauth's seams, where the academy differs from it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: HR and academy admins invite."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go to the start page in the person's own language."""
        with override(person_of(request).language):
            return reverse("start")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail as a delivery row in the receiver's language, then ask a worker to send it."""
        with override(_language_of(email)):
            message = self.render_mail(template_prefix, email, context)
        deliveries.enqueue(
            kind=MAIL,
            key=f"{template_prefix}:{uuid.uuid4()}",
            payload={"to": email, "subject": message.subject, "body": message.body},
            now=timezone.now(),
        )
        kick(sweep_deliveries)


def _language_of(email: str) -> str:
    """Return the language that a person with this address reads; the page's for an address without account."""
    person = User.objects.filter(email__iexact=email).first()
    return person.language if person else get_language() or settings.LANGUAGE_CODE
