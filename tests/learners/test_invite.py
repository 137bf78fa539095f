"""Inviting: one membership, one mail, and nothing that tells whether an address was known before."""

from datetime import date, timedelta
from typing import Any

import pytest

from academy.scoping import entered, unscoped_quietly
from learners.actions.invite import Invited, invite, invite_again
from learners.changes import ChangeKind
from learners.errors import AboveIsClosed, InvitationJustSent, NotYours
from learners.models import Change, Invitation, Membership, Message, RoleAssignment, User
from learners.roles import Role
from tests.conftest import Cast, acting
from tests.learners.conftest import NOW

DAY = date(2026, 11, 1)


def asked(cast: Cast, email: str = "Ny.Person@Almgran.Example ", **more: Any) -> Invited:
    fields: dict[str, Any] = {"first_name": "Ny", "last_name": "Almgran", "language": "sv", "valid_from": DAY}
    fields |= {"unit": cast.eksjo.care, "by_id": cast.eksjo.hr.pk, "position": "Vikarie", "now": NOW}
    return invite(**(fields | {"email": email} | more))


def rows(model: Any) -> list[Any]:
    with unscoped_quietly("test"):
        return list(model._default_manager.order_by("pk"))


def test_a_new_address_becomes_a_person_without_password_who_is_mailed_once(cast: Cast) -> None:
    done = asked(cast)
    person = User.objects.get(email="ny.person@almgran.example")
    assert (done.made_person, done.made_membership) == (True, True)
    assert not person.has_usable_password()
    assert (done.membership.unit, done.membership.position, done.membership.person) == (
        cast.eksjo.care,
        "Vikarie",
        person,
    )
    [message] = rows(Message)
    assert (message.kind, message.person, message.organisation) == ("invitation", person, cast.eksjo.organisation)
    assert message.context == {"inviter": "Hr Almgran", "organisation": "Eksjö kommun Almgran"}
    [change] = rows(Change)
    assert (change.kind, change.subject, change.by) == (ChangeKind.PERSON_INVITED, person, cast.eksjo.hr)


def test_twice_gives_one_of_each(cast: Cast) -> None:
    first, second = asked(cast), asked(cast, "NY.PERSON@almgran.example", first_name="Annat")
    assert second == Invited(first.membership, made_person=False, made_membership=False)
    assert [len(rows(model)) for model in (Message, Invitation, Change)] == [1, 1, 1]
    assert User.objects.get(pk=first.membership.person_id).first_name == "Ny"


def test_someone_of_another_organisation_keeps_their_name_and_language(cast: Cast) -> None:
    person = cast.nassjo.learner
    User.objects.filter(pk=person.pk).update(language="en")
    done = asked(cast, person.email.upper(), first_name="Felstavad", last_name="Gissning")
    person.refresh_from_db()
    assert (done.made_person, done.made_membership) == (False, True)
    assert (person.first_name, person.last_name, person.language) == ("Learner", "Bjornlav", "en")
    [invitation] = rows(Invitation)
    assert (invitation.first_name, invitation.last_name) == ("Felstavad", "Gissning")


def test_a_second_membership_in_the_same_organisation_writes_no_mail(cast: Cast) -> None:
    done = asked(cast, cast.eksjo.learner.email, unit=cast.eksjo.school)
    assert done.made_membership
    assert rows(Message) == rows(Invitation) == []
    assert [change.kind for change in rows(Change)] == [ChangeKind.MEMBERSHIP_ADDED]


def test_whoever_had_left_is_invited_anew(cast: Cast) -> None:
    first = asked(cast)
    with unscoped_quietly("test"):
        Membership.objects.filter(pk=first.membership.pk).update(valid_to=NOW.date() - timedelta(days=2))
    later = NOW + timedelta(days=30)
    asked(cast, unit=cast.eksjo.school, valid_from=later.date(), now=later)
    [invitation] = rows(Invitation)
    assert (invitation.times, invitation.invited_at) == (2, later)
    assert len(rows(Message)) == 2


def test_the_first_hr_of_an_organisation_is_invited_with_the_role_by_the_platform_itself(cast: Cast) -> None:
    done = asked(cast, by_id=None, unit=cast.molndal.root, role=Role.HR)
    with unscoped_quietly("test"):
        assert list(RoleAssignment.objects.filter(membership=done.membership).values_list("role", "unit")) == [
            ("hr", cast.molndal.root.pk)
        ]
    assert [change.kind for change in rows(Change)] == [ChangeKind.PERSON_INVITED, ChangeKind.ROLE_GRANTED]


def test_a_failure_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("learners.actions.invite.send", broken)
    with pytest.raises(RuntimeError):
        asked(cast)
    assert rows(Invitation) == rows(Change) == rows(Message) == []
    assert not User.objects.filter(email="ny.person@almgran.example").exists()


def test_again_after_an_hour_and_not_before(cast: Cast) -> None:
    person = asked(cast).membership.person
    hr = acting(cast.eksjo.hr)
    with entered(hr.scope):
        with pytest.raises(InvitationJustSent):
            invite_again(acting=hr, person_id=person.pk, now=NOW + timedelta(minutes=59))
        assert len(rows(Message)) == len(rows(Change)) == 1
        invite_again(acting=hr, person_id=person.pk, now=NOW + timedelta(minutes=60))
    [invitation] = rows(Invitation)
    assert (invitation.times, invitation.sent_at, invitation.invited_at) == (2, NOW + timedelta(hours=1), NOW)
    assert len(rows(Message)) == 2
    assert rows(Change)[-1].kind == ChangeKind.INVITATION_REPEATED


def test_nobody_elsewhere_sends_it(cast: Cast) -> None:
    person = asked(cast).membership.person
    elsewhere = acting(cast.molndal.hr)
    with entered(elsewhere.scope), pytest.raises(NotYours):
        invite_again(acting=elsewhere, person_id=person.pk, now=NOW + timedelta(days=1))
    assert len(rows(Message)) == 1


def test_nobody_is_asked_into_a_unit_for_longer_than_it_is_open(cast: Cast) -> None:
    cast.eksjo.care.closed_on = DAY + timedelta(days=60)
    with unscoped_quietly("test"):
        cast.eksjo.care.save()
    with pytest.raises(AboveIsClosed):
        asked(cast)
    assert (rows(Invitation), rows(Message), rows(Change)) == ([], [], [])
    assert not User.objects.filter(email="ny.person@almgran.example").exists()
