"""Asking someone in: a membership, and one mail that leads to the sign-in page.

What comes back and what is shown is the same whether the address was known before or not: a person of another
organisation must not be found by trying addresses (docs/decisions/0015-invitations.md).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from academy.periods import local_day
from academy.scoping import Scope, entered
from learners.actions.journal import note_change
from learners.actions.memberships import add_membership, tell_corrected
from learners.actions.messages import send
from learners.actions.people import full_name_of, locked_person
from learners.actions.roles import grant_role
from learners.changes import ChangeKind
from learners.errors import AboveIsClosed, InvitationJustSent, NotYours
from learners.messages.catalogue import INVITATION
from learners.models import Invitation, Membership, Organisation, Unit, User
from learners.queries.memberships import same_memberships, works_here
from learners.queries.units import held_last_days, is_open
from learners.roles import Role
from learners.tenancy import Acting

PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Invited:
    """What an invitation led to. `made_person` and `made_membership` are for undoing, never for showing."""

    membership: Membership
    made_person: bool
    made_membership: bool


def invite(
    *,
    by_id: int | None,
    unit: Unit,
    email: str,
    first_name: str,
    last_name: str,
    language: str,
    valid_from: date,
    now: datetime,
    position: str = "",
    sector: str = "",
    leader_group: str = "",
    role: Role | None = None,
) -> Invited:
    """Give whoever has the address a membership in the unit, unless they have the same one; mail them if they are new here.

    The caller has asked whether `by_id` (None: the platform itself) may do this; a role is given over `unit`. Enters the
    scope of the unit's organisation by itself. The person's own name and language are never overwritten. Raises
    AboveIsClosed for a unit with a last day, because the membership has none.
    """
    scope = Scope(actor="invitation", tenants=frozenset({unit.organisation_id}))
    with transaction.atomic(), entered(scope):
        person, made_person = locked_person(email=email, first_name=first_name, last_name=last_name, language=language)
        is_new_here = not works_here(person.pk, unit.organisation_id, local_day(now))
        place: dict[str, Any] = {"position": position.strip(), "leader_group": leader_group, "valid_from": valid_from}
        membership = same_memberships(person_id=person.pk, unit_id=unit.pk, **place).first()
        made_membership = membership is None
        if membership is None:
            membership = _added(person, unit, sector=sector, **place)
            kind = ChangeKind.PERSON_INVITED if is_new_here else ChangeKind.MEMBERSHIP_ADDED
            _note(kind, person.pk, unit, by_id, now, valid_from=valid_from)
            tell_corrected(person_id=person.pk, organisation_id=unit.organisation_id, now=now)
        if role is not None:
            grant_role(membership=membership, role=role, unit=unit, by_id=by_id, now=now)
        if is_new_here:
            _ask_in(person.pk, unit.organisation, by_id, (first_name, last_name), now)
        return Invited(membership, made_person, made_membership)


def _added(person: User, unit: Unit, **place: Any) -> Membership:
    if not is_open(held_last_days([unit.pk])[unit.pk], date.max):
        raise AboveIsClosed(unit.path)
    return add_membership(person=person, unit=unit, **place)


def _ask_in(
    person_id: int, organisation: Organisation, by_id: int | None, name: tuple[str, str], now: datetime
) -> None:
    """Write the invitation, or begin an earlier one anew, and the mail."""
    first_name, last_name = (part.strip() for part in name)
    fields = {"invited_by_id": by_id, "first_name": first_name, "last_name": last_name}
    invitation, is_made = Invitation.objects.get_or_create(
        organisation=organisation,
        person_id=person_id,
        defaults={**fields, "invited_at": now, "sent_at": now},
    )
    if not is_made:
        again = {**fields, "invited_at": now, "sent_at": now, "times": F("times") + 1}
        Invitation.objects.filter(pk=invitation.pk).update(**again)
        invitation.refresh_from_db()
    _mail(invitation, organisation, by_id, now)


def _mail(invitation: Invitation, organisation: Organisation, by_id: int | None, now: datetime) -> None:
    inviter = full_name_of(by_id) if by_id is not None else settings.ACADEMY_NAME
    send(
        kind=INVITATION,
        person_id=invitation.person_id,
        key=f"invitation:{invitation.pk}:{invitation.times}",
        context={"inviter": inviter, "organisation": organisation.name},
        now=now,
        organisation_id=organisation.pk,
    )


def _note(
    kind: ChangeKind, person_id: int, unit: Unit, by_id: int | None, now: datetime, valid_from: date | None = None
) -> None:
    note_change(
        organisation_id=unit.organisation_id,
        by_id=by_id,
        kind=kind,
        now=now,
        subject_id=person_id,
        about=unit.name,
        after={"unit": unit.name, "valid_from": valid_from.isoformat()} if valid_from else None,
    )


@transaction.atomic
def invite_again(*, acting: Acting, person_id: int, now: datetime) -> None:
    """Send an invitation again, at most once an hour.

    The caller has asked whether the person is within reach. Raises NotYours without an invitation, InvitationJustSent
    within the hour.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(organisation_id=acting.organisation.id, person_id=person_id)
        .first()
    )
    if invitation is None:
        raise NotYours(f"invitation of {person_id}")
    if now < may_be_sent_from(invitation):
        raise InvitationJustSent(str(invitation.pk))
    invitation.times, invitation.sent_at = invitation.times + 1, now
    invitation.save(update_fields=["times", "sent_at"])
    note_change(
        organisation_id=acting.organisation.id,
        by_id=acting.person_id,
        kind=ChangeKind.INVITATION_REPEATED,
        now=now,
        subject_id=person_id,
    )
    _mail(invitation, invitation.organisation, acting.person_id, now)


def may_be_sent_from(invitation: Invitation) -> datetime:
    """Return the moment from which an invitation may be sent again."""
    return (invitation.sent_at or invitation.invited_at) + PAUSE
