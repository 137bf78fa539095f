"""Organisations of a federation, and who owns its joint bodies. `acting` needs MANAGE_FEDERATION.

The only actions of this room that write in another organisation than the one acted for. Each does one named thing, says
so in the log through unscoped(), writes it down in the journal of the organisation concerned, and reads none of its
people. An organisation of another federation raises NotYours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from academy.scoping import unscoped
from learners.actions.invite import invite
from learners.actions.journal import note_change
from learners.actions.people import add_organisation
from learners.changes import ChangeKind
from learners.errors import CodeTaken, DatesClash, KeyTaken, NameTaken, NotYours, OwnOrganisation
from learners.models import Federation, JointMember, Organisation, Unit
from learners.roles import Permission, Role, has
from learners.tenancy import Acting

# Pages stand under these words where an organisation's figures stand under its own: it would not be reached.
WORDS_OF_ADDRESSES = frozenset({"om", "region"})


@dataclass(frozen=True)
class FirstPerson:
    """Who is asked in first, to enter everybody else."""

    email: str
    first_name: str
    last_name: str
    language: str


@transaction.atomic
def add(
    *, acting: Acting, name: str, kind: str, slug: str, scb_code: str, hr: FirstPerson, valid_from: date, now: datetime
) -> int:
    """Add an organisation with its root unit, and ask its first HR person in; return its id.

    Raises NotYours, NameTaken, KeyTaken and CodeTaken.
    """
    with _crossing(acting, "an academy admin adds an organisation and its first HR person"):
        federation = Federation.objects.select_for_update(no_key=True).get(pk=acting.organisation.federation_id)
        _refuse_taken(federation.pk, name, scb_code)
        if slug in WORDS_OF_ADDRESSES or Organisation.objects.filter(slug=slug).exists():
            raise KeyTaken(slug)
        made = add_organisation(federation=federation, name=name.strip(), slug=slug, kind=kind, scb_code=scb_code)
        after = {"name": made.name, "kind": kind, "scb_code": scb_code}
        _note(acting, ChangeKind.ORGANISATION_ADDED, made, now, after=after)
        invite(
            by_id=acting.person_id,
            unit=_root(made),
            email=hr.email,
            first_name=hr.first_name,
            last_name=hr.last_name,
            language=hr.language,
            valid_from=valid_from,
            role=Role.HR,
            now=now,
        )
    return made.pk


@transaction.atomic
def change(*, acting: Acting, organisation_id: int, name: str, scb_code: str, now: datetime) -> None:
    """Give an organisation, and the root unit that bears its name, another name or code.

    Raises NotYours, NameTaken and CodeTaken.
    """
    with _crossing(acting, "an academy admin renames an organisation"):
        row = _held(acting, organisation_id)
        before = {"name": row.name, "scb_code": row.scb_code}
        after = {"name": name.strip(), "scb_code": scb_code}
        if before == after:
            return
        _refuse_taken(row.federation_id, name, scb_code, but=row.pk)
        row.name, row.scb_code = after["name"], after["scb_code"]
        row.save(update_fields=["name", "scb_code"])
        Unit.objects.filter(organisation=row, parent=None).update(name=row.name)
        _note(acting, ChangeKind.ORGANISATION_CHANGED, row, now, before=before, after=after)


@transaction.atomic
def set_last_day(*, acting: Acting, organisation_id: int, last_day: date | None, now: datetime) -> None:
    """Close an organisation with a last day, after which nobody acts for it, or open it again (None).

    Raises NotYours, and OwnOrganisation for the one acted for, which would lock its keeper out.
    """
    with _crossing(acting, "an academy admin closes an organisation or opens it again"):
        row = _held(acting, organisation_id)
        if row.pk == acting.organisation.id:
            raise OwnOrganisation
        if row.closed_on == last_day:
            return
        before, row.closed_on = row.closed_on, last_day
        row.save(update_fields=["closed_on"])
        kind = ChangeKind.ORGANISATION_CLOSED if last_day else ChangeKind.ORGANISATION_REOPENED
        days = {"before": {"closed_on": _iso(before)}, "after": {"closed_on": _iso(last_day)}}
        _note(acting, kind, row, now, **days)


@transaction.atomic
def add_owner(
    *, acting: Acting, joint_body_id: int, member_id: int, valid_from: date, valid_to: date | None, now: datetime
) -> None:
    """Write down that a municipality or company owns a joint body together with others, from a day on.

    Raises NotYours for what is no joint body or may not own one, and DatesClash when it owns it on some of these days.
    """
    with _crossing(acting, "an academy admin enters who owns a joint body"):
        body, member = _held(acting, joint_body_id), _of_federation(acting, member_id)
        if body.kind != Organisation.Kind.JOINT_BODY or member.kind == Organisation.Kind.JOINT_BODY:
            raise NotYours(str(member_id))
        _refuse_clash(JointMember(joint_body=body, member=member, valid_from=valid_from, valid_to=valid_to))
        JointMember.objects.create(joint_body=body, member=member, valid_from=valid_from, valid_to=valid_to)
        after = {"member": member.name, "valid_from": _iso(valid_from), "valid_to": _iso(valid_to)}
        _note(acting, ChangeKind.JOINT_MEMBER_ADDED, body, now, after=after)


@transaction.atomic
def end_owner(*, acting: Acting, joint_body_id: int, owner_id: int, last_day: date, now: datetime) -> None:
    """Let an ownership of a joint body end with a day. Raises NotYours, and DatesClash when it had not begun by then."""
    with _crossing(acting, "an academy admin ends who owns a joint body"):
        body = _held(acting, joint_body_id)
        row = JointMember.objects.select_related("member").filter(joint_body=body, pk=owner_id).first()
        if row is None:
            raise NotYours(str(owner_id))
        if last_day < row.valid_from:
            raise DatesClash("It ends before it begins.")
        before, row.valid_to = row.valid_to, last_day
        _refuse_clash(row)
        row.save(update_fields=["valid_to"])
        days = {"before": {"valid_to": _iso(before)}, "after": {"member": row.member.name, "valid_to": _iso(last_day)}}
        _note(acting, ChangeKind.JOINT_MEMBER_ENDED, body, now, **days)


@contextmanager
def _crossing(acting: Acting, reason: str) -> Iterator[None]:
    if not has(acting.grants, Permission.MANAGE_FEDERATION):
        raise NotYours("federation")
    with unscoped(reason):
        yield


def _of_federation(acting: Acting, organisation_id: int) -> Organisation:
    rows = Organisation.objects.filter(federation_id=acting.organisation.federation_id, pk=organisation_id)
    row = rows.first()
    if row is None:
        raise NotYours(str(organisation_id))
    return row


def _held(acting: Acting, organisation_id: int) -> Organisation:
    """Hold the row until the transaction ends; statements that refer to it do not wait."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=_of_federation(acting, organisation_id).pk)


def _root(organisation: Organisation) -> Unit:
    return Unit.objects.get(organisation=organisation, parent=None)


def _refuse_taken(federation_id: int, name: str, scb_code: str, *, but: int = 0) -> None:
    """Codes are unique in all of Sweden, names among those who learn together."""
    others = Organisation.objects.exclude(pk=but)
    beside = others.filter(federation_id=federation_id).values_list("name", flat=True)
    if name.strip().casefold() in {other.casefold() for other in beside}:
        raise NameTaken(name)
    if scb_code and others.filter(scb_code=scb_code).exists():
        raise CodeTaken(scb_code)


def _refuse_clash(row: JointMember) -> None:
    same = JointMember.objects.filter(joint_body=row.joint_body, member=row.member).exclude(pk=row.pk)
    goes_on = Q(valid_to__isnull=True) | Q(valid_to__gte=row.valid_from)
    begun = Q(valid_from__lte=row.valid_to) if row.valid_to else Q()
    if same.filter(goes_on, begun).exists():
        raise DatesClash("It owns the joint body on some of these days already.")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _note(acting: Acting, kind: ChangeKind, organisation: Organisation, now: datetime, **changed: Any) -> None:
    note_change(
        organisation_id=organisation.pk, by_id=acting.person_id, kind=kind, now=now, about=organisation.name, **changed
    )
