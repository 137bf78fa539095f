"""What the pages offer next: never what one has taken, and with a reason that is true."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import MicroCoursePage
from learners.actions import enrol
from learners.models import Enrolment
from learners.tenancy import Acting
from tests.conftest import Cast, signed_in
from tests.courses.samples import catalogue, sample_course
from tests.learners.conftest import NOW


def test_a_result_offers_nothing_that_was_begun_or_finished(
    cast: Cast, learner: Acting, course: MicroCoursePage, attempt: Enrolment
) -> None:
    untouched, begun, finished = (sample_course(catalogue(), f"Kurs {n}", f"kurs-{n}") for n in range(3))
    for page in (begun, finished):
        enrol.begin(acting=learner, module_key=page.translation_key, now=NOW)
    Enrolment.objects.exclude(module_key=begun.translation_key).update(completed_at=NOW)
    browser, address = signed_in(cast.eksjo.learner), f"/kurs/{attempt.public_id}/klart/"
    offered = browser.get(address).context["next_suggestion"]
    assert offered.key == untouched.translation_key
    enrol.begin(acting=learner, module_key=untouched.translation_key, now=NOW)
    answer = browser.get(address)
    assert answer.context["next_suggestion"] is None
    assert "Nästa för dig" not in answer.content.decode()


@pytest.mark.parametrize(
    ("days", "minutes", "reason"),
    [
        (1, 6, "Ny i katalogen"),
        (59, 25, "Ny i katalogen"),
        (61, 10, "Ryms i en paus"),
        (61, 11, "Du har inte gått den än"),
    ],
)
def test_the_start_page_says_new_only_of_what_is_new(
    cast: Cast, course: MicroCoursePage, days: int, minutes: int, reason: str
) -> None:
    published = timezone.now() - timedelta(days=days)
    MicroCoursePage.objects.filter(pk=course.pk).update(first_published_at=published, minutes=minutes)
    suggestions = signed_in(cast.eksjo.learner).get("/").context["suggestions"]
    assert [(row["title"], row["reason"]) for row in suggestions] == [(course.title, reason)]
