"""One page, one form, one action: what every page that enters something into an organisation has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learners.errors import CannotDo, NotYours
from learners.views.organisation.refusals import said

# Does what the form asks for and returns the words for having done it, and where to go.
Save = Callable[[dict[str, Any]], tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a page asks: its heading, what it explains, its button, and the page above it."""

    heading: str
    button: str
    parent_title: str
    parent_url: str
    explanation: tuple[str, ...] = ()
    hints: tuple[tuple[str, str], ...] = ()
    is_loss: bool = False
    # Where to see what stands in the way of it, as (address, label).
    look_at: tuple[tuple[str, str], ...] = ()


def answered(request: HttpRequest, form: forms.Form, question: Question, save: Save) -> HttpResponse:
    """Show the form, or do what it asks for and lead on. What is refused comes back with all that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            words, address = save(form.cleaned_data)
        except NotYours:
            raise Http404 from None
        except CannotDo as refused:
            field, text = said(refused)
            form.add_error(field if field in form.fields else None, text)
        else:
            messages.success(request, words)
            return redirect(address)
    return render(request, "learners/organisation/entry.html", context(form, question))


def context(form: forms.Form, question: Question) -> dict[str, Any]:
    """Return what templates/learners/organisation/entry.html needs."""
    hints = dict(question.hints)
    return {
        "question": question,
        "form": form,
        "fields": [{"field": field, "hint": hints.get(field.name, "")} for field in form.visible_fields()],
        "errors": [
            {"anchor": field.id_for_label or field.auto_id, "text": error} for field in form for error in field.errors
        ],
        "is_refused": form.is_bound and not form.is_valid(),
    }


def said_to_close(name: str, last_day: date, today: date) -> str:
    """Return the words for something having got its last day, which may lie behind or ahead."""
    words = _("%(name)s closed with %(day)s.") if last_day < today else _("%(name)s closes with %(day)s.")
    return words % {"name": name, "day": date_format(last_day)}


def posted(request: HttpRequest) -> Any:
    """Return what was sent, or None for a page that is only looked at: the form's data."""
    return request.POST if request.method == "POST" else None
