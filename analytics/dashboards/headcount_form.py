"""What the page of employees asks for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.forms.fields import DayField, NameField

# More than any municipality has: a slip of the finger.
MOST_EMPLOYEES = 200_000
FIRST_DAY = date(2000, 1, 1)
WHOLE_NUMBER = _("Write a whole number, 0 or more")


class StatedEmployees(forms.Form):
    """How many employees there were on a day, and who says so."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"] = DayField(label=_("Day"), earliest=FIRST_DAY, latest=today, initial=today)
        self.fields["employees"] = forms.IntegerField(
            label=_("Number of employees"),
            min_value=0,
            max_value=MOST_EMPLOYEES,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={
                "required": _("Write the number of employees"),
                "invalid": WHOLE_NUMBER,
                "min_value": WHOLE_NUMBER,
                "max_value": _("Check the number. It is larger than any organisation’s."),
            },
        )
        self.fields["source"] = NameField(
            label=_("Source"), missing=_("Write where the number comes from"), max_length=200
        )
