"""Correcting a membership backwards: what would move is shown before it does."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from academy.periods import Month, local_day
from learners.actions.memberships import correct_membership, preview_correction
from learners.errors import CannotDo, NotYours
from learners.events import Moved
from learners.forms.people import CorrectionForm
from learners.membership_details import details_of
from learners.models import Membership
from learners.queries.managers import leaves_nobody
from learners.queries.people import Row
from learners.queries.teams import teams_of
from learners.roles import Permission
from learners.tenancy import Acting
from learners.views.organisation import entry
from learners.views.organisation.frame import needs, required_acting
from learners.views.organisation.membership import begin_with, chosen_membership, details_from, offered
from learners.views.organisation.person import page_of
from learners.views.organisation.refusals import said as words_for


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def correct(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Ask for what it should have said, show what moves, and do it when that is confirmed."""
    acting, now = required_acting(request), timezone.now()
    today = local_day(now)
    membership, row = chosen_membership(acting, membership_id, today)
    initial = begin_with(membership) | {"valid_from": membership.valid_from, "valid_to": membership.valid_to}
    form = CorrectionForm(entry.posted(request), **offered(acting, today), initial=initial)
    moved: list[Moved] | None = None  # None: nothing to confirm, because nothing is asked for yet or it is refused
    if form.is_valid():
        asked: dict[str, Any] = {
            "acting": acting,
            "membership_id": membership_id,
            "details": details_from(form.cleaned_data),
            "reason": form.cleaned_data["reason"],
            "now": now,
        }
        try:
            moved = preview_correction(**asked)
            if request.POST.get("seen") == _seal(form, moved):
                correct_membership(**asked, is_confirmed=True)
                messages.success(request, _("The membership is corrected."))
                return redirect(page_of(row.person_id))
        except NotYours:
            raise Http404 from None
        except CannotDo as refused:
            moved = None
            field, text = words_for(refused)
            form.add_error(field if field in form.fields else None, text)
    shown = entry.context(form, _question(row)) | {"is_previewed": moved is not None}
    if moved is not None:
        shown |= _previewed(acting, membership, form, moved, today)
    return render(request, "learners/organisation/membership_correction.html", shown)


def _question(row: Row) -> entry.Question:
    return entry.Question(
        heading=_("Correct the membership in %(unit)s") % {"unit": row.unit},
        button=_("Show what changes"),
        parent_title=row.name,
        parent_url=page_of(row.person_id),
        explanation=(
            _("Correct what was wrong from the beginning. If the person changes unit, end this one and add another."),
        ),
    )


def _previewed(
    acting: Acting, membership: Membership, form: CorrectionForm, moved: list[Moved], today: date
) -> dict[str, Any]:
    """Return what is shown of a correction before it is confirmed."""
    asked = details_from(form.cleaned_data)
    stays_in = teams_of(acting, membership.pk, today) if asked.unit_id != membership.unit_id else []
    return {
        "moved": [{"month": Month.from_number(one.month).first_day, "records": one.records} for one in moved],
        "has_changes": asked != details_of(membership),
        "records": sum(one.records for one in moved),
        "stays_in": stays_in,
        "seal": _seal(form, moved),
        "leaves_nobody": asked.valid_to is not None and leaves_nobody(membership, asked.valid_to, today),
    }


def _seal(form: CorrectionForm, moved: list[Moved]) -> str:
    """Return a word for what was shown: a confirmation of something else is shown anew instead."""
    shown = f"{details_from(form.cleaned_data)} {[(one.month, one.records) for one in moved]}"
    return sha256(shown.encode()).hexdigest()
