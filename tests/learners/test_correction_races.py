"""A click and a correction at the same time: whichever is first, the record says what holds afterwards."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from academy.scoping import entered, unscoped_quietly
from analytics.models import Statement
from courses.models import MicroCoursePage
from learners.actions import enrol, take
from learners.actions.memberships import correct_membership
from learners.membership_details import details_of
from learners.models import Enrolment, Membership
from learners.tenancy import Acting
from tests.conftest import Cast, acting
from tests.courses.samples import STEPS

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Click = Callable[[], None]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _two_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


@contextmanager
def _as(person: Acting) -> Iterator[None]:
    with entered(person.scope):
        yield


def _clicks(cast: Cast, course: MicroCoursePage, what: str) -> Click:
    learner = acting(cast.eksjo.learner)
    if what == "begin":

        def begin() -> None:
            with _as(learner):
                enrol.begin(acting=learner, module_key=course.translation_key, now=NOW)

        return begin
    with _as(learner):
        attempt: Enrolment = enrol.begin(acting=learner, module_key=course.translation_key, now=NOW)

    def step() -> None:
        with _as(learner):
            take.complete_step(enrolment=attempt, step_id=UUID(STEPS[0]), now=NOW)

    return step


def _corrects(cast: Cast) -> Click:
    hr = acting(cast.eksjo.hr)

    def correct() -> None:
        with _as(hr):
            own = Membership.objects.get(person=cast.eksjo.learner)
            details = replace(details_of(own), unit_id=cast.eksjo.school.pk)
            correct_membership(acting=hr, membership_id=own.pk, details=details, reason="Fel enhet", now=NOW)

    return correct


def _closing(action: Click) -> Click:
    def run() -> None:
        try:
            action()
        finally:
            connections.close_all()

    return run


@pytest.mark.parametrize("what", ["begin", "step"])
@pytest.mark.parametrize("first", ["click", "correction"])
def test_the_second_waits_for_the_first_and_nothing_keeps_the_old_unit(
    cast: Cast, course: MicroCoursePage, what: str, first: str
) -> None:
    actions = [_clicks(cast, course, what), _corrects(cast)]
    one, other = actions if first == "click" else actions[::-1]
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            one()
            waiting = thread.submit(_closing(other))
            time.sleep(0.5)
            assert not waiting.done()
        waiting.result(timeout=30)
    with unscoped_quietly("test"):
        assert set(Statement.objects.values_list("unit_id", flat=True)) == {cast.eksjo.school.pk}
