"""A file is entered as a whole or not at all, once, as whoever asked may act when it is entered."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from academy.scoping import unscoped_quietly
from learners.actions import people_file_apply
from learners.actions.people_file import ask_to_apply, discard, forget_unused
from learners.actions.people_file_work import CLAIM_LASTS, MOST_ATTEMPTS
from learners.changes import ChangeKind
from learners.entering.columns import Column
from learners.entering.faults import Fault
from learners.entering.report import Report
from learners.errors import FileNotReady
from learners.models import (
    Change,
    Invitation,
    Membership,
    Message,
    PeopleFile,
    PeopleFileRow,
    RoleAssignment,
    Unit,
    User,
)
from learners.tenancy import Acting
from tests.conftest import Cast
from tests.learners.conftest import NOW
from tests.learners.people_file.conftest import CARE, lines, many, tables, work

Send = Callable[[bytes], PeopleFile]


def test_a_dry_run_writes_the_file_alone(hr: Acting, sent: Send) -> None:
    before = tables()
    file = sent(many(3))
    assert tables() == before
    assert (file.state, file.size, file.organisation_id) == ("checked", 3, hr.organisation.id)
    assert not Change.objects.exists()


def test_a_row_becomes_a_person_a_membership_a_role_an_invitation_and_a_mail(
    cast: Cast, hr: Acting, applied: Send
) -> None:
    row = f"Ny.Chef@Almgran.example;Nora;Ny;{CARE};Enhetschef;;tjänsteperson;2026-12-01;2027-12-31;engelska;chef"
    file = applied(lines(row))
    assert (file.state, file.rows, file.problem, file.applied_at) == ("applied", [], "", NOW)
    membership = Membership.objects.get(person__email="ny.chef@almgran.example")
    person = membership.person
    assert (person.first_name, person.last_name, person.language) == ("Nora", "Ny", "en")
    assert not person.has_usable_password()
    assert (membership.unit, membership.position, membership.leader_group) == (
        cast.eksjo.care,
        "Enhetschef",
        "official",
    )
    assert (membership.valid_from, membership.valid_to) == (date(2026, 12, 1), date(2027, 12, 31))
    role = RoleAssignment.objects.get(membership=membership)
    assert (role.role, role.unit, role.granted_by_id) == ("leader", cast.eksjo.care, hr.person_id)
    assert Invitation.objects.get(person=person).times == 1
    assert Message.objects.filter(person=person, kind="invitation").count() == 1
    kinds = list(Change.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [ChangeKind.ROLE_GRANTED, ChangeKind.PERSON_INVITED, ChangeKind.FILE_APPLIED]


def test_someone_who_works_here_gets_a_membership_more_and_no_mail(cast: Cast, applied: Send) -> None:
    file = applied(lines(f"{cast.eksjo.learner.email};Annat;Namn;Skola Almgran;Lärare"))
    assert file.state == "applied"
    learner = User.objects.get(pk=cast.eksjo.learner.pk)
    assert (learner.first_name, learner.memberships.count()) == ("Learner", 2)
    assert not Message.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("cells", "count"),
    [("", 1), ("undersköterska", 1), ("Lärare", 2), (";;elected", 2)],
    ids=["empty", "same", "another position", "another group"],
)
def test_an_empty_cell_means_as_it_is(cast: Cast, applied: Send, cells: str, count: int) -> None:
    new = f"ny@almgran.example;Nils;Ny;{CARE}"
    assert applied(lines(f"{cast.eksjo.learner.email};Annat;Namn;{CARE};{cells}", new)).state == "applied"
    assert Membership.objects.filter(person=cast.eksjo.learner).count() == count
    assert Membership.objects.filter(person__email="ny@almgran.example").count() == 1


def test_someone_known_elsewhere_keeps_the_name_and_is_asked_in(cast: Cast, applied: Send) -> None:
    applied(lines(f"{cast.nassjo.learner.email};Annat;Namn;{CARE}"))
    person = User.objects.get(pk=cast.nassjo.learner.pk)
    assert person.last_name == cast.nassjo.canary
    invitation = Invitation.objects.get(person=person)
    assert (invitation.first_name, invitation.last_name) == ("Annat", "Namn")


def test_a_file_asked_for_twice_is_entered_once(hr: Acting, sent: Send) -> None:
    file = sent(many(2))
    for _ in range(2):
        ask_to_apply(acting=hr, file=file, now=NOW)
    assert (work(), work()) == (1, 0)
    after = tables()
    file.refresh_from_db()
    ask_to_apply(acting=hr, file=PeopleFile.objects.get(pk=file.pk), now=NOW) if file.rows else None
    assert work(10) == 0
    assert tables() == after
    assert Membership.objects.filter(person__email__startswith="ny").count() == 2


@pytest.mark.parametrize("spoil", ["unit_closed", "role_gone", "person_closed"])
def test_the_world_is_looked_at_again_when_the_file_is_entered(cast: Cast, hr: Acting, sent: Send, spoil: str) -> None:
    file = sent(many(2))
    ask_to_apply(acting=hr, file=file, now=NOW)
    if spoil == "unit_closed":
        Unit.objects.filter(pk=cast.eksjo.care.pk).update(closed_on=date(2026, 1, 2))
    elif spoil == "role_gone":
        RoleAssignment.objects.filter(membership=hr.membership_id).delete()
    else:
        User.objects.filter(pk=hr.person_id).update(is_active=False)
    before = tables()
    assert work() == 1
    file.refresh_from_db()
    assert (file.state, file.problem) == ("failed", "rows" if spoil == "unit_closed" else "reach")
    assert tables() == before
    if spoil == "unit_closed":
        assert [row[2] for row in file.rows["rows"]] == ["wrong", "wrong"]


def test_rows_whose_people_came_in_meanwhile_are_left_out(hr: Acting, sent: Send, applied: Send) -> None:
    file = sent(many(2))
    applied(many(3))
    ask_to_apply(acting=hr, file=file, now=NOW)
    work(2)
    file.refresh_from_db()
    assert (file.state, file.done.count()) == ("applied", 0)


def test_a_file_with_errors_is_not_entered(hr: Acting, sent: Send) -> None:
    file = sent(lines(f"ny@almgran.example;Nils;Ny;{CARE}", "fel;Nils;Ny;Okänd enhet"))
    before = tables()
    with pytest.raises(FileNotReady):
        ask_to_apply(acting=hr, file=file, now=NOW)
    assert work() == 0
    assert tables() == before


def test_what_fails_in_the_middle_leaves_nothing_and_is_tried_again(
    hr: Acting, sent: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sent(many(3))
    ask_to_apply(acting=hr, file=file, now=NOW)
    before = tables()

    def trip(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(people_file_apply, "_note", trip)
        assert work() == 0
    file.refresh_from_db()
    assert (file.state, file.attempts) == ("waiting", 1)
    assert tables() == before
    assert not PeopleFileRow.objects.exists()
    assert work() == 1
    assert Membership.objects.filter(person__email__startswith="ny").count() == 3


def test_a_claim_of_a_dead_worker_is_void_after_a_minute(hr: Acting, sent: Send) -> None:
    file = sent(many(1))
    ask_to_apply(acting=hr, file=file, now=NOW)
    PeopleFile.objects.filter(pk=file.pk).update(begun_at=NOW, attempts=1)
    assert work() == 0
    assert work(int(CLAIM_LASTS.total_seconds() // 60) + 1) == 1
    file.refresh_from_db()
    assert file.state == "applied"


def test_a_file_that_ends_its_worker_again_and_again_is_given_up(hr: Acting, sent: Send) -> None:
    file = sent(many(1))
    ask_to_apply(acting=hr, file=file, now=NOW)
    PeopleFile.objects.filter(pk=file.pk).update(attempts=MOST_ATTEMPTS)
    before = tables()
    assert work() == 1
    file.refresh_from_db()
    assert (file.state, file.problem) == ("failed", "broken")
    assert tables() == before


def test_names_are_forgotten_when_a_file_is_thrown_away_and_after_a_day(sent: Send) -> None:
    thrown, left, fresh = sent(many(1)), sent(many(1)), sent(many(1))
    PeopleFile.objects.filter(pk=left.pk).update(created_at=NOW - timedelta(days=1, seconds=1))
    discard(file=thrown)
    assert forget_unused(NOW) == 1
    states = {file.pk: (file.state, bool(file.rows)) for file in PeopleFile.objects.all()}
    assert states == {thrown.pk: ("discarded", False), left.pk: ("discarded", False), fresh.pk: ("checked", True)}


def test_only_the_latest_five_unused_files_are_kept(sent: Send) -> None:
    for _ in range(7):
        sent(many(1))
    assert PeopleFile.objects.filter(state="checked").count() == 5


def test_nobody_is_entered_in_a_unit_for_longer_than_it_is_open(cast: Cast, sent: Send) -> None:
    Unit.objects.filter(pk=cast.eksjo.care.pk).update(closed_on=date(2027, 6, 30))
    faults = []
    for last_day in ("", "2027-07-01", "2027-06-30"):
        file = sent(lines(f"a@almgran.example;A;Ek;{CARE};;;;2026-12-01;{last_day};;"))
        faults.append([mistake.stored()[1:] for mistake, _ in Report.restored(file.rows).mistakes()])
    late = [[Column.VALID_TO, Fault.UNIT_CLOSES, "2027-06-30"]]
    assert faults == [late, late, []]


def test_five_thousand_rows_are_entered(hr: Acting, sent: Send) -> None:
    file = sent(many(5_000))
    ask_to_apply(acting=hr, file=file, now=NOW)
    assert work() == 1
    with unscoped_quietly("test"):
        assert Membership.objects.filter(person__email__startswith="ny").count() == 5_000
