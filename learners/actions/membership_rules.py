"""What is held, and what is asked, before a membership changes. All of it within the transaction of the action."""

from datetime import date, datetime

from academy.periods import local_day
from learners.actions.people import hold_person
from learners.errors import AboveIsClosed, DatesClash, LastManager, MembershipExists, NotYours, RolesProlonged
from learners.membership_details import Details
from learners.models import Enrolment, Membership, RoleAssignment, Unit
from learners.queries.managers import leaves_nobody
from learners.queries.memberships import memberships_here, same_memberships
from learners.queries.organisations import held_organisation
from learners.queries.units import held_last_days, is_open, unit_within
from learners.roles import Permission, allowed, grantable
from learners.tenancy import Acting


def hold_memberships(person_id: int, organisation_id: int) -> list[Membership]:
    """Hold a person, their memberships and attempts, as whoever begins or goes on with an attempt does.

    Raises NotYours for someone who has never been in the organisation.
    """
    if not Membership.objects.filter(person_id=person_id, organisation_id=organisation_id).exists():
        raise NotYours(f"person {person_id}")
    hold_person(person_id)
    rows = list(memberships_here(person_id, organisation_id).select_for_update(of=("self",), no_key=True))
    attempts = Enrolment.objects.filter(person_id=person_id, organisation_id=organisation_id).order_by("pk")
    list(attempts.select_for_update(of=("self",), no_key=True).values_list("pk"))
    return rows


def held_membership(acting: Acting, membership_id: int) -> Membership:
    """Return a membership that the reader may change, held with all that follows it; raise NotYours for any other.

    The organisation is held as well: two who end each other's right over it come one after the other.
    """
    held_organisation(acting.organisation.id)
    found = Membership.objects.filter(pk=membership_id, organisation_id=acting.organisation.id).first()
    if found is None:
        raise NotYours(f"membership {membership_id}")
    rows = {row.pk: row for row in hold_memberships(found.person_id, acting.organisation.id)}
    membership = rows.get(membership_id)
    if membership is None or not may_manage(acting, membership.unit):
        raise NotYours(f"membership {membership_id}")
    return membership


def may_manage(acting: Acting, unit: Unit) -> bool:
    """Tell whether those who work in the unit are the reader's to change."""
    return allowed(acting.grants, Permission.MANAGE_PEOPLE, unit.path)


def fitting_unit(acting: Acting, person_id: int, details: Details, but: int | None = None) -> Unit:
    """Return the unit that the details name; raise what speaks against them. `but` is the membership being corrected."""
    unit = unit_within(acting, Permission.MANAGE_PEOPLE, details.unit_id)
    if unit is None:
        raise NotYours(f"unit {details.unit_id}")
    if details.valid_to is not None and details.valid_to < details.valid_from:
        raise DatesClash("It ends before it begins.")
    if not is_open(held_last_days([unit.pk])[unit.pk], details.valid_to or date.max):
        raise AboveIsClosed(unit.name)
    same = same_memberships(
        person_id=person_id,
        unit_id=unit.pk,
        position=details.position.strip(),
        leader_group=details.leader_group,
        valid_from=details.valid_from,
        valid_to=details.valid_to,
    )
    if any(row.pk != but for row in same):
        raise MembershipExists(str(person_id))
    return unit


def refuse_to_leave_nobody(membership: Membership, last_day: date | None, now: datetime, *, is_confirmed: bool) -> None:
    """Raise LastManager when nobody could manage people any more after that day (None: from now on), unless that is meant."""
    if not is_confirmed and leaves_nobody(membership, last_day, local_day(now)):
        raise LastManager(str(membership.pk))


def refuse_to_prolong_roles(acting: Acting, membership: Membership, details: Details, today: date) -> None:
    """Raise RolesProlonged when it would give roles that the reader may not.

    Roles hold as long as their membership does: days that it gains, from today on, give them anew.
    """
    begins, began = max(details.valid_from, today), max(membership.valid_from, today)
    ends, ended = details.valid_to or date.max, membership.valid_to or date.max
    if ends < today or (ends <= ended and begins >= began):
        return
    roles = RoleAssignment.objects.filter(membership=membership).select_related("unit")
    is_own = membership.person_id == acting.person_id
    if any(is_own or row.role not in grantable(acting.grants, row.unit.path) for row in roles):
        raise RolesProlonged(str(membership.pk))
