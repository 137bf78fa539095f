"""The start page: what is next, and nothing in its way."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from courses.api import ModuleCard
from learners.acting import acting_of, person_of
from learners.queries.shelf import shelf

MOST_SUGGESTIONS = 3
BREAK_MINUTES = 10
NEW_FOR = timedelta(days=60)


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Show what the signed-in person can go on with, in the language that is kept on the person."""
    if get_language() != person_of(request).language:
        with override(person_of(request).language):
            return redirect("start")
    acting = acting_of(request)
    own = shelf(person_of(request).pk)
    if acting is None:
        return render(request, "learners/no_membership.html", {"completed": own.finished})
    context = {
        "first_name": person_of(request).first_name,
        "current": own.begun[0] if own.begun else None,
        "others": own.begun[1:],
        "completed": own.finished,
        "suggestions": [_suggestion(card, timezone.now()) for card in own.suggestions[:MOST_SUGGESTIONS]],
    }
    return render(request, "learners/start.html", context)


def _suggestion(card: ModuleCard, now: datetime) -> dict[str, object]:
    return {
        "title": card.title,
        "url": card.url,
        "kind": card.kind,
        "kind_label": card.kind_label,
        "summary": card.summary,
        "minutes": card.minutes,
        "reason": _reason(card, now),
    }


def _reason(card: ModuleCard, now: datetime) -> str:
    """Say what speaks for a module that the person has not begun."""
    if card.first_published_at and now - card.first_published_at <= NEW_FOR:
        return _("New in the catalogue")
    return _("Fits in a break") if card.minutes <= BREAK_MINUTES else _("You have not taken it yet")
