"""Reads of teams. A team is seen by whoever's grants reach the unit in which it stands, with all its members."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from academy.alphabet import swedish_key
from learners.models import Membership, Team, TeamPlace
from learners.queries.acting import current_memberships
from learners.queries.alphabetical import swedish_order
from learners.queries.memberships import not_ended
from learners.queries.names import with_shown_name
from learners.queries.reached import reached
from learners.queries.units import is_open
from learners.roles import Permission
from learners.tenancy import Acting


@dataclass(frozen=True)
class TeamRow:
    """A team as the list shows it; `members` are in it today."""

    id: int
    name: str
    unit: str
    closed_on: date | None
    is_open: bool
    members: int


@dataclass(frozen=True)
class MemberRow:
    """Someone in a team, or who could be: `place_id` is None for the latter. `until` is the place's own last day."""

    membership_id: int
    person_id: int
    name: str
    position: str
    unit: str
    place_id: int | None = None
    since: date | None = None
    until: date | None = None


def valid_places(day: date, prefix: str = "") -> Q:
    """Return the condition that a place in a team holds on a day: it also ends with its membership."""
    place = Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )
    membership = f"{prefix}membership__valid_to"
    return place & (Q(**{f"{membership}__isnull": True}) | Q(**{f"{membership}__gte": day}))


def team_within(acting: Acting, permission: Permission, team_id: int) -> Team | None:
    """Return a team in whose unit `acting` holds the permission; None for every kind of no."""
    return _teams(acting, permission).filter(pk=team_id).first()


def team_rows(acting: Acting, permission: Permission, day: date) -> list[TeamRow]:
    """Return the teams where the permission holds: the open ones first, by name as Swedes sort. One query."""
    counted = Count("places__membership__person", filter=valid_places(day, "places__"), distinct=True)
    rows = [
        TeamRow(row.pk, row.name, row.unit.name, row.closed_on, is_open(row.closed_on, day), row.members)
        for row in _teams(acting, permission).annotate(members=counted)
    ]
    return sorted(rows, key=lambda row: (not row.is_open, swedish_key(row.name), swedish_key(row.unit), row.id))


def _teams(acting: Acting, permission: Permission) -> QuerySet[Team]:
    within = reached(acting, permission, "unit__path")
    return Team.objects.filter(within, organisation_id=acting.organisation.id).select_related("unit")


def teams_of(acting: Acting, membership_id: int, day: date) -> list[tuple[str, int | None]]:
    """Return the teams in which a membership has a place on a day or later: each name, and its id within reach."""
    places = TeamPlace.objects.filter(not_ended(day), membership_id=membership_id).select_related("team")
    named = {place.team_id: place.team.name for place in places.order_by(swedish_order("team__name"), "pk")}
    open_to_reader = set(_teams(acting, Permission.SEE_PEOPLE).filter(pk__in=named).values_list("pk", flat=True))
    return [(name, team_id if team_id in open_to_reader else None) for team_id, name in named.items()]


def members(team: Team, day: date) -> list[MemberRow]:
    """Return who is in a team on a day, by last name. The caller has asked whether the team is within reach."""
    places = {row.membership_id: row for row in TeamPlace.objects.filter(valid_places(day), team=team)}
    return _by_name(Membership.objects.filter(pk__in=places), places)


def place_in(team: Team, place_id: int, day: date) -> MemberRow | None:
    """Return one of them, or None."""
    return next((row for row in members(team, day) if row.place_id == place_id), None)


def may_join(acting: Acting, day: date) -> QuerySet[Membership]:
    """Return the memberships that `acting` may place in a team: current, in units where MANAGE_TEAMS holds."""
    within = reached(acting, Permission.MANAGE_TEAMS, "unit__path")
    return Membership.objects.filter(current_memberships(day), within, organisation_id=acting.organisation.id)


def may_get_more_days(acting: Acting, team: Team, day: date) -> set[int]:
    """Return the memberships in a team whose last day there `acting` may move on: those that could join it today."""
    if team.closed_on is not None:
        return set()
    places = TeamPlace.objects.filter(valid_places(day), team=team)
    return set(may_join(acting, day).filter(pk__in=places.values("membership_id")).values_list("pk", flat=True))


def candidates(acting: Acting, team: Team, unit_path: str, words: str, day: date) -> list[MemberRow]:
    """Return who could join a team: current members of a subtree, within reach, not in the team; by last name.

    `words` are looked for in name, position and unit, all of them, whatever their case.
    """
    inside = TeamPlace.objects.filter(valid_places(day), team=team).values("membership_id")
    rows = may_join(acting, day).filter(unit__path__startswith=unit_path).exclude(pk__in=inside)
    wanted = words.casefold().split()
    return [row for row in _by_name(rows, {}) if all(word in _text(row) for word in wanted)]


def _text(row: MemberRow) -> str:
    return f"{row.name} {row.position} {row.unit}".casefold()


def _by_name(rows: QuerySet[Membership], places: Mapping[int, TeamPlace]) -> list[MemberRow]:
    """Turn memberships into values, by the name that their organisation may see, last name first, as Swedes sort."""
    found: list[Any] = list(with_shown_name(rows).select_related("unit"))
    found.sort(key=lambda row: (swedish_key(row.shown_last), swedish_key(row.shown_first), row.pk))
    return [_member(row, places.get(row.pk)) for row in found]


def _member(row: Any, place: TeamPlace | None) -> MemberRow:
    return MemberRow(
        membership_id=row.pk,
        person_id=row.person_id,
        name=f"{row.shown_first} {row.shown_last}".strip(),
        position=row.position,
        unit=row.unit.name,
        place_id=place.pk if place else None,
        since=place.valid_from if place else None,
        until=place.valid_to if place else None,
    )
