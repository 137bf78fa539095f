"""What the pages of units and teams ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.forms.fields import DayField, NameField, last_day_field
from learners.tenancy import UnitRef


def unit_choices(units: Sequence[UnitRef]) -> list[tuple[str, str]]:
    """Return units for a list to choose from, indented by their level below the topmost of them."""
    least = min((unit.depth for unit in units), default=0)
    return [(str(unit.id), f"{'– ' * (unit.depth - least)}{unit.name}") for unit in units]


class ChosenUnit(forms.TypedChoiceField):
    """A unit of those offered, as its id."""

    def __init__(self, units: Sequence[UnitRef], **more: Any) -> None:
        words = {"required": _("Choose a unit"), "invalid_choice": _("Choose a unit")}
        choices = [("", _("Choose a unit")), *unit_choices(units)]
        super().__init__(choices=choices, coerce=int, error_messages=words, **more)


class UnitName(forms.Form):
    """The name of a unit."""

    name = NameField(label=_("Name of the unit"), missing=_("Write the name of the unit"))


class NewPlace(forms.Form):
    """The unit below which another shall stand."""

    def __init__(self, *args: Any, units: Sequence[UnitRef], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = ChosenUnit(units, label=_("New place: below"))


class LastDay(forms.Form):
    """The last day of something that closes; `latest` is the last that may be chosen, if there is one."""

    def __init__(self, *args: Any, today: date, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"] = last_day_field(today, latest)


class Nothing(forms.Form):
    """A question that only asks for yes."""


class TeamDetails(forms.Form):
    """The name of a team and the unit in which it stands."""

    name = NameField(label=_("Name of the team"), missing=_("Write the name of the team"))

    def __init__(self, *args: Any, units: Sequence[UnitRef], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = ChosenUnit(units, label=_("Unit"))


class Joining(forms.Form):
    """Who joins a team, and from when. The boxes are ticked on the page itself."""

    def __init__(self, *args: Any, choices: Sequence[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"] = forms.TypedMultipleChoiceField(
            choices=[(str(membership_id), "") for membership_id in choices],
            coerce=int,
            error_messages={"required": _("Tick at least one person")},
        )
        self.fields["valid_from"] = DayField(label=_("In the team from"), initial=today)
