"""The learner's thread without a browser: begin, answer, be interrupted, go on, finish."""

import re

from django.test import Client

from academy.scoping import unscoped
from analytics.models import Statement
from courses.models import MicroCoursePage
from learners.models import Enrolment
from tests.conftest import PASSWORD, Cast, signed_in
from tests.courses.samples import QUESTION, RIGHT, STEPS, WRONG


def begin(client: Client, course: MicroCoursePage) -> str:
    """Begin the course as a form would, and return the address of its first step."""
    response = client.post(f"/kurs/{course.translation_key}/borja/", follow=True)
    assert response.status_code == 200
    return str(response.redirect_chain[-1][0])


def test_a_learner_takes_a_course_on_two_devices(cast: Cast, course: MicroCoursePage) -> None:
    phone = Client()
    assert phone.post("/konto/login/", {"login": cast.eksjo.learner.email, "password": PASSWORD}).status_code == 302
    start = phone.get("/").content.decode()
    assert "Fråga först" in start
    step_1 = begin(phone, course)
    assert step_1.endswith("/1/")
    step_2 = phone.post(step_1, {"action": "next"}).headers["Location"]
    assert step_2.endswith("/2/")
    phone.post(step_2, {"action": "answer", "question": QUESTION, "choice": WRONG})

    computer = signed_in(cast.eksjo.learner)
    page = computer.get(re.sub(r"/\d/$", "/", step_1), follow=True)
    assert page.redirect_chain[-1][0] == step_2
    assert "Om Ringer." in page.content.decode()
    computer.post(step_2, {"action": "answer", "question": QUESTION, "choice": RIGHT})
    step_3 = computer.post(step_2, {"action": "next"}).headers["Location"]
    result = computer.post(step_3, {"action": "next"}, follow=True)
    assert result.redirect_chain[-1][0].endswith("/klart/")
    with unscoped("test"):
        attempt = Enrolment.objects.get()
        assert (attempt.correct, attempt.questions) == (0, 1)
        assert attempt.completed_at is not None
        verbs = [s.verb.rsplit("/", 1)[-1] for s in Statement.objects.order_by("id")]
    assert verbs == ["registered", "completed", "answered", "answered", "completed", "completed", "completed"]
    assert len(STEPS) == 3
