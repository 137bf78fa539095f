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
from learners.actions.membership_rules import (
    fitting_unit,
    held_membership,
    hold_memberships,
    may_manage,
    refuse_to_leave_nobody,
    refuse_to_prolong_roles,
)
from learners.actions.roles import revoke_role
from learners.changes import ChangeKind
from learners.errors import DatesClash, MembershipUsed, NotYours, ReasonMissing
from learners.events import MembershipCorrected, Moved
from learners.identity import account_name
from learners.membership_details import Details, details_of
from learners.models import Invitation, Membership, Unit, User
from learners.queries.dimensions import dimension_rule
from learners.queries.memberships import is_used, memberships_here
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
    rows = hold_memberships(person_id, acting.organisation.id)
    if not any(may_manage(acting, row.unit) for row in rows):
        raise NotYours(f"person {person_id}")
    unit = fitting_unit(acting, person_id, details)
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
    membership = held_membership(acting, membership_id)
    if last_day < membership.valid_from or (membership.valid_to and last_day > membership.valid_to):
        raise DatesClash("It would end before it begins, or later than it does.")
    refuse_to_leave_nobody(membership, last_day, now, is_confirmed=is_confirmed)
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
    membership = held_membership(acting, membership_id)
    unit = fitting_unit(acting, membership.person_id, details, but=membership_id)
    refuse_to_prolong_roles(acting, membership, details, local_day(now))
    if details.valid_to is not None:
        refuse_to_leave_nobody(membership, details.valid_to, now, is_confirmed=is_confirmed)
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
    membership = held_membership(acting, membership_id)
    if is_used(membership):
        raise MembershipUsed(str(membership_id))
    refuse_to_leave_nobody(membership, None, now, is_confirmed=is_confirmed)
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


def _without_unit(details: Details) -> dict[str, Any]:
    return {name: value for name, value in details.columns().items() if name != "unit_id"}


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
