"""Correcting a person's name and address, where their organisation is the only one that has a word in it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from academy.periods import local_day
from learners.actions.journal import note_change
from learners.actions.messages import send
from learners.actions.people import hold_person
from learners.changes import ChangeKind
from learners.errors import AddressTaken, NotYours, WorksElsewhere
from learners.messages.catalogue import ADDRESS_CHANGED
from learners.models import User
from learners.queries.people import may_change, open_invitation, person_view, works_here_alone
from learners.tenancy import Acting


@transaction.atomic
def change_person(
    *, acting: Acting, person_id: int, first_name: str, last_name: str, email: str | None, now: datetime
) -> None:
    """Correct a name, and an address unless `email` is None; both addresses are told of a new one.

    While an invitation is open, the name is the one that was typed and the address stays. Raises NotYours,
    WorksElsewhere when it is not this organisation's to change, and AddressTaken.
    """
    seen = person_view(acting, person_id, local_day(now))
    if seen is None or not seen.may_manage:
        raise NotYours(f"person {person_id}")
    person = hold_person(person_id)
    if not may_change(acting, person):
        raise WorksElsewhere(str(person_id))
    first_name, last_name = first_name.strip(), last_name.strip()
    if open_invitation(acting, person_id) is not None:
        changed = _change_what_was_typed(acting, person, first_name, last_name)
    else:
        changed = _change_name(person, first_name, last_name)
        changed += _change_address(acting, person, email, now)
    if changed:
        note_change(
            organisation_id=acting.organisation.id,
            by_id=acting.person_id,
            kind=ChangeKind.PERSON_CHANGED,
            now=now,
            subject_id=person_id,
            after={"changed": changed},
        )


def _change_what_was_typed(acting: Acting, person: User, first_name: str, last_name: str) -> list[str]:
    invitation = open_invitation(acting, person.pk)
    if invitation is None or (invitation.first_name, invitation.last_name) == (first_name, last_name):
        return []
    invitation.first_name, invitation.last_name = first_name, last_name
    invitation.save(update_fields=["first_name", "last_name"])
    if person.last_login is None and works_here_alone(person.pk, acting.organisation.id):
        _change_name(person, first_name, last_name)
    return ["name"]


def _change_name(person: User, first_name: str, last_name: str) -> list[str]:
    if (person.first_name, person.last_name) == (first_name, last_name):
        return []
    person.first_name, person.last_name = first_name, last_name
    person.save(update_fields=["first_name", "last_name"])
    return ["name"]


def _change_address(acting: Acting, person: User, email: str | None, now: datetime) -> list[str]:
    """Change the address that the person signs in with, also where the sign-in pages keep it."""
    new, old = (email or "").strip().lower(), person.email
    if not new or new == old:
        return []
    person.email = new
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
            EmailAddress.objects.filter(user=person).delete()
    except IntegrityError as taken:
        raise AddressTaken(new) from taken
    for address in (old, new):
        send(
            kind=ADDRESS_CHANGED,
            person_id=person.pk,
            key=f"address:{person.pk}:{now.isoformat()}:{'new' if address == new else 'old'}",
            context={"old": old, "new": new, "organisation": acting.organisation.name},
            now=now,
            organisation_id=acting.organisation.id,
            address=address,
        )
    return ["address"]
