"""Beginning a module: one open attempt, however often and however fast one presses."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connections

from academy.events import Event
from academy.scoping import entered
from analytics.models import Statement
from courses.models import MicroCoursePage
from learners.actions import enrol
from learners.errors import ModuleNotOpen
from learners.events import EnrolmentCreated
from learners.models import Account, Enrolment
from learners.tenancy import Acting
from tests.conftest import Cast, acting, signed_in
from tests.learners.conftest import NOW, Stored


def test_an_attempt_is_pinned_to_the_revision_and_membership_of_the_day(
    learner: Acting, course: MicroCoursePage, told: list[Event]
) -> None:
    attempt = enrol.begin(acting=learner, module_key=course.translation_key, now=NOW)
    assert (attempt.person_id, attempt.organisation_id) == (learner.person_id, learner.organisation.id)
    assert (attempt.membership_id, attempt.revision_id) == (learner.membership_id, course.live_revision_id)
    assert (attempt.begun_at, attempt.seen_at, attempt.completed_at, attempt.source) == (NOW, NOW, None, "self")
    (event,) = told
    assert isinstance(event, EnrolmentCreated)
    assert (event.registration, event.source, event.occurred_at) == (attempt.registration, "self", NOW)
    assert event.account == Account.objects.get(person_id=learner.person_id).name
    assert Statement.objects.get().statement_id == event.event_id


def test_pressing_twice_makes_one_attempt(cast: Cast, course: MicroCoursePage, stored: Callable[[], Stored]) -> None:
    client = signed_in(cast.eksjo.learner)
    first = client.post(f"/kurs/{course.translation_key}/borja/")
    before = stored()
    second = client.post(f"/kurs/{course.translation_key}/borja/")
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert stored() == before
    assert len(before["Enrolment"]) == len(before["Statement"]) == 1


def test_after_finishing_a_new_attempt_begins(attempt: Enrolment, learner: Acting) -> None:
    Enrolment.objects.update(completed_at=NOW)
    again = enrol.begin(acting=learner, module_key=attempt.module_key, now=NOW + timedelta(days=1))
    assert again.pk != attempt.pk
    assert again.registration != attempt.registration
    assert Enrolment.objects.count() == 2


def test_an_unknown_module_is_not_open(learner: Acting, stored: Callable[[], Stored], course: MicroCoursePage) -> None:
    before = stored()
    with pytest.raises(ModuleNotOpen):
        enrol.begin(acting=learner, module_key=uuid.uuid4(), now=NOW)
    assert stored() == before


def test_an_unpublished_module_is_a_404_and_begins_nothing(
    cast: Cast, course: MicroCoursePage, stored: Callable[[], Stored]
) -> None:
    course.unpublish()
    before = stored()
    assert signed_in(cast.eksjo.learner).post(f"/kurs/{course.translation_key}/borja/").status_code == 404
    assert stored() == before


def test_an_open_attempt_goes_on_after_the_module_is_unpublished(
    cast: Cast, attempt: Enrolment, course: MicroCoursePage
) -> None:
    course.unpublish()
    page = signed_in(cast.eksjo.learner).get(f"/kurs/{attempt.public_id}/1/")
    assert page.status_code == 200
    assert "Börja här" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_attempt(cast: Cast, course: MicroCoursePage) -> None:
    learner, together = acting(cast.eksjo.learner), Barrier(4)
    made: list[UUID] = []

    def press() -> None:
        together.wait(timeout=10)
        with entered(learner.scope):
            made.append(enrol.begin(acting=learner, module_key=course.translation_key, now=NOW).registration)
        connections.close_all()

    presses = [Thread(target=press) for _ in range(4)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join(timeout=60)
    with entered(learner.scope):
        (only,) = Enrolment.objects.all()
        assert made == [only.registration] * 4
        assert Statement.objects.count() == 1
