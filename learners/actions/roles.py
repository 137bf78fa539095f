"""Giving and taking back roles, and with them the way into the CMS."""

from datetime import datetime

from django.db import transaction

from academy.periods import local_day
from learners.actions.editors import keep_groups
from learners.actions.journal import note_change
from learners.changes import ChangeKind
from learners.errors import LastManager, NotYours
from learners.models import Membership, RoleAssignment, Unit
from learners.queries.managers import leaves_nobody
from learners.queries.organisations import held_organisation
from learners.queries.units import unit_within
from learners.roles import Permission, Role, allowed, grantable
from learners.tenancy import Acting


@transaction.atomic
def grant_role(
    *,
    membership: Membership,
    role: Role,
    unit: Unit,
    by_id: int | None = None,
    now: datetime | None = None,
) -> RoleAssignment:
    """Give a role over a subtree of the membership's own organisation; editors also enter the CMS. Twice gives one.

    For loaders and other actions: it asks nobody's permission. Given the moment, it writes the journal. Raises
    ValueError for a unit of another organisation.
    """
    if unit.organisation_id != membership.organisation_id:
        raise ValueError("A role holds within the membership's own organisation.")
    given = {"granted_by_id": by_id} | ({"granted_at": now} if now else {})
    assignment, is_new = RoleAssignment.objects.get_or_create(
        membership=membership, role=role.value, unit=unit, defaults=given
    )
    keep_groups(person=membership.person)
    if is_new and now is not None:
        _note(ChangeKind.ROLE_GRANTED, assignment, by_id, now)
    return assignment


@transaction.atomic
def revoke_role(*, assignment: RoleAssignment) -> None:
    """Take a role back; whoever has it through no other membership leaves its group of editors.

    For other actions: it asks nobody's permission and writes no journal.
    """
    person = assignment.membership.person
    assignment.delete()
    keep_groups(person=person)


@transaction.atomic
def give_role(*, acting: Acting, membership_id: int, role: Role, unit_id: int, now: datetime) -> RoleAssignment:
    """Give a membership within reach a role over a unit and all below it.

    Raises NotYours for what is out of reach, and for a role that the giver may not give over that unit. Nobody gives
    one to themselves.
    """
    membership = _managed(acting, membership_id)
    unit = unit_within(acting, Permission.MANAGE_PEOPLE, unit_id)
    if unit is None or role not in grantable(acting.grants, unit.path) or membership.person_id == acting.person_id:
        raise NotYours(f"{role} over unit {unit_id}")
    return grant_role(membership=membership, role=role, unit=unit, by_id=acting.person_id, now=now)


@transaction.atomic
def take_role_back(*, acting: Acting, assignment_id: int, now: datetime, is_confirmed: bool = False) -> None:
    """Take a role back that one may give. Raises NotYours, and LastManager unless `is_confirmed`.

    Two who take back each other's do it one after the other, so that the second hears who would be left.
    """
    held_organisation(acting.organisation.id)
    assignment = RoleAssignment.objects.select_related("membership", "unit").filter(pk=assignment_id).first()
    if assignment is None:
        raise NotYours(f"role {assignment_id}")
    membership = _managed(acting, assignment.membership_id)
    # The membership is held from here on: whoever asked at the same time has taken it back by now.
    if not RoleAssignment.objects.filter(pk=assignment_id).exists():
        raise NotYours(f"role {assignment_id}")
    if assignment.role not in grantable(acting.grants, assignment.unit.path):
        raise NotYours(f"role {assignment_id}")
    if not is_confirmed and leaves_nobody(membership, None, local_day(now), assignment_id=assignment_id):
        raise LastManager(str(assignment_id))
    _note(ChangeKind.ROLE_REVOKED, assignment, acting.person_id, now)
    revoke_role(assignment=assignment)


def _managed(acting: Acting, membership_id: int) -> Membership:
    rows = Membership.objects.select_related("unit", "person").filter(organisation_id=acting.organisation.id)
    membership = rows.select_for_update(of=("self",), no_key=True).filter(pk=membership_id).first()
    if membership is None or not allowed(acting.grants, Permission.MANAGE_PEOPLE, membership.unit.path):
        raise NotYours(f"membership {membership_id}")
    return membership


def _note(kind: ChangeKind, assignment: RoleAssignment, by_id: int | None, now: datetime) -> None:
    membership, said = assignment.membership, {"role": assignment.role, "unit": assignment.unit.name}
    note_change(
        organisation_id=membership.organisation_id,
        by_id=by_id,
        kind=kind,
        now=now,
        subject_id=membership.person_id,
        about=assignment.unit.name,
        before=said if kind is ChangeKind.ROLE_REVOKED else None,
        after=said if kind is ChangeKind.ROLE_GRANTED else None,
    )
