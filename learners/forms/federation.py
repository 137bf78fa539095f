"""What the pages of a federation ask for: organisations, owners of joint bodies, sectors."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learners.forms.fields import AddressField, DayField, NameField
from learners.models import Organisation
from learners.queries.federation import OrganisationRow

FOUR_DIGITS = re.compile(r"[0-9]{4}")
CODE_WORDS = gettext_lazy("Write four digits, for example 0686")


def _code_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Municipality code (SCB)"),
        max_length=4,
        required=False,
        error_messages={"max_length": CODE_WORDS},
    )


def _clean_code(code: str, kind: str) -> str:
    """Return a municipality's code, which it must have; a company or joint body may do without."""
    if not code and kind != Organisation.Kind.MUNICIPALITY:
        return ""
    if not FOUR_DIGITS.fullmatch(code):
        raise forms.ValidationError(CODE_WORDS)
    return code


class OrganisationDetails(forms.Form):
    """The name and code of an organisation that is there already."""

    name = NameField(label=gettext_lazy("Name"), missing=gettext_lazy("Write the name"))
    scb_code = _code_field()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_scb_code(self) -> str:
        """Return the code, if it is one."""
        return _clean_code(self.cleaned_data["scb_code"], self.kind)


class NewOrganisation(forms.Form):
    """A new organisation, and its first HR person."""

    name = NameField(label=gettext_lazy("Name"), missing=gettext_lazy("Write the name"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of organisation"), choices=Organisation.Kind.choices)
    scb_code = _code_field()
    slug = forms.SlugField(
        label=gettext_lazy("Word in addresses"),
        required=False,
        error_messages={"invalid": gettext_lazy("Use the letters a to z, digits and hyphens")},
    )
    first_name = NameField(
        label=gettext_lazy("First name of the HR person"), missing=gettext_lazy("Write the first name"), max_length=80
    )
    last_name = NameField(
        label=gettext_lazy("Last name of the HR person"), missing=gettext_lazy("Write the last name"), max_length=80
    )
    email = AddressField(
        label=gettext_lazy("Email address of the HR person"),
        words=gettext_lazy("Enter an email address, such as name@kommun.example"),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the invitation"),
        choices=[("sv", gettext_lazy("Swedish")), ("en", gettext_lazy("English"))],
    )

    def clean(self) -> dict[str, Any]:
        """Check the code against the kind, and make the word in addresses when none is written."""
        values = super().clean() or self.cleaned_data
        try:
            values["scb_code"] = _clean_code(values.get("scb_code", ""), values.get("kind", ""))
        except forms.ValidationError as wrong:
            if "scb_code" not in self.errors:
                self.add_error("scb_code", wrong)
        name = values.get("name", "").casefold().removesuffix(" kommun")
        if name and not values.get("slug") and "slug" not in self.errors:
            values["slug"] = slugify(name)[:50]
        return values


class Owner(forms.Form):
    """Who owns a joint body, from when to when."""

    def __init__(self, *args: Any, organisations: Sequence[OrganisationRow], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"required": _("Choose an organisation"), "invalid_choice": _("Choose an organisation")}
        choices = [("", _("Choose an organisation")), *((str(row.id), row.name) for row in organisations)]
        self.fields["member"] = forms.TypedChoiceField(
            label=_("Municipality or company"), choices=choices, coerce=int, error_messages=words
        )
        self.fields["valid_from"] = DayField(label=_("From"), initial=today)
        self.fields["valid_to"] = DayField(label=_("Last day, if it is known"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean() or self.cleaned_data
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Choose the first day or a later one"))
        return values


class SectorNames(forms.Form):
    """The names of a sector in both languages."""

    name_sv = NameField(
        label=gettext_lazy("Name in Swedish"), missing=gettext_lazy("Write the name in Swedish"), max_length=80
    )
    name_en = NameField(
        label=gettext_lazy("Name in English"), missing=gettext_lazy("Write the name in English"), max_length=80
    )


class NewSector(SectorNames):
    """A new sector: its code too, which stays for ever."""

    key = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        error_messages={
            "required": gettext_lazy("Write a code, for example care"),
            "invalid": gettext_lazy("Use the letters a to z, digits and hyphens"),
        },
    )
    field_order = ("key", "name_sv", "name_en")

    def clean_key(self) -> str:
        """Return the key in small letters."""
        return str(self.cleaned_data["key"]).lower()
