"""Private notes: kept, changed and deleted by their writer alone, on open and finished attempts, and told to nobody."""

import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.blocks.stream_block import StreamBlockValidationError

from academy.events import Event
from academy.scoping import unscoped
from analytics.models import Statement
from courses.blocks.steps import StepsBlock
from courses.models import MicroCoursePage
from learners.actions import enrol, reflect, take
from learners.actions.memberships import add_membership
from learners.errors import NoteTooLong, UnknownChoice
from learners.models import Enrolment, Membership, Note
from learners.models.reflections import NOTE_LENGTH
from learners.queries.enrolments import own_notes
from learners.tenancy import Acting
from tests.conftest import Cast, signed_in
from tests.courses import samples
from tests.learners.conftest import NOW, Stored, ids

FIRST, SECOND, THIRD = ids(*samples.STEPS)
THOUGHT = UUID(samples.fixed("thought"))
FIELD = f"note-{THOUGHT}"
MINE = "Pärmen i skåpet."
REFLECTION = {"id": str(THOUGHT), "type": "reflection", "value": {"text": "Vad kan du ta bort?"}}


@pytest.fixture
def attempt(learner: Acting, course: MicroCoursePage) -> Enrolment:
    """The learner's open attempt at the sample course, which begins with something to think about."""
    first, *others = samples.steps()
    first["value"]["body"].append(REFLECTION)
    course.steps = [first, *others]
    course.save_revision().publish()
    return enrol.begin(acting=learner, module_key=course.translation_key, now=NOW)


@pytest.fixture
def browser(cast: Cast, attempt: Enrolment) -> Client:
    return signed_in(cast.eksjo.learner)


def write(attempt: Enrolment, text: str, *, minutes: int = 0, thought: UUID = THOUGHT) -> int:
    return reflect.write_notes(enrolment=attempt, texts={thought: text}, now=NOW + timedelta(minutes=minutes))


def notes() -> list[tuple[Any, ...]]:
    with unscoped("test"):
        return list(Note.objects.values_list("reflection_id", "text", "written_at"))


def finish(attempt: Enrolment) -> None:
    take.complete_step(enrolment=attempt, step_id=FIRST, now=NOW)
    question, right = ids(samples.QUESTION, samples.RIGHT)
    take.answer(enrolment=attempt, step_id=SECOND, question_id=question, choice_id=right, now=NOW)
    for step in (SECOND, THIRD):
        take.complete_step(enrolment=attempt, step_id=step, now=NOW)
    attempt.refresh_from_db()


def at(attempt: Enrolment, number: int = 1) -> str:
    return f"/kurs/{attempt.public_id}/{number}/"


def test_a_note_is_kept_and_nothing_tells_of_it(attempt: Enrolment, told: list[Event]) -> None:
    before = Statement.objects.count()
    assert write(attempt, f"  {MINE}\r\nOch mer.\x00 ", minutes=2) == 1
    assert notes() == [(THOUGHT, f"{MINE}\nOch mer.", NOW + timedelta(minutes=2))]
    assert (told, Statement.objects.count()) == ([], before)
    attempt.refresh_from_db()
    assert attempt.seen_at == NOW + timedelta(minutes=2)


def test_a_statement_never_carries_a_note(attempt: Enrolment) -> None:
    write(attempt, MINE)
    finish(attempt)
    texts = [json.dumps(row, ensure_ascii=False, default=str) for row in Statement.objects.values()]
    assert len(texts) > 3
    assert not [text for text in texts if MINE in text or str(THOUGHT) in text]


def test_the_same_text_again_changes_nothing_and_a_new_one_replaces_it(attempt: Enrolment) -> None:
    write(attempt, MINE)
    assert write(attempt, MINE, minutes=1) == 0
    assert notes() == [(THOUGHT, MINE, NOW)]
    assert write(attempt, "Något annat.", minutes=2) == 1
    assert notes() == [(THOUGHT, "Något annat.", NOW + timedelta(minutes=2))]


def test_an_empty_text_deletes_also_when_the_course_is_finished(attempt: Enrolment) -> None:
    write(attempt, MINE)
    finish(attempt)
    assert write(attempt, " \n ", minutes=9) == 1
    assert notes() == []
    assert write(attempt, "") == 0
    assert Enrolment.objects.get(pk=attempt.pk).seen_at == attempt.seen_at


@pytest.mark.parametrize("problem", [UnknownChoice, NoteTooLong])
def test_what_is_refused_changes_nothing(
    attempt: Enrolment, problem: type[Exception], stored: Callable[[], Stored]
) -> None:
    write(attempt, MINE)
    before = stored(), notes()
    with pytest.raises(problem):
        if problem is UnknownChoice:
            write(attempt, MINE, thought=uuid.UUID(int=1))
        else:
            write(attempt, "a" * (NOTE_LENGTH + 1))
    assert (stored(), notes()) == before


def test_nobody_reads_anothers_notes(cast: Cast, attempt: Enrolment) -> None:
    write(attempt, MINE)
    assert own_notes(cast.eksjo.learner.pk, attempt)[THOUGHT].text == MINE
    for other in (cast.eksjo.leader, cast.eksjo.hr, cast.nassjo.learner):
        assert own_notes(other.pk, attempt) == {}
        client = signed_in(other)
        assert client.get(at(attempt)).status_code == 404
        assert client.post(at(attempt), {"keep": str(THOUGHT), FIELD: "Stulet"}).status_code == 404
    assert notes() == [(THOUGHT, MINE, NOW)]


def test_saving_comes_back_to_the_note(browser: Client, attempt: Enrolment) -> None:
    response = browser.post(at(attempt), {"action": "next", "keep": str(THOUGHT), FIELD: MINE})
    assert response.headers["Location"] == f"{at(attempt)}#q-{THOUGHT}"
    page = browser.get(at(attempt)).content.decode()
    assert f"\n{MINE}</textarea>" in page
    assert "Töm rutan och spara" in page


def test_next_keeps_what_is_written(browser: Client, attempt: Enrolment) -> None:
    response = browser.post(at(attempt), {"action": "next", FIELD: MINE})
    assert response.headers["Location"] == at(attempt, 2)
    assert [text for _, text, _ in notes()] == [MINE]


WAYS_OUT = [
    ({"leave": "start"}, "/"),
    ({"leave": "1"}, "/kurs/{}/1/"),
    ({"leave": "2"}, "/kurs/{}/2/"),
    ({"leave": "result"}, "/kurs/{}/"),
    ({"language": "en"}, "/en/kurs/{}/1/"),
]


@pytest.mark.parametrize(("way", "target"), WAYS_OUT, ids=str)
def test_every_way_out_keeps_what_is_written(
    browser: Client, attempt: Enrolment, way: dict[str, str], target: str
) -> None:
    response = browser.post(at(attempt), {"action": "next", FIELD: MINE} | way)
    assert (response.status_code, response.headers["Location"]) == (302, target.format(attempt.public_id))
    assert [text for _, text, _ in notes()] == [MINE]
    with unscoped("test"):
        assert attempt.steps.count() == 0


def test_no_way_out_of_a_step_with_a_note_is_a_link(browser: Client, attempt: Enrolment) -> None:
    browser.post(at(attempt), {"action": "next"})
    for is_over in (False, True):
        tree = BeautifulSoup(browser.get(at(attempt)).content, "html.parser")
        assert [a["href"] for a in tree.select("a")] == ["#content"]
        buttons = tree.select('button[form="next-step"][name]')
        posted = {(str(button["name"]), str(button["value"])) for button in buttons}
        expected = {("leave", "start"), ("leave", "1"), ("leave", "2"), ("language", "en"), ("keep", str(THOUGHT))}
        assert posted == expected | ({("leave", "3")} if is_over else set())
        if not is_over:
            finish(attempt)


def test_a_note_that_is_too_long_does_not_leave(browser: Client, attempt: Enrolment) -> None:
    text = "å" * (NOTE_LENGTH + 1)
    response = browser.post(at(attempt), {"leave": "start", FIELD: text})
    assert response.status_code == 422
    assert f"\n{text}</textarea>" in response.content.decode()


@pytest.mark.parametrize("way", ["", "9", "//elsewhere.example", "x"])
def test_one_leaves_for_the_courses_own_pages_alone(browser: Client, attempt: Enrolment, way: str) -> None:
    response = browser.post(at(attempt), {"leave": way})
    assert response.headers["Location"] == at(attempt)


def test_one_need_not_write(browser: Client, attempt: Enrolment) -> None:
    assert browser.post(at(attempt), {"action": "next", FIELD: ""}).headers["Location"] == at(attempt, 2)
    assert notes() == []


def test_a_note_that_is_too_long_is_still_in_its_box(browser: Client, attempt: Enrolment) -> None:
    text = "å" * (NOTE_LENGTH + 1)
    response = browser.post(at(attempt), {"action": "next", FIELD: text})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#q-{THOUGHT}"' in page
    assert f"\n{text}</textarea>" in page
    assert notes() == []
    assert browser.get(at(attempt, 2)).headers["Location"] == at(attempt)


def test_a_box_that_is_not_in_the_step_is_not_read(browser: Client, attempt: Enrolment) -> None:
    browser.post(at(attempt), {"action": "next", f"note-{uuid.UUID(int=1)}": MINE})
    assert notes() == []


def test_the_result_shows_ones_notes(browser: Client, attempt: Enrolment) -> None:
    finish(attempt)
    assert "Dina anteckningar" not in browser.get(f"/kurs/{attempt.public_id}/klart/").content.decode()
    write(attempt, f"{MINE}\n<b>fet</b>")
    page = browser.get(f"/kurs/{attempt.public_id}/klart/").content.decode()
    assert MINE in page
    assert "&lt;b&gt;fet" in page
    assert f"{at(attempt)}#q-{THOUGHT}" in page


def test_at_the_next_employer_one_still_deletes_it(cast: Cast, browser: Client, attempt: Enrolment) -> None:
    write(attempt, MINE)
    finish(attempt)
    with unscoped("test"):
        Membership.objects.filter(person=cast.eksjo.learner).update(valid_to=date(2026, 3, 1))
        add_membership(person=cast.eksjo.learner, unit=cast.nassjo.care, valid_from=date(2026, 3, 2))
    elsewhere = signed_in(cast.eksjo.learner)
    assert MINE in elsewhere.get(at(attempt)).content.decode()
    assert elsewhere.post(at(attempt), {"action": "next", "leave": "2", FIELD: "Kvar."}).headers["Location"] == at(
        attempt, 2
    )
    assert [text for _, text, _ in notes()] == ["Kvar."]
    assert elsewhere.post(at(attempt), {"action": "next", "keep": str(THOUGHT), FIELD: ""}).status_code == 302
    assert notes() == []


def test_a_step_with_a_question_and_a_reflection_is_not_published(course: MicroCoursePage) -> None:
    steps = samples.steps()
    course.steps = steps
    StepsBlock().clean(course.steps)
    steps[1]["value"]["body"].insert(0, REFLECTION)
    course.steps = steps
    with pytest.raises(StreamBlockValidationError) as refused:
        course.steps.stream_block.clean(course.steps)
    assert set(refused.value.block_errors) == {1}
