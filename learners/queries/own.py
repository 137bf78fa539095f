"""What a person reads about themselves: who has seen their record, and where they have worked.

It is read across organisations, because it is theirs whoever employed them; each read takes the person and nothing else.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from academy.scoping import unscoped_quietly
from learners.models import Membership, ReadEntry, RoleAssignment, TeamPlace
from learners.models.memberships import LeaderGroup
from learners.queries.alphabetical import swedish_order
from learners.roles import Role

PAGE_SIZE = 25


@dataclass(frozen=True)
class Read:
    """Someone has seen the person's record on a day, once or several times."""

    first_at: datetime
    last_at: datetime
    reader: str
    position: str
    roles: tuple[Role, ...]
    organisation: str
    page: ReadEntry.Page


@dataclass(frozen=True)
class OwnRole:
    """A role of one's own, and the unit over which it holds."""

    role: Role
    unit: str


@dataclass(frozen=True)
class OwnMembership:
    """One of the person's memberships, current or not, as they may read it."""

    id: int
    organisation: str
    unit: str
    position: str
    sector: str
    leader_group: str
    valid_from: date
    valid_to: date | None
    is_current: bool
    roles: list[OwnRole]
    teams: list[str]


def reads_of(person_id: int, number: int) -> tuple[list[Read], Page[ReadEntry]]:
    """Return who has seen the person's record, in all organisations, the last first: one page of it, and its place."""
    with unscoped_quietly("the person's own log of who has seen their record"):
        rows = (
            ReadEntry.objects.filter(subject_id=person_id)
            .select_related("reader", "reader_membership__organisation")
            .prefetch_related(Prefetch("reader_membership__roles", RoleAssignment.objects.order_by("pk")))
            .order_by("-last_at", "-pk")
        )
        page = Paginator(rows, PAGE_SIZE).get_page(number)
        return [_read(row) for row in page.object_list], page


def _read(row: ReadEntry) -> Read:
    return Read(
        first_at=row.first_at,
        last_at=row.last_at,
        reader=row.reader.get_full_name(),
        position=row.reader_membership.position,
        roles=_roles([assignment.role for assignment in row.reader_membership.roles.all()]),
        organisation=row.reader_membership.organisation.name,
        page=ReadEntry.Page(row.page),
    )


def _roles(names: list[str]) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(Role(name) for name in names if name in set(Role)))


def own_memberships(person_id: int, day: date) -> list[OwnMembership]:
    """Return all of the person's memberships with roles and teams, the current ones first, then the last ended."""
    with unscoped_quietly("the person's own memberships, roles and teams"):
        rows = (
            Membership.objects.filter(person_id=person_id)
            .select_related("organisation", "unit")
            .prefetch_related(
                Prefetch("roles", RoleAssignment.objects.select_related("unit").order_by("pk")),
                Prefetch("team_places", TeamPlace.objects.select_related("team").order_by(swedish_order("team__name"))),
            )
            .order_by("-valid_from", "-pk")
        )
        found = [_own(row, day) for row in rows]
    return sorted(found, key=lambda row: not row.is_current)


def _own(row: Membership, day: date) -> OwnMembership:
    return OwnMembership(
        id=row.pk,
        organisation=row.organisation.name,
        unit=row.unit.name,
        position=row.position,
        sector=row.sector,
        leader_group=str(LeaderGroup(row.leader_group).label) if row.leader_group else "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_current=row.valid_from <= day and (row.valid_to is None or row.valid_to >= day),
        roles=[OwnRole(Role(r.role), r.unit.name) for r in row.roles.all() if r.role in set(Role)],
        teams=[place.team.name for place in row.team_places.all()],
    )
