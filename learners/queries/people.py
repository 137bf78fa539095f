"""Reads of people within the reach of one membership: the list, and the page of one person.

Whoever is out of reach is as if they were not there; memberships elsewhere are never read.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from unicodedata import normalize

from django.db.models import Prefetch, Q, QuerySet

from academy.scoping import unscoped_quietly
from learners.models import Invitation, LeaderGroup, Membership, RoleAssignment, TeamPlace, User
from learners.queries.acting import current_memberships
from learners.queries.alphabetical import containing, swedish_order
from learners.queries.memberships import not_ended
from learners.queries.names import open_invitations, with_shown_name
from learners.queries.reached import reached
from learners.role_names import ROLE_NAMES
from learners.roles import Permission, Role, allowed, grantable
from learners.tenancy import Acting

MOST_WORDS = 6
# Django turns a larger number away for a row's own id, but not for a foreign key.
LARGEST_ID = 2**63 - 1


class State(StrEnum):
    """Where a membership stands on a day; someone invited has not signed in since."""

    CURRENT = "current"
    COMING = "coming"
    ENDED = "ended"
    INVITED = "invited"


class Sort(StrEnum):
    """What the list is ordered by."""

    NAME = "name"
    UNIT = "unit"
    BEGUN = "begun"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the reader looks for; empty means all. `state` empty leaves out what has ended."""

    text: str = ""
    unit_path: str = ""
    sector: str = ""
    leader_group: str = ""
    state: str = ""
    sort: Sort = Sort.NAME
    backwards: bool = False


@dataclass(frozen=True)
class HeldRole:
    """A role of a membership, and the unit over which it holds. `may_take_back` is the reader's."""

    id: int
    label: str
    unit: str
    may_take_back: bool


@dataclass(frozen=True)
class Row:
    """A membership as lists and pages show it."""

    id: int
    person_id: int
    name: str
    email: str
    unit: str
    position: str
    sector: str
    leader_group: str
    valid_from: date
    valid_to: date | None
    state: State
    roles: list[HeldRole]
    teams: list[str]
    may_manage: bool

    @property
    def is_invited(self) -> bool:
        """Tell whether the person has not signed in since they were invited."""
        return self.state is State.INVITED

    @property
    def has_ended(self) -> bool:
        """Tell whether the membership is over."""
        return self.state is State.ENDED


def people(acting: Acting, asked: Asked, today: date) -> QuerySet[Membership]:
    """Return the memberships that the reader may see and asks for, in order; `rows` turns a page of them into values."""
    found = with_shown_name(_within(acting)).filter(_state(asked.state, today))
    for word in normalize("NFC", asked.text).replace("\x00", "").split()[:MOST_WORDS]:
        pattern = containing(word)
        found = found.filter(
            Q(shown_first__iregex=pattern) | Q(shown_last__iregex=pattern) | Q(person__email__iregex=pattern)
        )
    if asked.unit_path:
        found = found.filter(unit__path__startswith=asked.unit_path)
    if asked.sector:
        found = found.filter(sector=asked.sector)
    if asked.leader_group:
        found = found.filter(leader_group=asked.leader_group)
    return _ordered(found, asked)


def _within(acting: Acting) -> QuerySet[Membership]:
    within = reached(acting, Permission.SEE_PEOPLE, "unit__path")
    return Membership.objects.filter(within, organisation_id=acting.organisation.id)


def _state(state: str, today: date) -> Q:
    match state:
        case State.CURRENT:
            return current_memberships(today)
        case State.COMING:
            return Q(valid_from__gt=today)
        case State.ENDED:
            return Q(valid_to__lt=today)
        case State.INVITED:
            return not_ended(today) & Q(invited_id__isnull=False)
    return not_ended(today)


def _ordered(found: QuerySet[Membership], asked: Asked) -> QuerySet[Membership]:
    keys: list[Any] = [swedish_order("shown_last"), swedish_order("shown_first")]
    if asked.sort is Sort.UNIT:
        keys.insert(0, swedish_order("unit__name"))
    if asked.sort is Sort.BEGUN:
        keys.insert(0, "valid_from")
    first, *rest = keys
    if asked.backwards:
        first = f"-{first}" if isinstance(first, str) else first.desc()
    return found.order_by(first, *rest, "pk")


def rows(acting: Acting, found: QuerySet[Membership], today: date) -> list[Row]:
    """Return memberships as values, with roles and teams: three queries, however many."""
    held = Prefetch("roles", RoleAssignment.objects.select_related("unit").order_by("pk"))
    places = Prefetch(
        "team_places",
        TeamPlace.objects.filter(not_ended(today)).select_related("team").order_by(swedish_order("team__name"), "pk"),
    )
    whole = found.select_related("person", "unit").prefetch_related(held, places)
    return [_row(acting, membership, today) for membership in whole]


def _row(acting: Acting, membership: Any, today: date) -> Row:
    name = f"{membership.shown_first} {membership.shown_last}".strip()
    may_manage = allowed(acting.grants, Permission.MANAGE_PEOPLE, membership.unit.path)
    return Row(
        id=membership.pk,
        person_id=membership.person_id,
        name=name or membership.person.email,
        email=membership.person.email,
        unit=membership.unit.name,
        position=membership.position,
        sector=membership.sector,
        leader_group=_leader_group(membership.leader_group),
        valid_from=membership.valid_from,
        valid_to=membership.valid_to,
        state=_state_of(membership, today),
        roles=[_role(acting, row, may_manage) for row in membership.roles.all() if row.role in set(Role)],
        teams=[place.team.name for place in membership.team_places.all()],
        may_manage=may_manage,
    )


def _leader_group(value: str) -> str:
    return str(LeaderGroup(value).label) if value in LeaderGroup.values else value


def _role(acting: Acting, row: RoleAssignment, may_manage: bool) -> HeldRole:
    may_take_back = may_manage and row.role in grantable(acting.grants, row.unit.path)
    return HeldRole(row.pk, str(ROLE_NAMES[Role(row.role)]), row.unit.name, may_take_back)


def _state_of(membership: Any, today: date) -> State:
    if membership.valid_to is not None and membership.valid_to < today:
        return State.ENDED
    if membership.invited_id is not None:
        return State.INVITED
    return State.COMING if membership.valid_from > today else State.CURRENT


@dataclass(frozen=True)
class PersonView:
    """A person as the reader may see them: their memberships within reach and, if open, the invitation."""

    id: int
    name: str
    first_name: str
    last_name: str
    email: str
    memberships: list[Row]
    invitation: Invitation | None
    may_manage: bool
    may_change: bool


def person_view(acting: Acting, person_id: int, today: date) -> PersonView | None:
    """Return a person; None for whoever has no membership, ended or not, within the reader's reach."""
    if person_id > LARGEST_ID:
        return None
    found = with_shown_name(_within(acting)).filter(person_id=person_id)
    first = found.select_related("person").first()
    if first is None:
        return None
    shown: Any = first
    held = rows(acting, found.order_by("-valid_from", "-pk"), today)
    may_manage = any(row.may_manage for row in held)
    return PersonView(
        id=person_id,
        name=held[0].name,
        first_name=shown.shown_first,
        last_name=shown.shown_last,
        email=first.person.email,
        memberships=held,
        invitation=open_invitation(acting, person_id),
        may_manage=may_manage,
        may_change=may_manage and may_change(acting, first.person),
    )


def name_here(acting: Acting, email: str, today: date) -> str:
    """Return the name of whoever has the address and a membership within the reader's reach that has not ended.

    Empty for everyone else: nobody learns by an address what they could not read in their own list.
    """
    found: Any = with_shown_name(_within(acting)).filter(not_ended(today), person__email__iexact=email).first()
    return f"{found.shown_first} {found.shown_last}".strip() if found else ""


def open_invitation(acting: Acting, person_id: int) -> Invitation | None:
    """Return the person's invitation if they have not signed in since."""
    invited = open_invitations().filter(organisation_id=acting.organisation.id, person_id=person_id)
    return invited.select_related("invited_by").first()


def works_here_alone(person_id: int, organisation_id: int) -> bool:
    """Tell whether all the person's memberships, ended ones too, are in this organisation."""
    with unscoped_quietly("whether another organisation has a word in someone's name and address"):
        return not Membership.objects.filter(person_id=person_id).exclude(organisation_id=organisation_id).exists()


def may_change(acting: Acting, person: User) -> bool:
    """Tell whether the reader may correct a person's name and address.

    Whoever can change an address can sign in as its owner: so it takes a person who works here and nowhere else, only
    within the reader's reach, without a role that the reader may not give, and who is no operator. The name that was
    typed in an invitation is the organisation's own as long as that is open.
    """
    if open_invitation(acting, person.pk) is not None:
        return True
    if person.is_staff or person.is_superuser or not works_here_alone(person.pk, acting.organisation.id):
        return False
    held = Membership.objects.filter(person=person).select_related("unit")
    reaches = all(allowed(acting.grants, Permission.MANAGE_PEOPLE, row.unit.path) for row in held)
    roles = RoleAssignment.objects.filter(membership__person=person).select_related("unit")
    return reaches and all(row.role in grantable(acting.grants, row.unit.path) for row in roles)


def managed_row(acting: Acting, membership_id: int, today: date) -> Row | None:
    """Return one membership in which the reader may manage people, or None."""
    within = reached(acting, Permission.MANAGE_PEOPLE, "unit__path")
    found = with_shown_name(Membership.objects.filter(within, organisation_id=acting.organisation.id, pk=membership_id))
    return next(iter(rows(acting, found, today)), None)


def managed_membership(acting: Acting, membership_id: int) -> Membership | None:
    """Return the row itself, for what a form begins with."""
    within = reached(acting, Permission.MANAGE_PEOPLE, "unit__path")
    return Membership.objects.filter(within, organisation_id=acting.organisation.id, pk=membership_id).first()


def held_role(acting: Acting, assignment_id: int) -> RoleAssignment | None:
    """Return a role that the reader may take back, or None."""
    row = RoleAssignment.objects.select_related("unit", "membership__unit").filter(pk=assignment_id).first()
    if row is None or row.role not in set(Role) or row.membership.organisation_id != acting.organisation.id:
        return None
    manages = allowed(acting.grants, Permission.MANAGE_PEOPLE, row.membership.unit.path)
    return row if manages and row.role in grantable(acting.grants, row.unit.path) else None
