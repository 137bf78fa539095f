"""Choosing a file of people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.entering.reading import FileRefused, Unreadable
from learners.entering.words import refusal


class PeopleFileForm(forms.Form):
    """One file, whose name says that it is CSV; whether it is, its reader tells."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": _("Choose a file"), "invalid": _("Choose a file"), "missing": _("Choose a file")},
    )

    def clean_file(self) -> object:
        """Refuse a file of another kind, by its name."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".csv"):
            raise forms.ValidationError(refusal(FileRefused(Unreadable.WORKBOOK)))
        return file
