"""Choosing capabilities in the editor: all of them by area and group, found by a word, described where one chooses."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.competences.queries.choosing import choosable, choosable_goals

NEEDED = _("Choose at least one capability. Without one, nobody finds the course by what it develops.")


class GroupedChoices(forms.CheckboxSelectMultiple):
    """Check boxes under their area and group. Without script everything is there; with it a word narrows the list."""

    class Media:
        js = ["choose-capabilities.js"]
        css = {"all": ["choose-capabilities.css"]}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the list; groups in which something is chosen stand open."""
        options = self.get_context(name, value, attrs)["widget"]["optgroups"]
        flat = [option for _, members, _ in options for option in members]
        return render_to_string("courses/editor/choose_capabilities.html", {"name": name, "areas": _areas(flat)})


def _areas(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return areas (name, groups: name, options, chosen); the options come in the framework's order."""
    areas: list[dict[str, Any]] = []
    for option in options:
        row = option["value"].instance
        if not areas or areas[-1]["row"] != row.group.area:
            areas.append({"row": row.group.area, "groups": []})
        groups = areas[-1]["groups"]
        if not groups or groups[-1]["row"] != row.group:
            groups.append({"row": row.group, "options": [], "chosen": 0})
        groups[-1]["options"].append({**option, "row": row})
        groups[-1]["chosen"] += bool(option["selected"])
    return areas


class ModuleForm(WagtailAdminPageForm):
    """The editor's form of a module: it offers what counts today and what the page has already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("capabilities", choosable(self.instance))
        self._offer("goals", choosable_goals(self.instance))
        if "capabilities" in self.fields:
            self.fields["capabilities"].error_messages["required"] = NEEDED

    def _offer(self, name: str, rows: "QuerySet[Any]") -> None:
        # A panel may be closed to whoever edits; then there is no field.
        field = self.fields.get(name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = rows
