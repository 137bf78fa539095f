"""Taking back what a file of people made, and nothing else: who has begun something, or was changed since, stays."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models

from academy.models import Delivery
from academy.scoping import entered, unscoped_quietly
from learners.actions.journal import note_change
from learners.actions.memberships import tell_corrected
from learners.actions.people_file import MAY_BE_TAKEN_BACK
from learners.actions.roles import revoke_role
from learners.changes import ChangeKind
from learners.messages.catalogue import INVITATION
from learners.models import (
    Change,
    Enrolment,
    Invitation,
    Membership,
    Message,
    MessageWishes,
    PeopleFile,
    PeopleFileRow,
    ReadEntry,
    RoleAssignment,
    User,
)
from learners.roles import Permission, Role, allowed, grantable
from learners.tenancy import Acting

Relation = tuple[type[models.Model], str]
BATCH = 500
# What is written about a person without any doing of theirs: it goes with them.
ABOUT_A_PERSON: set[Relation] = {
    *((Invitation, "person"), (Change, "subject"), (ReadEntry, "subject")),
    *((Message, "person"), (MessageWishes, "person")),
}
OF_A_MEMBERSHIP: set[Relation] = {(RoleAssignment, "membership")}  # compared with what the file gave


class Kept(StrEnum):
    """Why a row's membership stayed."""

    BEGUN = "begun"
    CHANGED = "changed"
    SIGNED_IN = "signed_in"


class OutOfReach(Exception):
    """Whoever asks no longer enters people in a unit of the file, or no longer gives one of its roles."""


class TooLate(Exception):
    """The file was entered more than thirty days ago."""


def undo(*, file: PeopleFile, acting: Acting, now: datetime) -> None:
    """Take the file back; expects its row to be locked and a transaction to be open. Raises OutOfReach and TooLate."""
    if file.applied_at is None or file.applied_at < now - MAY_BE_TAKEN_BACK:
        raise TooLate
    with entered(acting.scope):
        rows = list(file.done.filter(made_membership=True).select_related("membership__unit", "person"))
        kept = _kept(rows)
        gone = [row for row in rows if row.pk not in kept]
        _ask_reach(acting, gone)
        _note_removed(acting, gone, now)
        _remove(acting, gone, now)
        for row in rows:
            row.kept = kept.get(row.pk, "")
        PeopleFileRow.objects.bulk_update([row for row in rows if row.kept], ["kept"], BATCH)
        file.state, file.undone_at, file.problem = PeopleFile.State.UNDONE, now, ""
        file.save(update_fields=["state", "undone_at", "problem"])
        note_change(
            organisation_id=acting.organisation.id,
            by_id=acting.person_id,
            kind=ChangeKind.FILE_UNDONE,
            now=now,
            about=file.file_name,
            after={"memberships": len(gone), "kept": len(kept)},
        )


def _kept(rows: list[PeopleFileRow]) -> dict[int, Kept]:
    """Return the rows that stay, each with the first reason that holds."""
    memberships = [row.membership_id for row in rows if row.membership_id]
    begun = _referred_to(Membership, memberships, OF_A_MEMBERSHIP)
    roles = _roles(memberships)
    own = _made_for_this_file_alone(rows)
    acted = _referred_to(User, own, ABOUT_A_PERSON | {(Membership, "person")})
    kept = {}
    for row in rows:
        if row.membership is None or row.person is None:
            continue
        is_own = row.person_id in own
        if row.membership_id in begun or (is_own and row.person_id in acted):
            kept[row.pk] = Kept.BEGUN
        elif _is_changed(row, row.membership, roles[row.membership.pk]):
            kept[row.pk] = Kept.CHANGED
        elif is_own and row.person.last_login is not None:
            kept[row.pk] = Kept.SIGNED_IN
    return kept


def _is_changed(row: PeopleFileRow, membership: Membership, roles: set[int]) -> bool:
    given = row.made["membership"]
    for name, value in given.items():
        now = getattr(membership, name)
        if value != (now.isoformat() if hasattr(now, "isoformat") else now):
            return True
    return roles != ({row.made["role"]} if row.made["role"] else set())


def _roles(memberships: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for pk, membership in RoleAssignment.objects.filter(membership__in=memberships).values_list("pk", "membership_id"):
        found[membership].add(pk)
    return found


def _made_for_this_file_alone(rows: list[PeopleFileRow]) -> set[int]:
    """Return the people who came with the file and have no other membership, in whatever organisation."""
    own = {row.person_id: row.membership_id for row in rows if row.made_person and row.person_id}
    with unscoped_quietly("whether someone who came with a file belongs to another organisation too; it is not shown"):
        others = Membership.objects.filter(person__in=own).exclude(pk__in=[pk for pk in own.values() if pk])
        return set(own) - set(others.values_list("person_id", flat=True))


def _referred_to(model: type[models.Model], ids: Collection[int | None], aside: set[Relation]) -> set[int]:
    """Return which rows others refer to, so that removing them would take those along, or be refused.

    All relations count, also of rooms above and of models that come later, but for those put aside.
    """
    found: set[int] = set()
    with unscoped_quietly("what a membership or a person of a file has led to, wherever it is written"):
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is models.SET_NULL:
                continue
            field = relation.field
            if (field.model, field.name) in aside or field.model._meta.auto_created:
                continue
            # Whatever its default manager leaves out refers to the row all the same.
            rows = field.model._base_manager.filter(**{f"{field.name}__in": ids})  # noqa: SLF001
            found.update(rows.values_list(field.attname, flat=True))
    return found


def _ask_reach(acting: Acting, rows: Iterable[PeopleFileRow]) -> None:
    roles = {row.made["role"] for row in rows if row.made["role"]}
    given = dict(RoleAssignment.objects.filter(pk__in=roles).values_list("pk", "role"))
    for row in rows:
        path = row.membership.unit.path if row.membership else ""
        role = given.get(row.made["role"])
        if path and not allowed(acting.grants, Permission.MANAGE_PEOPLE, path):
            raise OutOfReach(str(row.pk))
        if path and role and Role(role) not in grantable(acting.grants, path):
            raise OutOfReach(str(row.pk))


def _remove(acting: Acting, rows: list[PeopleFileRow], now: datetime) -> None:
    organisation_id = acting.organisation.id
    roles = [row.made["role"] for row in rows if row.made["role"]]
    for assignment in RoleAssignment.objects.filter(pk__in=roles).select_related("membership__person"):
        revoke_role(assignment=assignment)
    own = _made_for_this_file_alone(rows)
    Membership.objects.filter(pk__in=[row.membership_id for row in rows if row.membership_id]).delete()
    left = {row.person_id for row in rows if row.person_id}
    left -= set(
        Membership.objects.filter(organisation_id=organisation_id, person__in=left).values_list("person_id", flat=True)
    )
    _take_back_invitations(organisation_id, left & {row.person_id for row in rows if row.made["invitation"]})
    _remove_people(own & left)
    for person_id in _learners(organisation_id, rows):
        tell_corrected(person_id=person_id, organisation_id=organisation_id, now=now)


def _take_back_invitations(organisation_id: int, people: set[int]) -> None:
    """Remove the invitations, and the mails that have not gone yet."""
    mails = Message.objects.filter(organisation_id=organisation_id, person__in=people, kind=INVITATION.key)
    queued = Delivery.objects.filter(state=Delivery.State.WAITING, pk__in=mails.values("delivery"))
    # Held first, so that no sweep begins to send what goes.
    held = list(queued.select_for_update(of=("self",)).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=held).delete()
    mails.filter(state__in=[Message.State.WAITING, Message.State.QUEUED], delivery=None).delete()
    Invitation.objects.filter(organisation_id=organisation_id, person__in=people).delete()


def _remove_people(people: set[int]) -> None:
    """Remove people whom nothing refers to but what is written about them."""
    acted = _referred_to(User, people, ABOUT_A_PERSON)
    with unscoped_quietly("people who came with a file and belong nowhere now"):
        unused = User.objects.filter(pk__in=people - acted, last_login=None)
        unused.delete()


def _learners(organisation_id: int, rows: list[PeopleFileRow]) -> list[int]:
    people = [row.person_id for row in rows if row.person_id and not row.made_person]
    attempts = Enrolment.objects.filter(organisation_id=organisation_id, person__in=people)
    return list(attempts.order_by("person").values_list("person_id", flat=True).distinct())


def _note_removed(acting: Acting, rows: list[PeopleFileRow], now: datetime) -> None:
    changes = [_removed(acting, row, now) for row in rows if row.membership]
    Change.objects.bulk_create(changes, BATCH)


def _removed(acting: Acting, row: PeopleFileRow, now: datetime) -> Change:
    before: dict[str, Any] = row.made["membership"]
    return Change(
        organisation_id=acting.organisation.id,
        by_id=acting.person_id,
        at=now,
        kind=ChangeKind.MEMBERSHIP_REMOVED,
        subject_id=row.person_id,
        about=row.membership.unit.name[:200] if row.membership else "",
        before=before,
    )
