"""Fields that several forms share: names without hair around them, and days as a calendar control sends them."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learners.days import EARLIEST, LATEST, latest_first_day
from learners.entering.cells import has_swedish_letters


def one_line(text: str) -> str:
    """Return a text with single spaces, without signs that cannot be seen or that turn the direction of writing."""
    seen = (sign if sign.isspace() or not unicodedata.category(sign).startswith("C") else "" for sign in text)
    return " ".join("".join(seen).split())


class NameField(forms.CharField):
    """A name of one line, with single spaces; an invisible character is none."""

    def __init__(self, *, label: Any, missing: Any, max_length: int | None = 120, **more: Any) -> None:
        super().__init__(label=label, max_length=max_length, error_messages={"required": missing}, **more)

    def to_python(self, value: Any) -> str:
        """Return the text as one line."""
        return one_line(super().to_python(value) or "")


class DayField(forms.DateField):
    """A day as a calendar control sends it. `latest` and `earliest` bound it, both included."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, *, label: Any, earliest: date = EARLIEST, latest: date = LATEST, **more: Any) -> None:
        words = {
            "required": gettext_lazy("Choose a day"),
            "invalid": gettext_lazy("Write the day as year, month, day, for example 2026-11-20"),
        }
        super().__init__(label=label, input_formats=["%Y-%m-%d"], error_messages=words, **more)
        self.earliest, self.latest = earliest, latest

    def validate(self, value: Any) -> None:
        """Refuse a day out of bounds."""
        super().validate(value)
        if value and value < self.earliest:
            raise ValidationError(_("Choose %(day)s or a later day") % {"day": date_format(self.earliest)})
        if value and value > self.latest:
            raise ValidationError(_("Choose %(day)s or an earlier day") % {"day": date_format(self.latest)})


class FirstDayField(DayField):
    """The first day of a membership, today unless another is chosen; at most two years ahead."""

    def __init__(self, *, today: date, **more: Any) -> None:
        super().__init__(label=gettext_lazy("First day"), initial=today, latest=latest_first_day(today), **more)

    def validate(self, value: Any) -> None:
        """Say why a day is too far ahead, besides what every day must be."""
        if value and value > self.latest:
            words = _("A membership begins at most two years ahead. Choose %(day)s or an earlier day")
            raise ValidationError(words % {"day": date_format(self.latest)})
        super().validate(value)


class AddressField(forms.EmailField):
    """An e-mail address. Swedish letters, which are the usual mistake, are named."""

    def __init__(self, *, words: Any, **more: Any) -> None:
        super().__init__(max_length=254, error_messages={"required": words, "invalid": words}, **more)

    def run_validators(self, value: Any) -> None:
        """Refuse what is no address."""
        try:
            super().run_validators(value)
        except ValidationError:
            if has_swedish_letters(value):
                raise ValidationError(_("The letters å, ä and ö do not work in an email address")) from None
            raise


def last_day_field(today: date, latest: date | None = None) -> DayField:
    """Return the field for the last day of something that ends, today unless another is chosen."""
    return DayField(label=gettext_lazy("Last day"), initial=today, latest=latest or LATEST)
