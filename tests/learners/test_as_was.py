"""Events say who the learner was when it happened; moving on rewrites nothing."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from academy.events import Event
from academy.scoping import entered, unscoped_quietly
from analytics.models import Statement
from courses.models import MicroCoursePage
from learners.actions import enrol, take
from learners.actions.memberships import add_membership
from learners.events import LearningEvent
from learners.models import Enrolment, Membership, Organisation
from learners.queries.acting import acting_for
from tests.conftest import Cast, acting, signed_in
from tests.courses.samples import STEPS
from tests.learners.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def moved(cast: Cast, attempt: Enrolment) -> Membership:
    """The learner has left care, and works in the school as a key person from today."""
    Membership.objects.filter(pk=attempt.membership_id).update(valid_to=TODAY - timedelta(days=1))
    return add_membership(
        person=cast.eksjo.learner,
        unit=cast.eksjo.school,
        valid_from=TODAY,
        sector="education",
        leader_group="key_person",
    )


def dimensions(event: Event) -> tuple[int, int, str, str]:
    assert isinstance(event, LearningEvent)
    said = event.dimensions
    return said.organisation_id, said.unit_id, said.sector, said.leader_group


def test_what_happens_after_a_move_carries_the_new_unit_and_what_was_before_keeps_the_old(
    cast: Cast, attempt: Enrolment, moved: Membership, told: list[Event]
) -> None:
    take.complete_step(enrolment=attempt, step_id=UUID(STEPS[0]), now=NOW)
    organisation = cast.eksjo.organisation.pk
    assert [dimensions(event) for event in told] == [(organisation, cast.eksjo.school.pk, "education", "key_person")]
    rows = Statement.objects.order_by("pk").values_list("unit_id", "sector", "leader_group")
    assert list(rows) == [(cast.eksjo.care.pk, "care", ""), (cast.eksjo.school.pk, "education", "key_person")]


def test_after_leaving_the_organisation_the_last_membership_there_is_said(
    cast: Cast, attempt: Enrolment, told: list[Event]
) -> None:
    Membership.objects.filter(pk=attempt.membership_id).update(valid_to=TODAY - timedelta(days=1))
    take.complete_step(enrolment=attempt, step_id=UUID(STEPS[0]), now=NOW)
    assert [dimensions(event) for event in told] == [(cast.eksjo.organisation.pk, cast.eksjo.care.pk, "care", "")]


def test_a_second_job_in_another_municipality_is_not_mixed_in(
    cast: Cast, course: MicroCoursePage, told: list[Event]
) -> None:
    with unscoped_quietly("test"):
        add_membership(
            person=cast.eksjo.learner, unit=cast.nassjo.school, valid_from=date(2026, 2, 1), sector="education"
        )
    first_job = acting(cast.eksjo.learner)
    assert first_job.organisation.id == cast.eksjo.organisation.pk
    with entered(first_job.scope):
        enrol.begin(acting=first_job, module_key=course.translation_key, now=NOW)
    assert [dimensions(event) for event in told] == [(cast.eksjo.organisation.pk, cast.eksjo.care.pk, "care", "")]


@pytest.mark.parametrize(
    ("day", "acts"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 11, 19), True), (date(2026, 11, 20), False)],
)
def test_a_membership_holds_from_its_first_day_to_its_last(cast: Cast, day: date, acts: bool) -> None:
    with unscoped_quietly("test"):
        Membership.objects.filter(person=cast.eksjo.learner).update(valid_to=date(2026, 11, 19))
    assert (acting_for(cast.eksjo.learner, day) is not None) is acts


def test_without_a_current_membership_the_start_page_says_so_and_nothing_else_opens(
    cast: Cast, attempt: Enrolment
) -> None:
    Membership.objects.filter(person=cast.eksjo.learner).update(valid_to=date(2026, 2, 1))
    client = signed_in(cast.eksjo.learner)
    start = client.get("/")
    assert start.status_code == 200
    assert start.templates[0].name == "learners/no_membership.html"
    # One's own attempt is known, and goes on only where it was begun: back to the start page, which says so.
    assert client.get(f"/kurs/{attempt.public_id}/1/").headers["Location"] == "/"
    assert client.post(f"/kurs/{attempt.module_key}/borja/").status_code == 404
    assert client.get("/nyckeltal/").status_code == 404
    assert client.get("/katalog/").status_code == 200


def test_roles_end_with_their_membership(cast: Cast) -> None:
    client = signed_in(cast.eksjo.hr)
    assert client.get("/nyckeltal/eksjo/").status_code == 200
    with unscoped_quietly("test"):
        Membership.objects.filter(person=cast.eksjo.hr).update(valid_to=date(2026, 2, 1))
        assert Organisation.objects.count() == 3
    assert client.get("/nyckeltal/eksjo/").status_code == 404
