"""Entering a file of people, all of it or nothing: the rows that so many invitations would make, in a handful of statements.

One invitation after the other would hold the only writer's lock of SQLite for most of a minute at 5,000 rows. That both
ways leave the same rows is held by tests/learners/people_file/test_same_as_inviting.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models.functions import Lower

from academy.periods import local_day
from academy.scoping import entered
from learners.actions.journal import note_change
from learners.actions.memberships import tell_corrected
from learners.actions.messages import kick_messages
from learners.actions.people import full_name_of
from learners.actions.roles import grant_role
from learners.changes import ChangeKind
from learners.entering.checking import Checked, Entry, Outcome, addresses, check
from learners.entering.report import Report, report_of
from learners.messages.catalogue import INVITATION
from learners.models import (
    Change,
    Enrolment,
    Invitation,
    Membership,
    Message,
    Organisation,
    PeopleFile,
    PeopleFileRow,
    Unit,
    User,
)
from learners.queries.memberships import not_ended
from learners.queries.organisations import held_organisation
from learners.queries.people_file import world_for
from learners.tenancy import Acting

BATCH = 500


@dataclass
class Made:
    """What one row of the file has made so far."""

    number: int
    entry: Entry
    person: User
    made_person: bool
    is_new_here: bool
    membership: Membership
    role_id: int | None = None
    made_invitation: bool = False


def apply(*, file: PeopleFile, acting: Acting, now: datetime) -> None:
    """Enter a file that waits; expects its row to be locked and a transaction to be open.

    The world may have changed since the dry run: the rows are checked again, and one that can no longer be entered leaves
    the file failed, with the errors in its rows, and nothing written.
    """
    with entered(acting.scope):
        held_organisation(acting.organisation.id)  # so that no unit closes while people are entered in it
        before = Report.restored(file.rows)
        world = world_for(acting, addresses(before.numbered), local_day(now))
        report = report_of(check(before.numbered, world), before.headings)
        if report.can_be_entered:
            made = _enter(file, acting, report.rows, now)
            _finish(file, acting, made, now)
        elif report.headings or report.totals[Outcome.WRONG]:
            file.state, file.problem, file.rows = PeopleFile.State.FAILED, PeopleFile.Problem.ROWS, report.stored()
            file.save(update_fields=["state", "problem", "rows"])
        else:  # everyone has come in by another way meanwhile
            _finish(file, acting, [], now)


def _enter(file: PeopleFile, acting: Acting, rows: Iterable[Checked], now: datetime) -> list[Made]:
    entries = [(row.number, row.entry) for row in rows if row.entry and row.outcome is not Outcome.THERE]
    known = _known([entry.email for _, entry in entries])
    here = _here(acting, [person.pk for person in known.values()], now)
    new = _people([entry for _, entry in entries if entry.email not in known])
    made = []
    for number, entry in entries:
        person = known.get(entry.email) or new[entry.email]
        membership = _membership(entry, person, acting)
        made.append(Made(number, entry, person, entry.email in new, person.pk not in here, membership))
    Membership.objects.bulk_create([one.membership for one in made], BATCH)
    _give_roles(made, acting, now)
    _ask_in([one for one in made if one.is_new_here], acting, now)
    _tell(made, acting, now)
    _note(made, acting, now)
    PeopleFileRow.objects.bulk_create([_row(file, one) for one in made], BATCH)
    return made


def _known(emails: list[str]) -> dict[str, User]:
    """Return who has these addresses already, held until the end: nobody enters or removes them meanwhile."""
    rows = User.objects.annotate(folded=Lower("email")).filter(folded__in=emails).order_by("pk")
    return {person.email.lower(): person for person in rows.select_for_update(of=("self",))}


def _here(acting: Acting, people: list[int], now: datetime) -> set[int]:
    """Return who of them works in the organisation, in whatever unit: they need no invitation."""
    rows = Membership.objects.filter(
        not_ended(local_day(now)), organisation_id=acting.organisation.id, person__in=people
    )
    return set(rows.values_list("person_id", flat=True))


def _people(entries: list[Entry]) -> dict[str, User]:
    people = [
        User(
            email=entry.email,
            first_name=entry.first_name,
            last_name=entry.last_name,
            language=entry.language,
            password=make_password(None),
        )
        for entry in entries
    ]
    return {person.email: person for person in User.objects.bulk_create(people, BATCH)}


def _membership(entry: Entry, person: User, acting: Acting) -> Membership:
    return Membership(person=person, organisation_id=acting.organisation.id, **_columns(entry))


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "unit_id": entry.unit_id,
        "position": entry.position,
        "sector": entry.sector,
        "leader_group": entry.leader_group,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
    }


def _give_roles(made: list[Made], acting: Acting, now: datetime) -> None:
    given = [one for one in made if one.entry.role]
    units = Unit.objects.in_bulk({one.entry.unit_id for one in given})
    for one in given:
        if one.entry.role:
            unit = units[one.entry.unit_id]
            role = grant_role(
                membership=one.membership, role=one.entry.role, unit=unit, by_id=acting.person_id, now=now
            )
            one.role_id = role.pk


def _ask_in(new_here: list[Made], acting: Acting, now: datetime) -> None:
    """Write the invitations and one mail for each; who was asked in years ago is asked again."""
    organisation = Organisation.objects.get(pk=acting.organisation.id)
    people = [one.person.pk for one in new_here]
    earlier = {row.person_id: row for row in Invitation.objects.filter(organisation=organisation, person__in=people)}
    invitations = dict(earlier)
    for one in new_here:
        row = invitations.setdefault(one.person.pk, Invitation(organisation=organisation, person=one.person, times=0))
        row.times, row.invited_by_id, row.invited_at, row.sent_at = row.times + 1, acting.person_id, now, now
        row.first_name, row.last_name = one.entry.first_name, one.entry.last_name
        one.made_invitation = one.person.pk not in earlier
    fields = ["times", "invited_by", "invited_at", "sent_at", "first_name", "last_name"]
    Invitation.objects.bulk_update(earlier.values(), fields, BATCH)
    new = [row for person_id, row in invitations.items() if person_id not in earlier]
    Invitation.objects.bulk_create(new, BATCH)
    _write_to([*invitations.values()], organisation, full_name_of(acting.person_id), now)


def _write_to(invitations: list[Invitation], organisation: Organisation, inviter: str, now: datetime) -> None:
    """Write the messages that `send` would write one by one; each key is new, because its invitation or its number is."""
    context = {"inviter": inviter, "organisation": organisation.name}
    INVITATION.check(context)
    rows = [
        Message(
            kind=INVITATION.key,
            person_id=row.person_id,
            organisation=organisation,
            key=f"invitation:{row.pk}:{row.times}",
            context=context,
            due_at=now,
            created_at=now,
        )
        for row in invitations
    ]
    Message.objects.bulk_create(rows, BATCH)
    kick_messages()


def _tell(made: list[Made], acting: Acting, now: datetime) -> None:
    """Say what holds now of those who have learned something here before."""
    known = [one.person.pk for one in made if not one.made_person]
    attempts = Enrolment.objects.filter(organisation_id=acting.organisation.id, person__in=known)
    for person_id in attempts.order_by("person").values_list("person_id", flat=True).distinct():
        tell_corrected(person_id=person_id, organisation_id=acting.organisation.id, now=now)


def _note(made: list[Made], acting: Acting, now: datetime) -> None:
    names = dict(Unit.objects.filter(pk__in={one.entry.unit_id for one in made}).values_list("pk", "name"))
    changes = [
        Change(
            organisation_id=acting.organisation.id,
            by_id=acting.person_id,
            at=now,
            kind=ChangeKind.PERSON_INVITED if one.is_new_here else ChangeKind.MEMBERSHIP_ADDED,
            subject=one.person,
            about=names[one.entry.unit_id][:200],
            after={"unit": names[one.entry.unit_id], "valid_from": one.entry.valid_from.isoformat()},
        )
        for one in made
    ]
    Change.objects.bulk_create(changes, BATCH)


def _row(file: PeopleFile, one: Made) -> PeopleFileRow:
    values = _columns(one.entry)
    dates = {name: values[name].isoformat() if values[name] else None for name in ("valid_from", "valid_to")}
    return PeopleFileRow(
        file=file,
        number=one.number,
        person=one.person,
        membership=one.membership,
        made_person=one.made_person,
        made_membership=True,
        made={"membership": values | dates, "role": one.role_id, "invitation": one.made_invitation},
    )


def _finish(file: PeopleFile, acting: Acting, made: list[Made], now: datetime) -> None:
    file.state, file.applied_at, file.rows, file.problem = PeopleFile.State.APPLIED, now, [], ""
    file.save(update_fields=["state", "applied_at", "rows", "problem"])
    note_change(
        organisation_id=acting.organisation.id,
        by_id=acting.person_id,
        kind=ChangeKind.FILE_APPLIED,
        now=now,
        about=file.file_name,
        after={"rows": file.size, "memberships": len(made)},
    )
