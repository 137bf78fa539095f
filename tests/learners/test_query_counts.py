"""Pages cost the same number of queries with two rows and with twenty."""

import uuid
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.competences.queries.choosing import by_keys
from courses.models import MicroCoursePage
from learners.actions import enrol, take
from learners.models import Enrolment
from learners.tenancy import Acting
from tests.conftest import Cast, signed_in
from tests.courses.samples import catalogue, sample_course, step, text
from tests.learners.conftest import NOW


def queries(client: Client, address: str) -> int:
    """Return how many queries a page costs, when what it needs of revisions is remembered."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def add_courses(learner: Acting, numbers: range, *, finish: bool) -> None:
    for number in numbers:
        page = sample_course(catalogue(), f"Kurs {number}", f"kurs-{number}")
        attempt = enrol.begin(acting=learner, module_key=page.translation_key, now=NOW)
        if finish:
            Enrolment.objects.filter(pk=attempt.pk).update(completed_at=NOW)


@pytest.mark.parametrize("finish", [False, True], ids=["begun", "finished"])
def test_the_start_page_costs_the_same_with_2_and_with_20_attempts(cast: Cast, learner: Acting, finish: bool) -> None:
    client = signed_in(cast.eksjo.learner)
    add_courses(learner, range(2), finish=finish)
    two = queries(client, "/")
    add_courses(learner, range(2, 20), finish=finish)
    assert queries(client, "/") == two


def test_the_start_page_costs_the_same_with_2_and_with_20_suggestions(cast: Cast, learner: Acting) -> None:
    client = signed_in(cast.eksjo.learner)
    for number in range(2):
        sample_course(catalogue(), f"Kurs {number}", f"kurs-{number}")
    two = queries(client, "/")
    for number in range(2, 20):
        sample_course(catalogue(), f"Kurs {number}", f"kurs-{number}")
    assert queries(client, "/") == two


def long_course(steps: int) -> MicroCoursePage:
    names = [str(uuid.uuid4()) for _ in range(steps)]
    page = MicroCoursePage(
        title=f"{steps} steg",
        slug=f"steg-{steps}",
        summary="Lång.",
        locale=catalogue().locale,
        steps=[step(name, f"Steg {n}", text(f"{steps} {n}", "<p>Text.</p>")) for n, name in enumerate(names)],
    )
    page.capabilities = by_keys(["utbilda"])
    catalogue().add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_a_step_costs_the_same_in_a_course_of_2_and_of_20_steps(cast: Cast, learner: Acting) -> None:
    client, counts = signed_in(cast.eksjo.learner), []
    for steps in (2, 20):
        page = long_course(steps)
        attempt = enrol.begin(acting=learner, module_key=page.translation_key, now=NOW)
        done = list(page.content().steps)[:-1]
        for this in done:
            take.complete_step(enrolment=attempt, step_id=UUID(str(this.id)), now=NOW)
        counts.append(queries(client, f"/kurs/{attempt.public_id}/{steps}/"))
    assert counts[0] == counts[1]


def test_a_result_costs_the_same_after_2_and_after_20_steps(cast: Cast, learner: Acting) -> None:
    client, counts = signed_in(cast.eksjo.learner), []
    for steps in (2, 20):
        page = long_course(steps)
        attempt = enrol.begin(acting=learner, module_key=page.translation_key, now=NOW)
        for this in page.content().steps:
            take.complete_step(enrolment=attempt, step_id=this.id, now=NOW)
        counts.append(queries(client, f"/kurs/{attempt.public_id}/klart/"))
    assert counts[0] == counts[1]
