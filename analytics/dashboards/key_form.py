"""What the page asks for of a new key."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from academy.periods import STOCKHOLM
from analytics.lrs.auth import Actors, Allows
from learners.forms.fields import DayField, NameField

SHEET_SECONDS = 24 * 3600

# What a key opens, in words, with what it means; the broad ones of xAPI's scopes are for operators.
OPENS: dict[Allows, tuple[Any, Any]] = {
    Allows.READ_FIGURES: (_("Read key figures"), _("Your own released figures, and what the federation shares.")),
    Allows.WRITE_STATEMENTS: (
        _("Write learning records"),
        _("Another system tells what people have done in it. No key figure counts it."),
    ),
    Allows.READ_OWN_STATEMENTS: (_("Read the records that it has written itself"), ""),
    Allows.READ_STATEMENTS: (
        _("Read all learning records of the organisation"),
        _("What each person has done, under opaque account names. Give it only to a system that needs it."),
    ),
    Allows.STATE: (
        _("Keep where each person is in a course"),
        _("Bookmarks and the like, which a system writes and reads again. It sees those of other systems as well."),
    ),
    Allows.PROFILE: (
        _("Keep settings of people and courses"),
        _("Documents that belong to an opaque account name or to a course. It sees those of other systems as well."),
    ),
    Allows.DEFINE: (
        _("Say what courses are called"),
        _("Names and descriptions in its learning records become those that other systems read."),
    ),
}


class Sheet(forms.Form):
    """A form that counts once: a reload of the answer sends it again, and must not make a second secret."""

    sheet = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def is_used(self) -> bool:
        """Tell whether this valid form has been sent before, and remember that it has been sent now."""
        return not cache.add(f"sheet:{self.cleaned_data['sheet'] or uuid4()}", True, SHEET_SECONDS)


class NewKey(Sheet):
    """A key's name, what it opens, whom it may name, and its last day."""

    name = NameField(label=_("What the key is for"), missing=_("Write what the key is for"))
    scopes = forms.TypedMultipleChoiceField(
        label=_("What the key opens"),
        coerce=Allows,
        choices=[(scope.value, words) for scope, (words, _more) in OPENS.items()],
        error_messages={"required": _("Choose at least one"), "invalid_choice": _("Choose among those shown")},
    )
    actors = forms.ChoiceField(label=_("Whom the records may name"), choices=Actors.choices, initial=Actors.OPAQUE)
    last_day = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last_day = self.fields["last_day"]
        assert isinstance(last_day, DayField)  # noqa: S101 - declared above
        last_day.earliest = today

    def expires_at(self) -> datetime | None:
        """The moment after the last day, in Sweden; None if the key never ends."""
        last: date | None = self.cleaned_data["last_day"]
        return datetime.combine(last + timedelta(days=1), time.min, tzinfo=STOCKHOLM) if last else None

    def boxes(self) -> list[dict[str, Any]]:
        """The choices of what the key opens, as the page draws them."""
        chosen = set(self["scopes"].value() or ())
        return [
            {"value": scope.value, "label": words, "hint": more, "is_chosen": scope.value in chosen}
            for scope, (words, more) in OPENS.items()
        ]
