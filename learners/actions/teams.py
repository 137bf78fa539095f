"""Teams: made, changed, closed, and filled with members. `acting` needs MANAGE_TEAMS over the unit in which a team stands.

A team, unit or membership that no grant of theirs reaches raises NotYours, whatever the reason.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from academy.periods import local_day
from learners.actions.journal import note_change
from learners.changes import ChangeKind
from learners.errors import AboveIsClosed, NameTaken, NotYours
from learners.models import Membership, Team, TeamPlace, Unit
from learners.queries.organisations import held_organisation
from learners.queries.teams import may_join, team_within
from learners.queries.units import unit_within
from learners.roles import Permission
from learners.tenancy import Acting


@transaction.atomic
def add(*, acting: Acting, unit_id: int, name: str, now: datetime) -> Team:
    """Make a team in a unit. Raises NotYours, AboveIsClosed and NameTaken."""
    held_organisation(acting.organisation.id)
    unit = _open_unit(acting, unit_id)
    team = Team.objects.create(organisation_id=acting.organisation.id, unit=unit, name=_free_name(unit.pk, name))
    _note(acting, ChangeKind.TEAM_ADDED, team, now, after={"name": team.name, "unit": unit.name})
    return team


@transaction.atomic
def change(*, acting: Acting, team_id: int, unit_id: int, name: str, now: datetime) -> None:
    """Give a team another name or unit. Raises NotYours, AboveIsClosed and NameTaken."""
    held_organisation(acting.organisation.id)
    team = _reached(acting, team_id)
    if (team.unit_id, team.name) == (unit_id, name.strip()):
        return
    before = {"name": team.name, "unit": team.unit.name}
    if unit_id != team.unit_id:
        team.unit = _open_unit(acting, unit_id)
    team.name = _free_name(unit_id, name, but=team.pk)
    team.save(update_fields=["name", "unit"])
    after = {"name": team.name, "unit": team.unit.name}
    _note(acting, ChangeKind.TEAM_CHANGED, team, now, before=before, after=after)


@transaction.atomic
def close(*, acting: Acting, team_id: int, last_day: date, now: datetime) -> None:
    """Close a team with a last day; who was in it then stays written down. Raises NotYours."""
    held_organisation(acting.organisation.id)
    _set_last_day(acting, _reached(acting, team_id), last_day, ChangeKind.TEAM_CLOSED, now)


@transaction.atomic
def reopen(*, acting: Acting, team_id: int, now: datetime) -> None:
    """Open a closed team again. Raises NotYours, and AboveIsClosed when its unit is closed."""
    held_organisation(acting.organisation.id)
    team = _reached(acting, team_id)
    _refuse_closed(team.unit)
    _set_last_day(acting, team, None, ChangeKind.TEAM_REOPENED, now)


@transaction.atomic
def join(*, acting: Acting, team_id: int, membership_ids: Collection[int], valid_from: date, now: datetime) -> int:
    """Place memberships in a team from a day on, or from the day they begin; return how many were not in it before.

    All of them must be current and in units that `acting` reaches, or nobody joins: raises NotYours. AboveIsClosed for
    a closed team.
    """
    held_organisation(acting.organisation.id)
    team = _reached(acting, team_id)
    found = _asked_to_join(acting, team, membership_ids, now)
    goes_on = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    inside = set(TeamPlace.objects.filter(goes_on, team=team).values_list("membership_id", flat=True))
    joining = [row for row in found if row.pk not in inside]
    for row in joining:
        begins = max(valid_from, row.valid_from)
        TeamPlace.objects.create(team=team, membership=row, valid_from=begins)
        after = {"valid_from": begins.isoformat()}
        _note(acting, ChangeKind.TEAM_JOINED, team, now, subject_id=row.person_id, after=after)
    return len(joining)


@transaction.atomic
def leave(*, acting: Acting, team_id: int, place_id: int, last_day: date, now: datetime) -> None:
    """End a place in a team with a last day, or with another; one that had not begun by then is taken away.

    Raises NotYours. A later day than the place has is more days in the team: they are asked for as in `stay`.
    """
    held_organisation(acting.organisation.id)
    team = _reached(acting, team_id)
    place = _place_in(team, place_id)
    if place.valid_to == last_day:
        return
    before, kind = {"valid_from": place.valid_from.isoformat()}, ChangeKind.TEAM_LEFT
    if place.valid_to is not None:
        before["valid_to"] = place.valid_to.isoformat()
        if place.valid_to < last_day:
            _ask_for_more_days(acting, team, place, now)
            kind = ChangeKind.TEAM_STAYED
    if last_day < place.valid_from:
        place.delete()
    else:
        place.valid_to = last_day
        place.save(update_fields=["valid_to"])
    after = {"valid_to": last_day.isoformat()}
    _note(acting, kind, team, now, subject_id=place.membership.person_id, before=before, after=after)


@transaction.atomic
def stay(*, acting: Acting, team_id: int, place_id: int, now: datetime) -> None:
    """Take back the last day of a place that has not ended. Raises NotYours, also for one that has, and as `join` does."""
    held_organisation(acting.organisation.id)
    team = _reached(acting, team_id)
    place = _place_in(team, place_id)
    if place.valid_to is None:
        return
    _ask_for_more_days(acting, team, place, now)
    before, after = {"valid_to": place.valid_to.isoformat()}, {"valid_to": None}
    place.valid_to = None
    place.save(update_fields=["valid_to"])
    person_id = place.membership.person_id
    _note(acting, ChangeKind.TEAM_STAYED, team, now, subject_id=person_id, before=before, after=after)


def _asked_to_join(acting: Acting, team: Team, membership_ids: Collection[int], now: datetime) -> list[Membership]:
    """Return the memberships, if the team is open and all of them are current and within reach."""
    if team.closed_on is not None:
        raise AboveIsClosed(team.name)
    found = list(may_join(acting, local_day(now)).filter(pk__in=membership_ids).order_by("pk"))
    if len(found) != len(set(membership_ids)):
        raise NotYours("membership")
    return found


def _ask_for_more_days(acting: Acting, team: Team, place: TeamPlace, now: datetime) -> None:
    if place.valid_to is not None and place.valid_to < local_day(now):
        raise NotYours(str(place.pk))
    _asked_to_join(acting, team, [place.membership_id], now)


def _place_in(team: Team, place_id: int) -> TeamPlace:
    place = TeamPlace.objects.filter(team=team, pk=place_id).select_related("membership").first()
    if place is None:
        raise NotYours(str(place_id))
    return place


def _reached(acting: Acting, team_id: int) -> Team:
    team = team_within(acting, Permission.MANAGE_TEAMS, team_id)
    if team is None:
        raise NotYours(str(team_id))
    return team


def _open_unit(acting: Acting, unit_id: int) -> Unit:
    unit = unit_within(acting, Permission.MANAGE_TEAMS, unit_id)
    if unit is None:
        raise NotYours(str(unit_id))
    _refuse_closed(unit)
    return unit


def _refuse_closed(unit: Unit) -> None:
    if unit.closed_on is not None:
        raise AboveIsClosed(unit.path)


def _free_name(unit_id: int, name: str, *, but: int = 0) -> str:
    """Return the name, if no team of the unit has or had it."""
    taken = Team.objects.filter(unit_id=unit_id).exclude(pk=but).values_list("name", flat=True)
    if name.strip().casefold() in {other.casefold() for other in taken}:
        raise NameTaken(name)
    return name.strip()


def _set_last_day(acting: Acting, team: Team, last_day: date | None, kind: ChangeKind, now: datetime) -> None:
    if team.closed_on != last_day:
        before = {"closed_on": team.closed_on.isoformat() if team.closed_on else None}
        team.closed_on = last_day
        team.save(update_fields=["closed_on"])
        after = {"closed_on": last_day.isoformat() if last_day else None}
        _note(acting, kind, team, now, before=before, after=after)


def _note(acting: Acting, kind: ChangeKind, team: Team, now: datetime, **more: Any) -> None:
    note_change(
        organisation_id=acting.organisation.id, by_id=acting.person_id, kind=kind, now=now, about=team.name, **more
    )
