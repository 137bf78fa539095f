"""Adding a passkey: its name, and whether it may stand alone."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskey(AddWebAuthnForm):
    """allauth's form with a bounded name; a passkey signs in by itself unless the person says otherwise."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Sign in with this passkey alone, without a password or a code")
        self.fields["passwordless"].help_text = ""
