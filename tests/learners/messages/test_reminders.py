"""Reminders of a course that lies: once an attempt, and not for whoever is done, away or not interested."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from academy import deliveries
from academy.scoping import entered, unscoped
from courses.models import MicroCoursePage
from learners.actions import enrol
from learners.actions.messages import decline, send_due
from learners.actions.reminders import AFTER, BEFORE, remind_of_courses
from learners.messages.catalogue import COURSE_WAITING
from learners.models import Enrolment, Message
from tests.conftest import Cast, acting
from tests.learners.messages.samples import DIGEST, NOON

MOMENT = timedelta(seconds=1)


@pytest.fixture
def attempt(cast: Cast, course: MicroCoursePage) -> Enrolment:
    """An attempt of Eksjö's learner, last touched so long ago that it is time."""
    return lay_down(cast, course, NOON - AFTER)


def lay_down(cast: Cast, course: MicroCoursePage, seen_at: datetime, **fields: Any) -> Enrolment:
    learner = acting(cast.eksjo.learner)
    with entered(learner.scope):
        attempt = enrol.begin(acting=learner, module_key=course.translation_key, now=seen_at)
        Enrolment.objects.filter(pk=attempt.pk).update(seen_at=seen_at, **fields)
    return attempt


def test_it_is_written_once_and_leads_back_into_the_course(attempt: Enrolment, course: MicroCoursePage) -> None:
    assert remind_of_courses(NOON) == 1
    assert remind_of_courses(NOON + timedelta(hours=1)) == 0
    send_due(NOON)
    send_due(DIGEST)
    deliveries.sweep(DIGEST)
    (sent,) = mail.outbox
    assert sent.subject == f"Du har börjat på {course.title}"
    assert f"http://localhost:8000/kurs/{attempt.public_id}/" in sent.body


def test_nobody_is_reminded_too_soon_or_for_ever(attempt: Enrolment) -> None:
    assert remind_of_courses(NOON - MOMENT) == 0
    assert remind_of_courses(NOON - AFTER + BEFORE) == 0
    assert remind_of_courses(NOON - AFTER + BEFORE - MOMENT) == 1


@pytest.mark.parametrize("fields", [{"completed_at": NOON}, {"withdrawn_at": NOON}], ids=["done", "withdrawn"])
def test_what_is_over_is_over(cast: Cast, course: MicroCoursePage, fields: dict[str, Any]) -> None:
    lay_down(cast, course, NOON - AFTER, **fields)
    assert remind_of_courses(NOON) == 0
    with unscoped("test"):
        assert not Message.objects.exists()


def test_whoever_has_declined_is_left_alone(attempt: Enrolment, cast: Cast) -> None:
    remind_of_courses(NOON)
    send_due(NOON)
    decline(person_id=cast.eksjo.learner.pk, kind=COURSE_WAITING)
    assert send_due(DIGEST) == 0
    assert mail.outbox == []
