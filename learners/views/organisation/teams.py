"""Pages of teams: the list, one team with its members, and what can be done with it."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.periods import local_day
from learners.actions import teams as actions
from learners.actions.journal import note_reads
from learners.forms.units import LastDay, Nothing, TeamDetails
from learners.models import ReadEntry, Team
from learners.queries.teams import MemberRow, may_get_more_days, members, place_in, team_rows, team_within
from learners.queries.units import is_open, open_units_within
from learners.roles import Permission, allowed, has
from learners.views.organisation.entry import Question, answered, posted, said_to_close
from learners.views.organisation.frame import needs, reads_or_writes, required_acting, tabs

ROWS_A_PAGE = 25
needs_teams = needs(Permission.MANAGE_TEAMS)


@require_safe
@needs(Permission.SEE_PEOPLE)
def teams(request: HttpRequest) -> HttpResponse:
    """Show the teams that stand in the reader's units; closed ones show when asked for."""
    acting, with_closed = required_acting(request), request.GET.get("visa") == "alla"
    rows = team_rows(acting, Permission.SEE_PEOPLE, local_day(timezone.now()))
    chosen = [row for row in rows if row.is_open or with_closed]
    context = {
        "tabs": tabs(request, "learners:teams"),
        "page_obj": Paginator(chosen, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "with_closed": with_closed,
        "closed_count": sum(not row.is_open for row in rows),
        "may_add": has(acting.grants, Permission.MANAGE_TEAMS),
    }
    return render(request, "learners/organisation/teams.html", context)


@require_safe
@needs(Permission.SEE_PEOPLE)
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """Show a team with its members; that they were read is written down."""
    found, acting, now = team_or_404(request, Permission.SEE_PEOPLE, team_id), required_acting(request), timezone.now()
    rows = members(found, local_day(now))
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = [row.person_id for row in page]
    note_reads(acting=acting, subject_ids=shown, page=ReadEntry.Page.TEAM, now=now)
    context = {
        "team": found,
        "page_obj": page,
        "is_open": is_open(found.closed_on, local_day(now)),
        "may_manage": allowed(acting.grants, Permission.MANAGE_TEAMS, found.unit.path),
        "may_stay": may_get_more_days(acting, found, local_day(now)),
    }
    return render(request, "learners/organisation/team_page.html", context)


@reads_or_writes
@needs_teams
def add(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    acting, now = required_acting(request), timezone.now()
    units = open_units_within(acting, Permission.MANAGE_TEAMS, local_day(now))

    def save(values: dict[str, Any]) -> tuple[str, str]:
        made = actions.add(acting=acting, unit_id=values["unit"], name=values["name"], now=now)
        return _("%(name)s is made. Add its members.") % {"name": made.name}, address(made)

    question = Question(
        heading=_("Make a team"),
        button=_("Make the team"),
        parent_title=_("Teams"),
        parent_url=reverse("learners:teams"),
        hints=(("name", _("As you say it yourselves.")), ("unit", _("Its leaders see the team."))),
    )
    initial = {"unit": units[0].id} if len(units) == 1 else {}
    return answered(request, TeamDetails(posted(request), units=units, initial=initial), question, save)


@reads_or_writes
@needs_teams
def change(request: HttpRequest, team_id: int) -> HttpResponse:
    """Give the team another name or unit."""
    found, acting, now = (
        team_or_404(request, Permission.MANAGE_TEAMS, team_id),
        required_acting(request),
        timezone.now(),
    )
    units = open_units_within(acting, Permission.MANAGE_TEAMS, local_day(now))

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.change(acting=acting, team_id=found.pk, unit_id=values["unit"], name=values["name"], now=now)
        return _("The team is changed."), address(found)

    question = _question(found, heading=_("Change %(name)s") % {"name": found.name}, button=_("Save"))
    form = TeamDetails(posted(request), units=units, initial={"name": found.name, "unit": found.unit_id})
    return answered(request, form, question, save)


@reads_or_writes
@needs_teams
def close(request: HttpRequest, team_id: int) -> HttpResponse:
    """Close the team with a last day."""
    found, acting, now = (
        team_or_404(request, Permission.MANAGE_TEAMS, team_id),
        required_acting(request),
        timezone.now(),
    )

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.close(acting=acting, team_id=found.pk, last_day=values["last_day"], now=now)
        return said_to_close(found.name, values["last_day"], local_day(now)), address(found)

    question = _question(
        found,
        heading=_("Close %(name)s") % {"name": found.name},
        button=_("Close the team"),
        explanation=(_("Who was in it stays written down. You can open it again."),),
        is_loss=True,
    )
    return answered(request, LastDay(posted(request), today=local_day(now)), question, save)


@reads_or_writes
@needs_teams
def reopen(request: HttpRequest, team_id: int) -> HttpResponse:
    """Open the closed team again."""
    found, acting = team_or_404(request, Permission.MANAGE_TEAMS, team_id), required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.reopen(acting=acting, team_id=found.pk, now=timezone.now())
        return _("%(name)s is open again.") % {"name": found.name}, address(found)

    question = _question(found, heading=_("Open %(name)s again") % {"name": found.name}, button=_("Open the team"))
    return answered(request, Nothing(posted(request)), question, save)


@reads_or_writes
@needs_teams
def leave(request: HttpRequest, team_id: int, place_id: int) -> HttpResponse:
    """End someone's place in the team, or move its last day."""
    found, acting, now = (
        team_or_404(request, Permission.MANAGE_TEAMS, team_id),
        required_acting(request),
        timezone.now(),
    )
    member, today = _member_or_404(request, found, place_id, now), local_day(now)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        last_day = values["last_day"]
        actions.leave(acting=acting, team_id=found.pk, place_id=place_id, last_day=last_day, now=now)
        words = _("%(name)s has left the team.") if last_day < today else _("%(name)s is in the team until %(day)s.")
        return words % {"name": member.name, "day": date_format(last_day)}, address(found)

    never = _("Was the person never in the team? Then choose a day before %(day)s.")
    question = _question(
        found,
        heading=_("Remove %(name)s from %(team)s") % {"name": member.name, "team": found.name},
        button=_("Remove from the team"),
        explanation=(
            _("The person keeps their membership and all they have learned."),
            never % {"day": date_format(member.since or today)},
        ),
        is_loss=True,
    )
    may_stay = member.membership_id in may_get_more_days(acting, found, today)
    form = LastDay(posted(request), today=member.until or today, latest=None if may_stay else member.until)
    return answered(request, form, question, save)


@reads_or_writes
@needs_teams
def stay(request: HttpRequest, team_id: int, place_id: int) -> HttpResponse:
    """Let someone whose last day is set stay in the team; 404 for whom the reader could not place there."""
    found, acting, now = (
        team_or_404(request, Permission.MANAGE_TEAMS, team_id),
        required_acting(request),
        timezone.now(),
    )
    member = _member_or_404(request, found, place_id, now)
    if member.membership_id not in may_get_more_days(acting, found, local_day(now)):
        raise Http404

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.stay(acting=acting, team_id=found.pk, place_id=place_id, now=now)
        return _("%(name)s stays in the team.") % {"name": member.name}, address(found)

    question = _question(
        found,
        heading=_("Let %(name)s stay in %(team)s") % {"name": member.name, "team": found.name},
        button=_("Let stay"),
    )
    return answered(request, Nothing(posted(request)), question, save)


def _member_or_404(request: HttpRequest, found: Team, place_id: int, now: datetime) -> MemberRow:
    """Return someone who is in a team today, and write down that they were read."""
    member = place_in(found, place_id, local_day(now))
    if member is None:
        raise Http404
    acting = required_acting(request)
    note_reads(acting=acting, subject_ids=[member.person_id], page=ReadEntry.Page.TEAM, now=now)
    return member


def team_or_404(request: HttpRequest, permission: Permission, team_id: int) -> Team:
    """Return a team in whose unit the reader holds the permission; raise Http404 for every kind of no."""
    found = team_within(required_acting(request), permission, team_id)
    if found is None:
        raise Http404
    return found


def address(found: Team) -> str:
    """Return the address of a team's page."""
    return reverse("learners:team", args=[found.pk])


def _question(found: Team, **more: Any) -> Question:
    return Question(parent_title=found.name, parent_url=address(found), **more)
