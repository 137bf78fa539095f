"""The page on which people are ticked into a team: a list of a unit, with search."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from academy.periods import local_day
from learners.actions import teams as actions
from learners.actions.journal import note_reads
from learners.errors import AboveIsClosed, NotYours
from learners.forms.units import Joining, unit_choices
from learners.models import ReadEntry, Team
from learners.queries.teams import MemberRow, candidates
from learners.queries.units import open_units_within
from learners.roles import Permission
from learners.tenancy import Acting, UnitRef
from learners.views.organisation.entry import posted
from learners.views.organisation.frame import reads_or_writes, required_acting
from learners.views.organisation.teams import address, needs_teams, team_or_404

ROWS_A_PAGE = 25


@reads_or_writes
@needs_teams
def join(request: HttpRequest, team_id: int) -> HttpResponse:
    """Show whom of a unit one could tick, twenty-five at a time, and place those ticked in the team.

    Who was shown is written down. Ticks hold for the page they are on, which the button says.
    """
    found = team_or_404(request, Permission.MANAGE_TEAMS, team_id)
    acting, now = required_acting(request), timezone.now()
    day, words = local_day(now), request.GET.get("q", "").strip()
    if found.closed_on is not None:
        raise Http404
    units = open_units_within(acting, Permission.MANAGE_TEAMS, day)
    chosen = _chosen(units, request.GET.get("enhet", str(found.unit_id)))
    rows = candidates(acting, found, chosen.path, words, day)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    form = Joining(posted(request), choices=[row.membership_id for row in rows], today=day)
    if request.method == "POST" and form.is_valid():
        count = _joined(acting, found, form, now)
        joined = ngettext("%(n)s person is now in the team.", "%(n)s people are now in the team.", count)
        messages.success(request, joined % {"n": count})
        return redirect(address(found))
    note_reads(acting=acting, subject_ids=[row.person_id for row in page], page=ReadEntry.Page.TEAM, now=now)
    context = {
        "team": found,
        "form": form,
        "page_obj": page,
        "query": words,
        "units": [(value, label, value == str(chosen.id)) for value, label in unit_choices(units)],
        "ticked": _ticked(request, list(page)),
        "errors": _errors(form, list(page)),
    }
    return render(request, "learners/organisation/team_join.html", context)


def _joined(acting: Acting, team: Team, form: Joining, now: datetime) -> int:
    try:
        return actions.join(
            acting=acting,
            team_id=team.pk,
            membership_ids=form.cleaned_data["members"],
            valid_from=form.cleaned_data["valid_from"],
            now=now,
        )
    except (NotYours, AboveIsClosed):
        raise Http404 from None


def _chosen(units: list[UnitRef], value: str) -> UnitRef:
    """Return the unit asked for, or the topmost within reach; the team's own may be closed by now."""
    found = next((unit for unit in units if str(unit.id) == value), None) or next(iter(units), None)
    if found is None:
        raise Http404
    return found


def _ticked(request: HttpRequest, shown: list[MemberRow]) -> set[int]:
    return {row.membership_id for row in shown} & {
        int(value) for value in request.POST.getlist("members") if value.isascii() and value.isdecimal()
    }


def _errors(form: Joining, shown: list[MemberRow]) -> list[dict[str, Any]]:
    first = f"m-{shown[0].membership_id}" if shown else "f-q"
    anchors = {"members": first, "valid_from": form["valid_from"].id_for_label}
    return [{"anchor": anchors[name], "text": error} for name in form.errors for error in form.errors[name]]
