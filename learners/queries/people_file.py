"""What a file of people is held against, in a handful of queries however long it is; and the files entered so far."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from learners.entering.checking import Held, World
from learners.entering.reading import folded
from learners.entering.units import UnitNames
from learners.models import Membership, PeopleFile, PeopleFileRow, RoleAssignment, Sector
from learners.queries.organisations import units_below
from learners.queries.reached import reached, reaches_all
from learners.roles import Permission, Role
from learners.tenancy import Acting

MANAGE = Permission.MANAGE_PEOPLE


def world_for(acting: Acting, emails: Collection[str], today: date) -> World:
    """Return what is known of these addresses (in small letters) to someone who acts through this membership.

    Who is in another organisation, or in a unit that the reader does not reach, is not in it.
    """
    return World(
        today=today,
        grants=acting.grants,
        units=UnitNames(units_below(acting.organisation.id, "/")),
        sectors=_sectors(acting.organisation.federation_id, today),
        held=_held(acting, emails),
        own_email=_own_email(acting),
    )


def _own_email(acting: Acting) -> str:
    return Membership.objects.values_list("person__email", flat=True).get(pk=acting.membership_id).lower()


def _sectors(federation_id: int, today: date) -> dict[str, str]:
    rows = open_sectors(federation_id, today)
    return {folded(word): row.key for row in rows for word in (row.name_en, row.name_sv, row.key)}


def open_sectors(federation_id: int, today: date) -> QuerySet[Sector]:
    """Return the sectors that can be chosen in a federation."""
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=today)
    return Sector.objects.filter(still, federation_id=federation_id).order_by("key")


def _held(acting: Acting, emails: Collection[str]) -> dict[str, list[Held]]:
    rows = Membership.objects.filter(
        reached(acting, MANAGE, "unit__path"),
        organisation_id=acting.organisation.id,
        person__email__in=emails,
    ).select_related("person")
    roles = _roles([row.pk for row in rows])
    held: dict[str, list[Held]] = defaultdict(list)
    for row in rows:
        given = frozenset(role for role, unit_id in roles[row.pk] if unit_id == row.unit_id)
        held[row.person.email].append(
            Held(row.unit_id, row.position, row.leader_group, row.valid_from, row.valid_to, given)
        )
    return held


def _roles(memberships: list[int]) -> dict[int, list[tuple[Role, int]]]:
    rows = RoleAssignment.objects.filter(membership__in=memberships, role__in=list(Role))
    found: dict[int, list[tuple[Role, int]]] = defaultdict(list)
    for membership_id, role, unit_id in rows.values_list("membership_id", "role", "unit_id"):
        found[membership_id].append((Role(role), unit_id))
    return found


def files_seen_by(acting: Acting) -> QuerySet[PeopleFile]:
    """Return the files that a reader may open, without their rows, the latest first.

    They are the reader's own, and all of the organisation for whoever enters people in the whole of it: a file names
    people of any unit that its sender reached.
    """
    whose = Q() if reaches_all(acting, MANAGE) else Q(uploaded_by_id=acting.person_id)
    rows = PeopleFile.objects.filter(whose, organisation_id=acting.organisation.id)
    return rows.select_related("uploaded_by").defer("rows").order_by("-created_at", "-pk")


def file_seen_by(acting: Acting, public_id: UUID) -> PeopleFile | None:
    """Return one file with its rows; None for every kind of no."""
    return files_seen_by(acting).defer(None).select_related("uploaded_by").filter(public_id=public_id).first()


def kept_rows(file: PeopleFile) -> QuerySet[PeopleFileRow]:
    """Return the rows of a file that was taken back whose people stayed, with the person."""
    return file.done.exclude(kept="").exclude(person=None).select_related("person").order_by("number")


def made_count(file: PeopleFile) -> int:
    """Return how many memberships a file made."""
    return file.done.filter(made_membership=True).count()
