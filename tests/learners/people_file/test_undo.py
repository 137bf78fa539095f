"""A file is taken back exactly: what it made goes, what has come of it stays, with a reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy import deliveries
from academy.scoping import unscoped_quietly
from courses.models import MicroCoursePage
from learners.actions import enrol
from learners.actions.memberships import add_membership
from learners.actions.messages import send_due
from learners.actions.people_file import ask_to_apply, ask_to_undo, take_in
from learners.errors import FileNotReady
from learners.models import Change, Membership, PeopleFile, RoleAssignment, User
from learners.queries.acting import acting_for
from learners.queries.people_file import kept_rows
from learners.tenancy import Acting
from tests.conftest import Cast
from tests.learners.conftest import NOW
from tests.learners.people_file.conftest import CARE, lines, many, tables, taken_back, work

Send = Callable[[bytes], PeopleFile]


def test_undo_leaves_the_tables_as_they_were(cast: Cast, hr: Acting, applied: Send) -> None:
    rows = (
        f"ny1@almgran.example;Nils;Ny;{CARE};Enhetschef;;;;;;chef",
        f"ny2@almgran.example;Nora;Ny;{CARE}",
        f"{cast.eksjo.learner.email};Lena;L;Skola Almgran",
        f"{cast.nassjo.learner.email};Annat;Namn;{CARE}",
    )
    before = tables()
    file = applied(lines(*rows))
    assert tables() != before
    assert (taken_back(hr, file).state, kept_rows(file).count()) == ("undone", 0)
    assert tables() == before


people = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["new", "here", "neighbour", "elsewhere"]),
        "unit": st.sampled_from([CARE, "Skola Almgran", "Eksjö kommun Almgran"]),
        "position": st.sampled_from(["", "Lärare", "Undersköterska"]),
        "group": st.sampled_from(["", "nyckelperson", "official"]),
        "begins": st.sampled_from(["", "2026-01-01", "2027-03-01"]),
        "role": st.sampled_from(["", "chef", "hr"]),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(people, min_size=1, max_size=12))
def test_whatever_was_in_the_file_undo_leaves_the_tables_as_they_were(
    cast: Cast, hr: Acting, applied: Send, drawn: list[dict[str, str]]
) -> None:
    known = {"here": cast.eksjo.learner, "neighbour": cast.nassjo.leader, "elsewhere": cast.molndal.hr}
    rows, used = [], set()
    for number, one in enumerate(drawn):
        email = known[one["who"]].email if one["who"] in known else f"ny{number}@almgran.example"
        if email not in used:
            cells = (
                email,
                "Nils",
                "Ny",
                one["unit"],
                one["position"],
                "",
                one["group"],
                one["begins"],
                "",
                "",
                one["role"],
            )
            rows.append(";".join(cells))
        used.add(email)
    before = tables()
    file = take_in(acting=hr, file_name="f.csv", data=lines(*rows), now=NOW)
    try:
        ask_to_apply(acting=hr, file=file, now=NOW)
    except FileNotReady:
        assert tables() == before
        return
    work()
    file.refresh_from_db()
    assert file.state == "applied"
    made = Membership.objects.count()
    taken_back(hr, file)
    assert tables() == before
    assert made > Membership.objects.count()


def test_whoever_has_begun_something_stays_and_so_does_what_was_changed_since(
    hr: Acting, course: MicroCoursePage, applied: Send
) -> None:
    file = applied(many(5))
    begun, changed, given_role, signed_in, unused = (User.objects.get(email=f"ny{n}@almgran.example") for n in range(5))
    with unscoped_quietly("test"):
        through = acting_for(begun, NOW.date())
        assert through is not None
    enrol.begin(acting=through, module_key=course.translation_key, now=NOW)
    Membership.objects.filter(person=changed).update(position="Rektor")
    membership = Membership.objects.get(person=given_role)
    RoleAssignment.objects.create(membership=membership, role="leader", unit_id=membership.unit_id)
    User.objects.filter(pk=signed_in.pk).update(last_login=NOW)
    taken_back(hr, file)
    kept = {row.person_id: row.kept for row in kept_rows(file)}
    assert kept == {
        begun.pk: "begun",
        changed.pk: "changed",
        given_role.pk: "changed",
        signed_in.pk: "signed_in",
    }
    assert not User.objects.filter(pk=unused.pk).exists()
    assert Membership.objects.filter(person__in=kept).count() == 4
    assert Change.objects.filter(kind="file_undone").get().after == {"memberships": 1, "kept": 4}


def test_someone_whom_another_organisation_has_taken_in_meanwhile_is_not_removed(
    cast: Cast, hr: Acting, applied: Send
) -> None:
    file = applied(many(1))
    person = User.objects.get(email="ny0@almgran.example")
    with unscoped_quietly("test"):
        add_membership(person=person, unit=cast.nassjo.care, valid_from=NOW.date())
    User.objects.filter(pk=person.pk).update(last_login=NOW)
    taken_back(hr, file)
    assert not kept_rows(file).exists()  # which would tell that they are known elsewhere
    with unscoped_quietly("test"):
        assert [row.unit for row in Membership.objects.filter(person=person)] == [cast.nassjo.care]


def test_mail_that_has_not_gone_is_not_sent(hr: Acting, applied: Send, mailoutbox: list[Any]) -> None:
    file = applied(many(2))
    send_due(NOW)
    taken_back(hr, file)
    deliveries.sweep(NOW + timedelta(days=1))
    send_due(NOW + timedelta(days=1))
    assert mailoutbox == []


def test_after_thirty_days_a_file_stays(hr: Acting, applied: Send) -> None:
    file = applied(many(1))
    after = tables()
    with pytest.raises(FileNotReady):
        ask_to_undo(acting=hr, file=file, now=NOW + timedelta(days=30, minutes=1))
    assert work(60 * 24 * 31) == 0
    assert tables() == after


def test_a_file_that_waited_too_long_to_be_taken_back_stays(hr: Acting, applied: Send) -> None:
    file = applied(many(1))
    ask_to_undo(acting=hr, file=file, now=NOW)
    after = tables()
    assert work(60 * 24 * 31) == 1
    file.refresh_from_db()
    assert (file.state, file.problem) == ("applied", "late")
    assert tables() == after


def test_only_whoever_still_reaches_the_units_takes_a_file_back(cast: Cast, hr: Acting, applied: Send) -> None:
    file = applied(many(1) + b"sist@almgran.example;Nils;Ny;Skola Almgran\r\n")
    RoleAssignment.objects.filter(membership=hr.membership_id).update(unit=cast.eksjo.care)
    after = tables()
    taken_back(hr, file)
    assert (file.state, file.problem) == ("applied", "reach")
    assert tables() == after


def test_asked_for_twice_a_file_is_taken_back_once(hr: Acting, applied: Send) -> None:
    file = applied(many(1))
    taken_back(hr, file)
    ask_to_undo(acting=hr, file=file, now=NOW)
    assert work(30) == 0
    assert PeopleFile.objects.get(pk=file.pk).state == "undone"
    assert Change.objects.filter(kind="file_undone").count() == 1


def test_everything_that_refers_to_a_person_is_looked_at(cast: Cast) -> None:
    """A table that comes later and refers to people holds them back until someone puts it aside on purpose."""
    from learners.actions.people_file_undo import ABOUT_A_PERSON, _referred_to

    found = _referred_to(User, [cast.eksjo.hr.pk, cast.stranger.pk], ABOUT_A_PERSON)
    assert found == {cast.eksjo.hr.pk}
