"""Memberships entered, ended, corrected and removed; what was recorded follows by the rule, and its text never changes."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.periods import local_day
from academy.scoping import entered, unscoped_quietly
from analytics.models import DirtyMark, Statement
from analytics.tasks import fill_windows
from courses.models import MicroCoursePage
from learners.actions import enrol, roles, take
from learners.actions.memberships import (
    correct_membership,
    end_membership,
    enter_membership,
    preview_correction,
    remove_membership,
)
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
from learners.events import Moved
from learners.membership_details import Details, details_of
from learners.models import Change, Enrolment, Membership, RoleAssignment, Unit
from learners.queries.dimensions import dimension_rule
from learners.tenancy import Acting
from tests.conftest import Cast, acting
from tests.courses.samples import STEPS

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
BEGUN = date(2026, 1, 1)


@pytest.fixture
def hr(cast: Cast) -> Iterator[Acting]:
    """HR of Eksjö, in scope."""
    found = acting(cast.eksjo.hr)
    with entered(found.scope):
        yield found


@pytest.fixture
def own(cast: Cast, hr: Acting) -> Membership:
    """The learner's membership, in care since January."""
    return Membership.objects.get(person=cast.eksjo.learner)


def learned(cast: Cast, course: MicroCoursePage, *moments: datetime) -> Enrolment:
    """Let the learner begin at the first moment and do a step at each of the following."""
    first, *rest = moments
    person = acting(cast.eksjo.learner)
    attempt = enrol.begin(acting=person, module_key=course.translation_key, now=first)
    for step, moment in zip([STEPS[0]] * len(rest), rest, strict=True):
        take.complete_step(enrolment=attempt, step_id=UUID(step), now=moment)
    return attempt


def stamps() -> list[tuple[Any, ...]]:
    with unscoped_quietly("test"):
        return list(Statement.objects.order_by("timestamp").values_list("unit_id", "sector", "leader_group"))


def texts() -> list[str]:
    with unscoped_quietly("test"):
        return list(Statement.objects.order_by("pk").values_list("raw", flat=True))


def changes() -> list[tuple[str, str]]:
    return list(Change.objects.order_by("pk").values_list("kind", "reason"))


def test_a_correction_moves_what_was_recorded_and_marks_both_windows(
    cast: Cast, course: MicroCoursePage, hr: Acting, own: Membership
) -> None:
    learned(cast, course, datetime(2026, 3, 5, 9, tzinfo=UTC), datetime(2026, 4, 7, 9, tzinfo=UTC))
    fill_windows()
    before = texts()
    details = replace(details_of(own), unit_id=cast.eksjo.school.pk, sector="education", leader_group="key_person")
    asked: dict[str, Any] = {
        "acting": hr,
        "membership_id": own.pk,
        "details": details,
        "reason": "Fel enhet",
        "now": NOW,
    }
    expected = [Moved(202603, 1), Moved(202604, 1)]
    assert preview_correction(**asked) == expected
    assert stamps() == [(cast.eksjo.care.pk, "care", "")] * 2
    assert (DirtyMark.objects.count(), changes()) == (0, [])
    assert correct_membership(**asked) == expected
    assert stamps() == [(cast.eksjo.school.pk, "education", "key_person")] * 2
    assert texts() == before
    marks = set(DirtyMark.objects.values_list("unit_id", "month", "reason"))
    assert marks == {
        (unit.pk, month, "membership_corrected")
        for unit in (cast.eksjo.care, cast.eksjo.school)
        for month in (202603, 202604)
    }
    [change] = Change.objects.all()
    assert (change.kind, change.reason, change.after["records"]) == ("membership_corrected", "Fel enhet", 2)
    assert (change.before["unit_id"], change.after["unit_id"]) == (cast.eksjo.care.pk, cast.eksjo.school.pk)
    assert correct_membership(**asked) == []


def test_a_move_entered_late_takes_along_what_came_after_it(
    cast: Cast, course: MicroCoursePage, hr: Acting, own: Membership
) -> None:
    learned(cast, course, datetime(2026, 3, 5, 9, tzinfo=UTC), datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    end_membership(acting=hr, membership_id=own.pk, last_day=date(2026, 3, 31), now=NOW)
    assert stamps() == [(cast.eksjo.care.pk, "care", "")] * 2
    school = Details(unit_id=cast.eksjo.school.pk, sector="education", valid_from=date(2026, 4, 1))
    enter_membership(acting=hr, person_id=own.person_id, details=school, now=NOW)
    # Half past ten in the evening in UTC is the next day in Sweden.
    assert stamps() == [(cast.eksjo.care.pk, "care", ""), (cast.eksjo.school.pk, "education", "")]


def test_what_another_organisation_recorded_of_the_same_person_stays(
    cast: Cast, course: MicroCoursePage, hr: Acting, own: Membership
) -> None:
    learned(cast, course, datetime(2026, 3, 5, 9, tzinfo=UTC))
    with unscoped_quietly("test"):
        other = Membership.objects.create(
            person=own.person, unit=cast.nassjo.school, sector="education", valid_from=date(2026, 2, 1)
        )
    there = replace(
        acting(cast.eksjo.learner), membership_id=other.pk, organisation=acting(cast.nassjo.hr).organisation
    )
    with entered(there.scope):
        enrol.begin(acting=there, module_key=course.translation_key, now=datetime(2026, 3, 6, 9, tzinfo=UTC))
    details = replace(details_of(own), sector="")
    assert correct_membership(acting=hr, membership_id=own.pk, details=details, reason="Fel", now=NOW) == [
        Moved(202603, 1)
    ]
    assert stamps() == [(cast.eksjo.care.pk, "", ""), (cast.nassjo.school.pk, "education", "")]


days = st.dates(date(2026, 1, 1), date(2026, 6, 30))
steps = st.lists(
    st.tuples(st.sampled_from(["correct", "enter", "end", "remove"]), st.integers(0, 3), days, st.none() | days),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, seed=st.integers(0, 10_000))
def test_after_any_corrections_every_stamp_is_what_the_rule_gives_from_scratch(
    cast: Cast, course: MicroCoursePage, steps: list[Any], seed: int
) -> None:
    draw = random.Random(seed)
    hr = acting(cast.eksjo.hr)
    with transaction.atomic(), entered(hr.scope):
        person = cast.eksjo.learner
        moments = sorted(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=draw.randrange(24 * 180)) for _ in range(2))
        learned(cast, course, *moments)
        units = [cast.eksjo.root, cast.eksjo.care, cast.eksjo.school]
        done = 0
        for what, which, first, last in steps:
            held = list(Membership.objects.filter(person=person).order_by("pk"))
            target = held[which % len(held)]
            details = Details(
                unit_id=units[which % 3].pk,
                sector=draw.choice(["care", "education", ""]),
                leader_group=draw.choice(["", "official"]),
                valid_from=first,
                valid_to=last,
            )
            try:
                if what == "correct":
                    correct_membership(acting=hr, membership_id=target.pk, details=details, reason="R", now=NOW)
                elif what == "enter":
                    enter_membership(acting=hr, person_id=person.pk, details=details, now=NOW)
                elif what == "end":
                    end_membership(acting=hr, membership_id=target.pk, last_day=first, now=NOW)
                else:
                    remove_membership(acting=hr, membership_id=target.pk, reason="R", now=NOW)
                done += 1
            except (DatesClash, MembershipExists, MembershipUsed):
                continue
            rule = dimension_rule(person.pk, hr.organisation.id)
            for row in Statement.objects.filter(registration__in=list(rule.homes)):
                assert row.registration is not None
                said = rule.at(row.registration, local_day(row.timestamp))
                assert (row.unit_id, row.sector, row.leader_group) == (said.unit_id, said.sector, said.leader_group)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"reason": "  "}, ReasonMissing),
        ({"valid_to": date(2025, 12, 31)}, DatesClash),
        ({"unit": "other"}, NotYours),
        ({"unit": "closed"}, AboveIsClosed),
        ({"unit": "taken"}, MembershipExists),
    ],
)
def test_a_correction_that_cannot_be_writes_nothing(
    cast: Cast, course: MicroCoursePage, hr: Acting, own: Membership, more: dict[str, Any], error: type[Exception]
) -> None:
    learned(cast, course, datetime(2026, 3, 5, 9, tzinfo=UTC))
    school = cast.eksjo.school
    if more.get("unit") == "closed":
        Unit.objects.filter(pk=school.pk).update(closed_on=date(2026, 2, 1))
    if more.get("unit") == "taken":
        Membership.objects.create(person=own.person, unit=school, position=own.position, valid_from=date(2026, 5, 1))
    unit_id = {None: own.unit_id, "other": cast.nassjo.care.pk}.get(more.get("unit"), school.pk)
    before = (list(Membership.objects.values_list()), stamps(), DirtyMark.objects.count())
    details = replace(details_of(own), unit_id=unit_id, valid_to=more.get("valid_to"))
    with pytest.raises(error):
        correct_membership(acting=hr, membership_id=own.pk, details=details, reason=more.get("reason", "Fel"), now=NOW)
    assert (list(Membership.objects.values_list()), stamps(), DirtyMark.objects.count()) == before
    assert changes() == []


@pytest.mark.parametrize("part", ["leader", "learner", "elsewhere", "neighbour"])
def test_nobody_without_the_permission_over_the_unit_changes_anything(cast: Cast, own: Membership, part: str) -> None:
    people = {
        "leader": cast.eksjo.leader,
        "learner": cast.eksjo.learner,
        "elsewhere": cast.molndal.hr,
        "neighbour": cast.nassjo.hr,
    }
    other = acting(people[part])
    before = list(Membership.objects.order_by("pk").values_list())
    asked: dict[str, Any] = {"acting": other, "now": NOW}
    with entered(other.scope):
        with pytest.raises(NotYours):
            end_membership(**asked, membership_id=own.pk, last_day=TODAY)
        with pytest.raises(NotYours):
            correct_membership(**asked, membership_id=own.pk, details=details_of(own), reason="Fel")
        with pytest.raises(NotYours):
            remove_membership(**asked, membership_id=own.pk, reason="Fel")
        with pytest.raises(NotYours):
            enter_membership(**asked, person_id=own.person_id, details=details_of(own))
    assert list(Membership.objects.order_by("pk").values_list()) == before
    assert changes() == []


def test_leaving_and_returning(cast: Cast, hr: Acting, own: Membership) -> None:
    end_membership(acting=hr, membership_id=own.pk, last_day=date(2026, 6, 30), now=NOW)
    with pytest.raises(DatesClash):
        end_membership(acting=hr, membership_id=own.pk, last_day=date(2026, 7, 30), now=NOW)
    again = enter_membership(
        acting=hr,
        person_id=own.person_id,
        details=replace(details_of(own), valid_from=date(2026, 11, 1)),
        now=NOW,
    )
    assert again.pk != own.pk
    assert [kind for kind, _ in changes()] == [ChangeKind.MEMBERSHIP_ENDED, ChangeKind.MEMBERSHIP_ADDED]
    with pytest.raises(MembershipExists):
        enter_membership(acting=hr, person_id=own.person_id, details=details_of(again), now=NOW)


def test_a_membership_entered_by_mistake_is_removed_with_its_roles(cast: Cast, hr: Acting) -> None:
    leader = Membership.objects.get(person=cast.eksjo.leader)
    remove_membership(acting=hr, membership_id=leader.pk, reason="Fel person", now=NOW)
    assert not Membership.objects.filter(person=cast.eksjo.leader).exists()
    assert not RoleAssignment.objects.filter(membership=leader.pk).exists()
    assert changes() == [(ChangeKind.MEMBERSHIP_REMOVED, "Fel person")]


def test_a_membership_through_which_something_was_done_is_not_removed(
    cast: Cast, course: MicroCoursePage, hr: Acting, own: Membership
) -> None:
    learned(cast, course, datetime(2026, 3, 5, 9, tzinfo=UTC))
    with pytest.raises(MembershipUsed):
        remove_membership(acting=hr, membership_id=own.pk, reason="Fel", now=NOW)
    assert Membership.objects.filter(pk=own.pk).exists()
    assert changes() == []


def test_the_last_hr_is_not_ended_without_a_confirmation(cast: Cast, hr: Acting) -> None:
    # The editor is an academy admin of Eksjö, and may enter people too.
    editor, last = (Membership.objects.get(person=person) for person in (cast.editor, cast.eksjo.hr))
    end_membership(acting=hr, membership_id=editor.pk, last_day=TODAY, now=NOW)
    with pytest.raises(LastManager):
        end_membership(acting=hr, membership_id=last.pk, last_day=TODAY, now=NOW)
    last.refresh_from_db()
    assert last.valid_to is None
    end_membership(acting=hr, membership_id=last.pk, last_day=TODAY, now=NOW, is_confirmed=True)
    last.refresh_from_db()
    assert last.valid_to == TODAY


@pytest.mark.parametrize("days", [(date(2026, 1, 1), None), (date(2026, 1, 1), date(2026, 11, 20))])
def test_no_correction_wakes_a_role_that_hr_may_not_give(
    cast: Cast, hr: Acting, days: tuple[date, date | None]
) -> None:
    row = Membership.objects.get(person=cast.editor)
    Membership.objects.filter(pk=row.pk).update(valid_to=date(2026, 6, 30))
    longer = replace(details_of(row), valid_from=days[0], valid_to=days[1])
    with pytest.raises(RolesProlonged):
        correct_membership(acting=hr, membership_id=row.pk, details=longer, reason="Tillbaka", now=NOW)
    row.refresh_from_db()
    assert (row.valid_to, changes()) == (date(2026, 6, 30), [])
    past = replace(longer, valid_to=date(2026, 7, 31))
    correct_membership(acting=hr, membership_id=row.pk, details=past, reason="Gick i juli", now=NOW)
    row.refresh_from_db()
    assert row.valid_to == date(2026, 7, 31)


def test_nobody_prolongs_a_role_of_their_own(cast: Cast, hr: Acting) -> None:
    row = Membership.objects.get(person=cast.eksjo.hr)
    Membership.objects.filter(pk=row.pk).update(valid_to=date(2026, 12, 31))
    row.refresh_from_db()
    with pytest.raises(RolesProlonged):
        correct_membership(
            acting=hr, membership_id=row.pk, details=replace(details_of(row), valid_to=None), reason="Kvar", now=NOW
        )
    row.refresh_from_db()
    assert (row.valid_to, changes()) == (date(2026, 12, 31), [])


def test_hr_prolongs_a_leader_whom_it_could_make_one(cast: Cast, hr: Acting) -> None:
    row = Membership.objects.get(person=cast.eksjo.leader)
    Membership.objects.filter(pk=row.pk).update(valid_to=date(2026, 6, 30))
    longer = replace(details_of(row), valid_to=None)
    correct_membership(acting=hr, membership_id=row.pk, details=longer, reason="Kom tillbaka", now=NOW)
    row.refresh_from_db()
    assert row.valid_to is None


def test_a_role_that_another_takes_back_meanwhile_is_written_down_once(
    cast: Cast, hr: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = RoleAssignment.objects.get(membership__person=cast.eksjo.leader)
    hold = roles._managed

    def held_too_late(acting: Acting, membership_id: int) -> Membership:
        membership = hold(acting, membership_id)
        RoleAssignment.objects.filter(pk=role.pk).delete()
        return membership

    monkeypatch.setattr(roles, "_managed", held_too_late)
    with pytest.raises(NotYours):
        roles.take_role_back(acting=hr, assignment_id=role.pk, now=NOW)
    assert changes() == []
