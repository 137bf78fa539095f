"""What one has finished follows to another employer; what is open stays where it was begun; nobody else gets either."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from academy.scoping import entered, unscoped
from courses.models import MicroCoursePage
from learners.actions import enrol, take
from learners.actions.memberships import add_membership
from learners.models import Enrolment, Membership
from learners.queries.enrolments import answers_in_own_record, own_record, own_records, place_of_open_attempt
from tests.conftest import Cast, acting, signed_in
from tests.courses.samples import QUESTION, RIGHT, STEPS


def begun(cast: Cast, course: MicroCoursePage, *, finished: bool) -> Enrolment:
    person, now = acting(cast.eksjo.learner), timezone.now()
    with entered(person.scope):
        attempt = enrol.begin(acting=person, module_key=course.translation_key, now=now)
        for step in map(uuid.UUID, STEPS if finished else ()):
            if step == uuid.UUID(STEPS[1]):
                take.answer(
                    enrolment=attempt,
                    step_id=step,
                    question_id=uuid.UUID(QUESTION),
                    choice_id=uuid.UUID(RIGHT),
                    now=now,
                )
            take.complete_step(enrolment=attempt, step_id=step, now=now)
        attempt.refresh_from_db()
    return attempt


@pytest.fixture
def finished(cast: Cast, course: MicroCoursePage) -> Enrolment:
    return begun(cast, course, finished=True)


@pytest.fixture
def still_open(cast: Cast, course: MicroCoursePage) -> Enrolment:
    return begun(cast, course, finished=False)


def move(cast: Cast, *, to_nassjo: bool = True) -> Client:
    """The learner of Eksjö leaves, for Nässjö or for nowhere."""
    with unscoped("test"):
        Membership.objects.filter(person=cast.eksjo.learner).update(valid_to=date(2026, 3, 1))
        if to_nassjo:
            add_membership(person=cast.eksjo.learner, unit=cast.nassjo.care, valid_from=date(2026, 3, 2))
    return signed_in(cast.eksjo.learner)


@pytest.mark.parametrize("to_nassjo", [True, False])
def test_what_is_finished_is_read_at_the_next_employer_and_without_one(
    cast: Cast, finished: Enrolment, to_nassjo: bool
) -> None:
    client = move(cast, to_nassjo=to_nassjo)
    start = client.get("/").content.decode()
    assert f"/kurs/{finished.public_id}/klart/" in start
    result = client.get(f"/kurs/{finished.public_id}/klart/")
    assert result.status_code == 200
    assert "Eksjö kommun Almgran" in result.content.decode()
    assert client.get(f"/kurs/{finished.public_id}/").headers["Location"] == f"/kurs/{finished.public_id}/klart/"
    step = client.get(f"/kurs/{finished.public_id}/2/")
    assert step.status_code == 200
    assert "checked" in step.content.decode()


def test_what_is_finished_elsewhere_is_not_done_again_by_a_post(cast: Cast, finished: Enrolment) -> None:
    client = move(cast)
    answer = client.post(f"/kurs/{finished.public_id}/2/", {"action": "answer", "question": QUESTION, "choice": RIGHT})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/kurs/{finished.public_id}/")
    with unscoped("test"):
        assert Enrolment.objects.get().completed_at == finished.completed_at


def test_what_is_open_stays_where_it_was_begun(cast: Cast, still_open: Enrolment) -> None:
    client = move(cast)
    assert f"/kurs/{still_open.public_id}/" not in client.get("/").content.decode()
    for address in (f"/kurs/{still_open.public_id}/", f"/kurs/{still_open.public_id}/1/"):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain == [("/", 302)]
        assert "Du började kursen hos Eksjö kommun Almgran" in answer.content.decode()
    client.post(f"/kurs/{still_open.public_id}/1/", {"action": "next"})
    assert place_of_open_attempt(cast.eksjo.learner.pk, still_open.public_id) == "Eksjö kommun Almgran"


def test_it_goes_on_when_one_acts_there_again(cast: Cast, still_open: Enrolment) -> None:
    with unscoped("test"):
        other = add_membership(person=cast.eksjo.learner, unit=cast.nassjo.care, valid_from=date(2026, 3, 2))
        home = Membership.objects.get(person=cast.eksjo.learner, organisation=cast.eksjo.organisation)
    client = signed_in(cast.eksjo.learner)
    client.post(f"/dina-uppgifter/uppdrag/{other.pk}/valj/")
    assert client.get(f"/kurs/{still_open.public_id}/1/").headers["Location"] == "/"
    client.post(f"/dina-uppgifter/uppdrag/{home.pk}/valj/")
    assert client.get(f"/kurs/{still_open.public_id}/1/").status_code == 200


def test_a_new_one_is_begun_here(cast: Cast, still_open: Enrolment, course: MicroCoursePage) -> None:
    client = move(cast)
    answer = client.post(f"/kurs/{course.translation_key}/borja/")
    assert answer.status_code == 302
    with unscoped("test"):
        rows = Enrolment.objects.order_by("pk").values_list("organisation__slug", flat=True)
        assert list(rows) == ["eksjo", "nassjo"]


def test_the_catalogue_marks_it_as_done(cast: Cast, finished: Enrolment) -> None:
    assert "Klar" in move(cast).get("/katalog/").content.decode()


@pytest.mark.parametrize("state", ["finished", "still_open"])
def test_nobody_else_gets_it(cast: Cast, state: str, request: pytest.FixtureRequest) -> None:
    attempt: Enrolment = request.getfixturevalue(state)
    move(cast)
    others: list[Any] = [
        *(cast.eksjo.leader, cast.eksjo.hr, cast.editor, cast.nassjo.learner, cast.nassjo.leader, cast.nassjo.hr),
        cast.stranger,
    ]
    for person in others:
        client = signed_in(person)
        answers = [client.get(f"/kurs/{attempt.public_id}/{rest}").status_code for rest in ("", "1/", "klart/")]
        assert answers == [404, 404, 404], person
        assert client.post(f"/kurs/{attempt.public_id}/1/", {"action": "next"}).status_code == 404
        assert own_record(person.pk, attempt.public_id) is None
        assert own_records(person.pk) == []
        assert answers_in_own_record(person.pk, attempt) == {}
        assert place_of_open_attempt(person.pk, attempt.public_id) is None
        assert str(attempt.public_id) not in client.get("/").content.decode()
