"""The second factor: what a session has shown, how secrets are kept, and what happens when a factor goes."""

import base64
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from learners.actions.second_factor import void_proofs
from learners.models import User
from learners.queries.second_factor import number_of_passkeys, second_factors

# What allauth writes into the session for a code, a passkey or a recovery code; a password is another method.
METHOD = "mfa"
_SALT = "academy.second_factor"


def is_proven(request: HttpRequest, person: User) -> bool:
    """Tell whether this session has shown a second factor that still stands.

    A passkey used alone counts: the device has asked for a finger, a face or a PIN before it answered.
    """
    since = person.second_factor_void_before.timestamp() if person.second_factor_void_before else 0.0
    records = get_authentication_records(request, person)
    return any(record.get("method") == METHOD and record.get("at", 0.0) > since for record in records)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's seams for the second factor, where the academy differs from it."""

    def encrypt(self, text: str) -> str:
        """Keep the secrets of apps and recovery codes unreadable to whoever holds a copy of the database alone."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read what was kept, also under a former secret key; a lost key makes every code wrong, never an error."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(salted_hmac(_SALT, encrypted_text).digest()).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        """Propose a name for a passkey, which the person may change."""
        return _("Passkey %(number)s") % {"number": number_of_passkeys(user.pk) + 1}

    def _get_site_name(self) -> str:
        return str(settings.ACADEMY_NAME)


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac(_SALT, "", secret=secret, algorithm="sha256").digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


@receiver(authenticator_added, sender=Authenticator)
def shown_by_adding(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Whoever has just set a factor up has shown it: the code was right, or the device has answered."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _record(request, user, authenticator)


@receiver(authenticator_removed, sender=Authenticator)
def gone_everywhere(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """A factor that is taken away has shown nothing, in no session; this one has shown one of those that are left."""
    proven = is_proven(request, user)
    void_proofs(person=user, now=timezone.now())
    left = second_factors(user.pk).first()
    if proven and left:
        _record(request, user, left)


def _record(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    record_authentication(request, user, METHOD, id=authenticator.pk, type=authenticator.type, reauthenticated=True)
