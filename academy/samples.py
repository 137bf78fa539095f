"""Invented content for the catalogue of components: nobody's data, in the reader's language."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.periods import STOCKHOLM

PLACE = "#here"
THURSDAY = date(2026, 11, 26)
SAVED_AT = datetime(2026, 11, 26, 10, 42, tzinfo=STOCKHOLM)
BARS = ((8, False), (14, False), (0, True), (21, False))
BASE, TOP = 180, 20


class SampleForm(forms.Form):
    """One field of each kind."""

    team = forms.CharField(label=gettext_lazy("Name of the team"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=[("1", gettext_lazy("Care"))])
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea)
    address = forms.EmailField(label=gettext_lazy("Email address"))

    def clean(self) -> dict[str, Any]:
        """Refuse the whole, to show what that looks like."""
        self.add_error(None, _("Someone else has changed this since you opened it. Load the page again."))
        return self.cleaned_data


def samples() -> dict[str, Any]:
    """Return what the components are shown with, by name."""
    return {
        **_words(),
        **_people(),
        **_figures(),
        "form": SampleForm(initial={"team": _("Home care North")}, auto_id="sample_%s"),
        "wrong_form": SampleForm({"address": "anna.ek"}, auto_id="wrong_%s"),
        "page_obj": Paginator(range(80), 25).page(2),
        "facets": _facets(),
        "day": THURSDAY,
        "saved_at": SAVED_AT,
        "messages": [Message(constants.SUCCESS, _("Your choice is saved."))],
    }


def _words() -> dict[str, Any]:
    steps = (_("What personal data is"), _("When you may use it"), _("Try it yourself"))
    return {
        "place": PLACE,
        "modules": [
            _module("micro", "", ""),
            _module("lecture", "begun", _("Begun")),
            _module("workshop", "done", _("Done")),
            _module("programme", "", "") | {"reason": _("Because you lead a team")},
        ],
        "steps": [
            {"number": n, "title": title, "url": PLACE if state != "later" else None, "state": state}
            for n, (title, state) in enumerate(zip(steps, ("done", "now", "later"), strict=True), 1)
        ],
        "track": ["done", "done", "now", "", ""],
        "weeks": [
            {"number": n, "url": PLACE, "day": THURSDAY.replace(day=day), "about": about, "state": state}
            for n, (day, about, state) in enumerate(
                ((12, steps[0], "done"), (19, steps[1], "done"), (26, steps[2], "now")), 1
            )
        ],
        "tabs": [
            {"url": PLACE, "label": label, "current": not n}
            for n, label in enumerate((_("People"), _("Teams"), _("Units")))
        ],
        "errors": [
            {"anchor": "wrong_team", "text": _("Write a name")},
            {"anchor": "wrong_unit", "text": _("Choose a unit")},
        ],
    }


def _module(kind: str, state: str, state_label: str) -> dict[str, Any]:
    labels = {
        "micro": _("Micro-course"),
        "lecture": _("Recorded lecture"),
        "workshop": _("Workshop"),
        "programme": _("Programme"),
    }
    return {
        "title": _("Personal data in everyday work"),
        "url": PLACE,
        "kind": kind,
        "kind_label": labels[kind],
        "summary": _("Know what you may write down, and where."),
        "minutes": 8,
        "state": state,
        "state_label": state_label,
        "reason": "",
    }


def _people() -> dict[str, Any]:
    items = (("house", _("Start")), ("books", _("Catalogue")), ("users-three", _("Teams")))
    return {
        "acting": {"name": "Anna Ek", "place": _("Head of unit, Granåsa kommun")},
        "nobody": None,
        "nav_items": [
            {"url": PLACE, "icon": icon, "label": label, "current": icon == "house"} for icon, label in items
        ],
        "menu_items": [{"url": PLACE, "icon": "sliders-horizontal", "label": _("The academy")}],
        "places": [
            {"url": PLACE, "name": "Granåsa kommun", "detail": _("Head of unit"), "is_chosen": True},
            {"url": PLACE, "name": "Granåsa Energi AB", "detail": _("Board member"), "is_chosen": False},
        ],
        "second_step": {"url": PLACE, "is_set_up": False},
        "second_step_set_up": {"url": PLACE, "is_set_up": True},
    }


def _facets() -> list[dict[str, Any]]:
    options = [
        {"key": "a", "name": _("Care"), "count": 4, "checked": True},
        {"key": "b", "name": _("School"), "count": 1, "checked": False},
    ]
    return [{"legend": _("Field of work"), "parameter": "sample", "options": options}]


def _figures() -> dict[str, Any]:
    return {
        "stats": [
            {"count": 184, "label": _("new people")},
            {"count": 12, "label": _("changed")},
            {"count": 3, "label": _("errors in the file")},
        ],
        "series": [{"number": n, "label": label} for n, label in enumerate(_colours(), 1)],
        "chart": {
            "ticks": [{"value": value, "y": _height(value), "text_y": _height(value) + 4} for value in (0, 10, 20)],
            "bars": [_bar(n, value, is_missing) for n, (value, is_missing) in enumerate(BARS)],
        },
        "kpi_up": _kpi("up", "38,2", _("October so far: up 4 since September")),
        "kpi_down": _kpi("down", "12,0", _("October so far: down 2 since September")),
        "kpi_missing": _kpi("", _("missing"), _("Nothing to compare with")) | {"is_missing": True, "spark": None},
        "head": SimpleNamespace(order="-name", aria="ascending", icon="arrow-up"),
        "head_other": SimpleNamespace(order="unit", aria="", icon="arrows-down-up"),
    }


def _colours() -> tuple[str, ...]:
    return (_("Spruce"), _("Mustard"), _("Lake"), _("Lingonberry"), _("Plum"), _("Granite"))


def _height(value: int) -> int:
    return BASE - value * (BASE - TOP) // 24


def _bar(index: int, value: int, is_missing: bool) -> dict[str, Any]:
    x, y = 70 + index * 130, _height(8 if is_missing else value)
    months = (_("July"), _("August"), _("September"), _("October"))
    drawn = {
        "x": x,
        "y": y,
        "width": 70,
        "height": BASE - y,
        "middle": x + 35,
        "label_y": y - 8,
        "label": months[index],
    }
    return drawn | {"text": _("hidden") if is_missing else str(value), "is_missing": is_missing}


def _kpi(direction: str, value: str, words: str) -> dict[str, Any]:
    return {
        "kpi": f"sample-{direction or 'missing'}",
        "title": _("Finished courses per 100 employees"),
        "value": value,
        "is_missing": False,
        "basis": _("184 of 482 employees"),
        "trend": {"direction": direction, "words": words},
        "spark": {"line": "4,40 28,34 52,30 76,18 100,12", "open": "", "end": (100, 12)},
        "meaning": _("How many courses people have finished, so that large and small units can be compared."),
        "numerator": _("Finished courses"),
        "denominator": _("Employees"),
        "exclusions": _("Elected members are not counted."),
        "figure": None,
        "url": PLACE,
    }
