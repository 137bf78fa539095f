"""The form in which a person chooses which messages they get."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.messages.budget import Rhythm
from learners.messages.kinds import MessageKind


class MessageWishesForm(forms.Form):
    """`wanted` holds the keys of kinds, `rhythm` how often the digest comes."""

    wanted = forms.MultipleChoiceField(required=False)
    rhythm = forms.ChoiceField(
        choices=Rhythm.choices,
        error_messages={"required": _("Choose how often"), "invalid_choice": _("Choose how often")},
    )

    def __init__(self, *args: Any, offered: Iterable[MessageKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [(kind.key, kind.title) for kind in offered]  # type: ignore[attr-defined]
