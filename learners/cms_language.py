"""The language of the CMS is the person's own, as on every other page and in mail. See learners.editorial.EditorialGate."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from learners.actions.people import choose_language
from learners.models import User


class LanguageForm(forms.Form):
    """The two languages."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, sent: Any, *, prefix: str, person: User) -> None:
        super().__init__(sent, prefix=prefix, initial={"language": person.language})
        self.person = person

    def save(self) -> None:
        """Keep the choice."""
        choose_language(person=self.person, language=self.cleaned_data["language"])


class LanguagePanel(BaseSettingsPanel):
    """Stands on the CMS's page about oneself."""

    name = "language"
    title: Any = _("Language")
    order = 400

    def get_form(self) -> LanguageForm:
        """Return the form, with what is sent when something is."""
        sent = self.request.POST if self.request.method == "POST" else None
        return LanguageForm(sent, person=self.user, prefix=self.name)
