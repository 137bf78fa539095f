"""Taking a module: the server judges, first tries count, and what is refused changes nothing."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from academy.events import Event
from courses.api import content
from learners.actions import take
from learners.errors import AttemptClosed, CannotDo, QuestionsRemain, StepNotReached, UnknownChoice
from learners.events import ModuleCompleted, QuestionAnswered, StepCompleted
from learners.models import Answer, Enrolment, StepProgress
from tests.courses.samples import QUESTION, RIGHT, STEPS, WORSE, WRONG
from tests.learners.conftest import NOW, Stored, ids

FIRST, SECOND, THIRD = ids(*STEPS)
ASKED, CORRECT, MISTAKE, WORST = ids(QUESTION, RIGHT, WRONG, WORSE)


def answer(
    attempt: Enrolment, choice: UUID, *, minutes: int = 0, question: UUID = ASKED, step: UUID = SECOND
) -> Answer:
    now = NOW + timedelta(minutes=minutes)
    return take.answer(enrolment=attempt, step_id=step, question_id=question, choice_id=choice, now=now)


def complete(attempt: Enrolment, *steps: UUID) -> take.Outcome:
    for step in steps:
        outcome = take.complete_step(enrolment=attempt, step_id=step, now=NOW)
    return outcome


@pytest.fixture
def at_question(attempt: Enrolment) -> Enrolment:
    """The attempt, with its first step done."""
    complete(attempt, FIRST)
    return attempt


@pytest.fixture
def finished(at_question: Enrolment) -> Enrolment:
    """The attempt, taken to its end with a wrong answer first."""
    answer(at_question, MISTAKE)
    answer(at_question, CORRECT, minutes=1)
    complete(at_question, SECOND, THIRD)
    at_question.refresh_from_db()
    return at_question


def test_a_right_answer_settles_the_question(at_question: Enrolment, told: list[Event]) -> None:
    given = answer(at_question, CORRECT, minutes=3)
    assert (given.is_correct, given.first_was_correct, given.attempts, given.is_settled) == (True, True, 1, True)
    (event,) = told
    assert isinstance(event, QuestionAnswered)
    assert (event.question.id, event.is_correct, event.attempt) == (ASKED, True, 1)
    at_question.refresh_from_db()
    assert at_question.seen_at == NOW + timedelta(minutes=3)


def test_a_wrong_answer_may_be_tried_again_and_the_first_try_counts(at_question: Enrolment, told: list[Event]) -> None:
    first = answer(at_question, MISTAKE)
    assert (first.is_correct, first.first_was_correct, first.is_settled) == (False, False, False)
    second = answer(at_question, CORRECT, minutes=1)
    assert (second.pk, second.is_correct, second.first_was_correct, second.attempts) == (first.pk, True, False, 2)
    heard = [(event.is_correct, event.attempt) for event in told if isinstance(event, QuestionAnswered)]
    assert heard == [(False, 1), (True, 2)]


def test_the_same_choice_twice_is_one_try(at_question: Enrolment, stored: Callable[[], Stored]) -> None:
    answer(at_question, MISTAKE)
    before = stored()
    assert answer(at_question, MISTAKE, minutes=1).attempts == 1
    assert stored() == before


@pytest.mark.parametrize("choice", [MISTAKE, WORST, CORRECT])
def test_after_the_right_answer_nothing_changes(
    at_question: Enrolment, choice: UUID, stored: Callable[[], Stored]
) -> None:
    answer(at_question, CORRECT)
    before = stored()
    assert answer(at_question, choice, minutes=1).choice_id == CORRECT
    assert stored() == before


@pytest.mark.parametrize(
    ("forged", "problem"),
    [
        ({"choice": uuid.UUID(int=1)}, UnknownChoice),
        ({"choice": ASKED}, UnknownChoice),
        ({"question": uuid.UUID(int=1)}, UnknownChoice),
        ({"step": uuid.UUID(int=1)}, UnknownChoice),
        ({"step": FIRST}, UnknownChoice),
        ({"step": THIRD}, StepNotReached),
    ],
)
def test_forged_answers_change_nothing(
    at_question: Enrolment, forged: dict[str, UUID], problem: type[CannotDo], stored: Callable[[], Stored]
) -> None:
    before = stored()
    with pytest.raises(problem):
        answer(
            at_question,
            forged.get("choice", CORRECT),
            question=forged.get("question", ASKED),
            step=forged.get("step", SECOND),
        )
    assert stored() == before


def test_skipping_ahead_changes_nothing(attempt: Enrolment, stored: Callable[[], Stored]) -> None:
    before = stored()
    with pytest.raises(StepNotReached):
        answer(attempt, CORRECT)
    with pytest.raises(StepNotReached):
        complete(attempt, THIRD)
    assert stored() == before


def test_a_shown_answer_lets_one_go_on_and_counts_as_it_was(at_question: Enrolment, told: list[Event]) -> None:
    answer(at_question, MISTAKE)
    take.show_answer(enrolment=at_question, step_id=SECOND, question_id=ASKED, now=NOW)
    row = Answer.objects.get()
    assert (row.shown_at, row.is_correct, row.first_was_correct, row.is_settled) == (NOW, False, False, True)
    assert len(told) == 1
    complete(at_question, SECOND, THIRD)
    at_question.refresh_from_db()
    assert (at_question.correct, at_question.questions) == (0, 1)


def test_an_answer_is_not_shown_before_something_was_tried(
    at_question: Enrolment, stored: Callable[[], Stored]
) -> None:
    before = stored()
    with pytest.raises(UnknownChoice):
        take.show_answer(enrolment=at_question, step_id=SECOND, question_id=ASKED, now=NOW)
    assert stored() == before


def test_showing_what_was_answered_rightly_changes_nothing(
    at_question: Enrolment, stored: Callable[[], Stored]
) -> None:
    answer(at_question, CORRECT)
    before = stored()
    take.show_answer(enrolment=at_question, step_id=SECOND, question_id=ASKED, now=NOW)
    assert stored() == before


def test_completing_a_step_is_told_once(attempt: Enrolment, told: list[Event], stored: Callable[[], Stored]) -> None:
    assert not complete(attempt, FIRST).is_finished
    before = stored()
    assert not complete(attempt, FIRST).is_finished
    assert stored() == before
    (event,) = told
    assert isinstance(event, StepCompleted)
    assert (event.step.id, event.step.number, event.step.title) == (FIRST, 1, "Börja här")
    assert [row.step_id for row in StepProgress.objects.all()] == [FIRST]


def test_a_step_with_open_questions_is_not_completed(at_question: Enrolment, stored: Callable[[], Stored]) -> None:
    answer(at_question, MISTAKE)
    before = stored()
    with pytest.raises(QuestionsRemain) as refusal:
        complete(at_question, SECOND)
    assert refusal.value.questions == [QUESTION]
    assert stored() == before


def test_the_last_step_finishes_the_module_and_its_score_is_of_first_tries(
    at_question: Enrolment, told: list[Event]
) -> None:
    answer(at_question, CORRECT)
    assert not complete(at_question, SECOND).is_finished
    assert complete(at_question, THIRD).is_finished
    at_question.refresh_from_db()
    assert (at_question.completed_at, at_question.correct, at_question.questions) == (NOW, 1, 1)
    assert isinstance(told[-1], ModuleCompleted)
    assert (told[-1].correct, told[-1].questions) == (1, 1)
    assert [type(event) for event in told] == [QuestionAnswered, StepCompleted, StepCompleted, ModuleCompleted]


def test_a_wrong_first_try_does_not_score(finished: Enrolment) -> None:
    assert (finished.correct, finished.questions) == (0, 1)


def test_a_finished_attempt_never_changes(finished: Enrolment, stored: Callable[[], Stored]) -> None:
    before = stored()
    for act in (
        lambda: answer(finished, CORRECT),
        lambda: complete(finished, FIRST),
        lambda: take.show_answer(enrolment=finished, step_id=SECOND, question_id=ASKED, now=NOW),
    ):
        with pytest.raises(AttemptClosed):
            act()
    assert stored() == before


def test_a_withdrawn_attempt_is_closed(at_question: Enrolment) -> None:
    Enrolment.objects.update(withdrawn_at=NOW)
    with pytest.raises(AttemptClosed):
        answer(at_question, CORRECT)
    assert not Answer.objects.exists()


def test_a_failing_listener_leaves_nothing_half_written(
    at_question: Enrolment, told: list[Event], stored: Callable[[], Stored], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(event: Event) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("learners.actions.take.publish", fail)
    before = stored()
    with pytest.raises(OSError, match="disk full"):
        answer(at_question, CORRECT)
    with pytest.raises(QuestionsRemain):
        complete(at_question, SECOND)
    assert stored() == before


def test_the_sample_course_is_what_these_tests_think(attempt: Enrolment) -> None:
    found = content(attempt.revision_id)
    assert [step.id for step in found.steps] == [FIRST, SECOND, THIRD]
    assert [(question.id, question.right.id) for question in found.questions] == [(ASKED, CORRECT)]
