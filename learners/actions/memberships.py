"""Memberships as people enter them: added, ended, corrected backwards, removed.

Each change tells analytics what holds now, in the same transaction: a day in the past may have been named. The person,
their memberships and their attempts are held meanwhile, so that nothing they do at the same time is stamped by what was.
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from academy.events import publish
from academy.periods import local_day
from learners.actions.journal import note_change
from learners.actions.people import hold_person
from learners.actions.roles import revoke_role
from learners.changes import ChangeKind
from learners.errors import (
    AboveIsClosed,
    DatesClash,
    LastManager,
    MembershipExists,
    MembershipUsed,
    NotYours,
    ReasonMissing,
    RolesProlonged,
)
from learners.events import MembershipCorrected, Moved
from learners.identity import account_name
from learners.membership_details import Details, details_of
from learners.models import Enrolment, Invitation, Membership, RoleAssignment, Unit, User
from learners.queries.dimensions import dimension_rule
from learners.queries.managers import leaves_nobody
from learners.queries.memberships import is_used, memberships_here, same_memberships
from learners.queries.organisations import held_organisation
from learners.queries.units import held_last_days, is_open, unit_within
from learners.roles import Permission, allowed, grantable
from learners.tenancy import Acting


@transaction.atomic
def add_membership(
    *, person: User, unit: Unit, valid_from: date, valid_to: date | None = None, **details: Any
) -> Membership:
    """Place a person in a unit from a day on; `details` are position, sector and leader_group.

    For loaders and other actions: it asks nobody's permission, writes no journal and tells nobody.
    """
    return Membership.objects.create(
        person=person,
        unit=unit,
        organisation_id=unit.organisation_id,
        valid_from=valid_from,
        valid_to=valid_to,
        **details,
    )


@transaction.atomic
def enter_membership(*, acting: Acting, person_id: int, details: Details, now: datetime) -> Membership:
    """Give someone who is, or has been, in the organisation another membership in it.

    Raises NotYours, DatesClash, AboveIsClosed and MembershipExists.
    """
    rows = _hold(person_id, acting.organisation.id)
    if not any(_may_manage(acting, row.unit) for row in rows):
        raise NotYours(f"person {person_id}")
    unit = _fitting_unit(acting, person_id, details)
    membership = Membership.objects.create(person_id=person_id, unit=unit, **_without_unit(details))
    _note(acting, ChangeKind.MEMBERSHIP_ADDED, membership, now, after=details.said())
    tell_corrected(person_id=person_id, organisation_id=acting.organisation.id, now=now)
    return membership


@transaction.atomic
def end_membership(
    *, acting: Acting, membership_id: int, last_day: date, now: datetime, is_confirmed: bool = False
) -> None:
    """Let a membership end with a day; roles and places in teams end with it, by themselves.

    Raises NotYours, DatesClash when it had not begun by then or ends earlier anyway, and LastManager unless `is_confirmed`.
    """
    membership = _held_membership(acting, membership_id)
    if last_day < membership.valid_from or (membership.valid_to and last_day > membership.valid_to):
        raise DatesClash("It would end before it begins, or later than it does.")
    _refuse_to_leave_nobody(membership, last_day, now, is_confirmed=is_confirmed)
    before = details_of(membership)
    membership.valid_to = last_day
    membership.save(update_fields=["valid_to"])
    _note(
        acting,
        ChangeKind.MEMBERSHIP_ENDED,
        membership,
        now,
        before=_dates(before),
        after=_dates(details_of(membership)),
    )
    tell_corrected(person_id=membership.person_id, organisation_id=acting.organisation.id, now=now)


@transaction.atomic
def correct_membership(
    *,
    acting: Acting,
    membership_id: int,
    details: Details,
    reason: str,
    now: datetime,
    is_confirmed: bool = False,
) -> list[Moved]:
    """Make a membership say what it should have said all along; return how many records of which months move.

    What was recorded is told apart by unit, sector and leader group as they stood that day: it follows, its text never
    changes. Raises ReasonMissing, NotYours, DatesClash, AboveIsClosed, MembershipExists, RolesProlonged and LastManager.
    """
    if not reason.strip():
        raise ReasonMissing
    membership = _held_membership(acting, membership_id)
    unit = _fitting_unit(acting, membership.person_id, details, but=membership_id)
    _refuse_to_prolong_roles(acting, membership, details, local_day(now))
    if details.valid_to is not None:
        _refuse_to_leave_nobody(membership, details.valid_to, now, is_confirmed=is_confirmed)
    before = details_of(membership)
    membership.unit = unit
    for name, value in _without_unit(details).items():
        setattr(membership, name, value)
    membership.save()
    moved = tell_corrected(person_id=membership.person_id, organisation_id=acting.organisation.id, now=now)
    _note(
        acting,
        ChangeKind.MEMBERSHIP_CORRECTED,
        membership,
        now,
        reason=reason,
        before=before.said(),
        after=details.said() | {"records": sum(one.records for one in moved)},
    )
    return moved


def preview_correction(
    *, acting: Acting, membership_id: int, details: Details, reason: str, now: datetime
) -> list[Moved]:
    """Return what correct_membership would return, by doing it and undoing it; raises the same, but for LastManager."""
    with transaction.atomic():
        moved = correct_membership(
            acting=acting,
            membership_id=membership_id,
            details=details,
            reason=reason,
            now=now,
            is_confirmed=True,
        )
        transaction.set_rollback(True)
    return moved


@transaction.atomic
def remove_membership(
    *, acting: Acting, membership_id: int, reason: str, now: datetime, is_confirmed: bool = False
) -> None:
    """Take away a membership that was entered by mistake; only when nothing was done through it.

    Its roles and places in teams go with it, and the invitation when it was the only one. Raises ReasonMissing,
    NotYours, MembershipUsed, and LastManager unless `is_confirmed`.
    """
    if not reason.strip():
        raise ReasonMissing
    membership = _held_membership(acting, membership_id)
    if is_used(membership):
        raise MembershipUsed(str(membership_id))
    _refuse_to_leave_nobody(membership, None, now, is_confirmed=is_confirmed)
    person_id, before = membership.person_id, details_of(membership).said()
    _note(acting, ChangeKind.MEMBERSHIP_REMOVED, membership, now, reason=reason, before=before)
    for assignment in membership.roles.all():
        revoke_role(assignment=assignment)
    membership.delete()
    if not memberships_here(person_id, acting.organisation.id).exists():
        Invitation.objects.filter(organisation_id=acting.organisation.id, person_id=person_id).delete()
    tell_corrected(person_id=person_id, organisation_id=acting.organisation.id, now=now)


def tell_corrected(*, person_id: int, organisation_id: int, now: datetime) -> list[Moved]:
    """Say what holds of someone's memberships in an organisation now; return what moved. Expects the caller's transaction.

    Nobody is told of someone who has done nothing there.
    """
    rule = dimension_rule(person_id, organisation_id)
    if not rule.homes:
        return []
    event = MembershipCorrected(
        event_id=uuid.uuid4(),
        occurred_at=now,
        organisation_id=organisation_id,
        account=account_name(person_id),
        rule=rule,
    )
    publish(event)
    return sorted(event.moved, key=lambda one: one.month)


def _hold(person_id: int, organisation_id: int) -> list[Membership]:
    """Hold a person, their memberships and attempts, as whoever begins or goes on with an attempt does."""
    if not Membership.objects.filter(person_id=person_id, organisation_id=organisation_id).exists():
        raise NotYours(f"person {person_id}")
    hold_person(person_id)
    rows = list(memberships_here(person_id, organisation_id).select_for_update(of=("self",), no_key=True))
    attempts = Enrolment.objects.filter(person_id=person_id, organisation_id=organisation_id).order_by("pk")
    list(attempts.select_for_update(of=("self",), no_key=True).values_list("pk"))
    return rows


def _held_membership(acting: Acting, membership_id: int) -> Membership:
    """Hold what may end somebody's right over the whole organisation: two who end each other's come one after the other."""
    held_organisation(acting.organisation.id)
    found = Membership.objects.filter(pk=membership_id, organisation_id=acting.organisation.id).first()
    if found is None:
        raise NotYours(f"membership {membership_id}")
    rows = {row.pk: row for row in _hold(found.person_id, acting.organisation.id)}
    membership = rows.get(membership_id)
    if membership is None or not _may_manage(acting, membership.unit):
        raise NotYours(f"membership {membership_id}")
    return membership


def _may_manage(acting: Acting, unit: Unit) -> bool:
    return allowed(acting.grants, Permission.MANAGE_PEOPLE, unit.path)


def _fitting_unit(acting: Acting, person_id: int, details: Details, but: int | None = None) -> Unit:
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


def _without_unit(details: Details) -> dict[str, Any]:
    return {name: value for name, value in details.columns().items() if name != "unit_id"}


def _refuse_to_leave_nobody(
    membership: Membership, last_day: date | None, now: datetime, *, is_confirmed: bool
) -> None:
    if not is_confirmed and leaves_nobody(membership, last_day, local_day(now)):
        raise LastManager(str(membership.pk))


def _refuse_to_prolong_roles(acting: Acting, membership: Membership, details: Details, today: date) -> None:
    """Roles hold as long as their membership does: days that it gains, from today on, give them anew."""
    begins, began = max(details.valid_from, today), max(membership.valid_from, today)
    ends, ended = details.valid_to or date.max, membership.valid_to or date.max
    if ends < today or (ends <= ended and begins >= began):
        return
    roles = RoleAssignment.objects.filter(membership=membership).select_related("unit")
    is_own = membership.person_id == acting.person_id
    if any(is_own or row.role not in grantable(acting.grants, row.unit.path) for row in roles):
        raise RolesProlonged(str(membership.pk))


def _dates(details: Details) -> dict[str, Any]:
    return {name: value for name, value in details.said().items() if name in {"valid_from", "valid_to"}}


def _note(
    acting: Acting,
    kind: ChangeKind,
    membership: Membership,
    now: datetime,
    *,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    note_change(
        organisation_id=acting.organisation.id,
        by_id=acting.person_id,
        kind=kind,
        now=now,
        subject_id=membership.person_id,
        about=membership.unit.name,
        reason=reason,
        before=before,
        after=after,
    )
