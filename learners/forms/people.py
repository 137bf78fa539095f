"""What the pages of people, memberships and roles ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from learners.forms.fields import AddressField, DayField, FirstDayField, NameField
from learners.forms.units import ChosenUnit
from learners.models.memberships import LeaderGroup, Membership
from learners.queries.sectors import SectorRef
from learners.role_names import ROLE_NAMES
from learners.roles import Role
from learners.tenancy import UnitRef


def address_field() -> forms.EmailField:
    """Return the field for an address to sign in with."""
    words = _("Write an email address, for example name@kommun.example")
    return AddressField(label=_("Email address at work"), words=words)


def _sector_choices(sectors: Sequence[SectorRef], kept: str) -> list[tuple[str, str]]:
    """Return the sectors to choose from, and the one that the membership has already."""
    choices = [("", str(_("No sector"))), *((sector.key, sector.label) for sector in sectors)]
    return choices if kept in dict(choices) else [*choices, (kept, kept)]


def leader_group_choices() -> list[tuple[str, str]]:
    """Return the leader groups to choose from, as they begin a line: their labels are words for the middle of one."""
    return [(group.value, capfirst(str(group.label))) for group in LeaderGroup]


class PlaceForm(forms.Form):
    """Where someone works and as what, and from when to when."""

    def __init__(
        self, *args: Any, units: Sequence[UnitRef], sectors: Sequence[SectorRef], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kept = str(self.get_initial_for_field(forms.Field(), "sector") or "")
        longest = Membership._meta.get_field("position").max_length
        self.fields["unit"] = ChosenUnit(units, label=_("Unit"))
        self.fields["position"] = NameField(label=_("Position, if any"), missing="", max_length=longest, required=False)
        self.fields["sector"] = forms.ChoiceField(
            label=_("Sector"), choices=_sector_choices(sectors, kept), required=False
        )
        self.fields["leader_group"] = forms.ChoiceField(
            label=_("Leader group"), choices=[("", _("None")), *leader_group_choices()], required=False
        )
        self.fields["valid_from"] = FirstDayField(today=today)


class DatedPlaceForm(PlaceForm):
    """The same, with a last day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"] = DayField(label=_("Last day, if it is known"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse days that come in the wrong order."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Choose a day that is not before the first day"))
        return cleaned


class InviteForm(PlaceForm):
    """Whom to ask in, and where they work."""

    email = address_field()
    first_name = NameField(label=_("First name"), missing=_("Write the first name"), max_length=80)
    last_name = NameField(label=_("Last name"), missing=_("Write the last name"), max_length=80)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)


class CorrectionForm(DatedPlaceForm):
    """What a membership should have said, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field()


def reason_field() -> forms.CharField:
    """Return the field for the reason that a change backwards needs."""
    words = {"required": _("Write why, in a few words")}
    return NameField(label=_("Reason"), missing=words["required"], max_length=300)


def confirmation_field(label: Any, yes: Any) -> forms.ChoiceField:
    """Return a question that is answered by choosing, for what would leave nobody in charge."""
    return forms.ChoiceField(
        label=label, choices=[("", _("Choose")), ("yes", yes)], error_messages={"required": _("Choose, or cancel")}
    )


class EndForm(forms.Form):
    """The last day of a membership."""

    def __init__(self, *args: Any, first_day: date, today: date, leaves_nobody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"] = DayField(label=_("Last day"), earliest=first_day, initial=max(today, first_day))
        if leaves_nobody:
            self.fields["confirmed"] = confirmation_field(_("Nobody else is HR here"), _("End it anyway"))


class RemovalForm(forms.Form):
    """Why a membership is taken away."""

    def __init__(self, *args: Any, leaves_nobody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field()
        if leaves_nobody:
            self.fields["confirmed"] = confirmation_field(_("Nobody else is HR here"), _("Remove it anyway"))


class TakeBackForm(forms.Form):
    """Whether a role shall be taken back."""

    def __init__(self, *args: Any, leaves_nobody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if leaves_nobody:
            self.fields["confirmed"] = confirmation_field(_("Nobody else is HR here"), _("Take it back anyway"))


class RoleForm(forms.Form):
    """Which role, and over which unit with all below it."""

    def __init__(self, *args: Any, roles: Sequence[Role], units: Sequence[UnitRef], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"required": _("Choose a role"), "invalid_choice": _("Choose a role")}
        choices = [("", _("Choose a role")), *((role.value, ROLE_NAMES[role]) for role in roles)]
        self.fields["role"] = forms.TypedChoiceField(
            label=_("Role"), choices=choices, coerce=Role, error_messages=words
        )
        self.fields["unit"] = ChosenUnit(units, label=_("Over this unit and all below it"))


class PersonForm(forms.Form):
    """A person's name and the address that they sign in with."""

    first_name = NameField(label=_("First name"), missing=_("Write the first name"), max_length=80)
    last_name = NameField(label=_("Last name"), missing=_("Write the last name"), max_length=80)

    def __init__(self, *args: Any, with_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_address:
            self.fields["email"] = address_field()
