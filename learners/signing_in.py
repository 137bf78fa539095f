"""How people sign in: invited only, in their own language, with mail that survives a dead mail server."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from learners.acting import person_of
from learners.actions.messages import send_sign_in
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

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ask whoever has a second factor for it: a password alone must not add, show or take away another."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        stronger = [method for method in methods if method["id"] != "reauthenticate"]
        # The passkey first: whoever has one and no app would be shown a field for a code.
        return sorted(stronger, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn") or methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail as a message in the receiver's language; an address without account is told in the page's."""
        person = User.objects.filter(email__iexact=email).first()
        with override(person.language if person else get_language() or settings.LANGUAGE_CODE):
            message = self.render_mail(template_prefix, email, context)
            send_sign_in(
                person=person, address=email, subject=str(message.subject), body=str(message.body), now=timezone.now()
            )
