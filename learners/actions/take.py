"""Taking a module: answering, being shown an answer, completing steps. The server decides what counts."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from academy.events import publish
from academy.periods import local_day
from courses import api as courses
from courses.content import ModuleContent, Question, Step
from learners.actions.attempts import event_fields, locked
from learners.errors import QuestionsRemain, StepNotReached, UnknownChoice
from learners.events import ModuleCompleted, QuestionAnswered, StepCompleted
from learners.models import Answer, Enrolment, StepProgress
from learners.queries.enrolments import answers_in, steps_done


@dataclass(frozen=True)
class Outcome:
    """What an action led to."""

    is_finished: bool = False


@transaction.atomic
def answer(*, enrolment: Enrolment, step_id: UUID, question_id: UUID, choice_id: UUID, now: datetime) -> Answer:
    """Judge and keep an answer. The same choice sent twice is one attempt; after the right answer nothing changes.

    Raises AttemptClosed, StepNotReached or UnknownChoice; then nothing is written.
    """
    attempt = locked(enrolment)
    content = courses.content(attempt.revision_id)
    step, question = _question(attempt, content, step_id, question_id)
    choice = question.choice(choice_id)
    if choice is None:
        raise UnknownChoice(str(choice_id))
    before = Answer.objects.filter(enrolment=attempt, question_id=question_id).first()
    if before and (before.is_settled or before.choice_id == choice_id):
        return before
    given = _keep(attempt, before, question, choice_id, choice.is_correct, now)
    _touch(attempt, now)
    publish(
        QuestionAnswered(
            event_id=uuid.uuid4(),
            occurred_at=now,
            step=content.step_activity(step),
            question=content.question_activity(question),
            is_correct=given.is_correct,
            attempt=given.attempts,
            **event_fields(attempt, content, local_day(now)),
        )
    )
    return given


def _keep(
    attempt: Enrolment, before: Answer | None, question: Question, choice: UUID, right: bool, now: datetime
) -> Answer:
    row = before or Answer(enrolment=attempt, question_id=question.id, first_was_correct=right, attempts=0)
    row.choice_id, row.is_correct, row.answered_at = choice, right, now
    row.attempts += 1
    row.save()
    return row


@transaction.atomic
def show_answer(*, enrolment: Enrolment, step_id: UUID, question_id: UUID, now: datetime) -> None:
    """Show the right answer to someone who has tried; the first try keeps counting as it was.

    Raises AttemptClosed, StepNotReached or UnknownChoice (also when nothing has been tried yet).
    """
    attempt = locked(enrolment)
    _question(attempt, courses.content(attempt.revision_id), step_id, question_id)
    row = Answer.objects.filter(enrolment=attempt, question_id=question_id).first()
    if row is None:
        raise UnknownChoice("Nothing has been tried yet.")
    if not row.is_settled:
        row.shown_at = now
        row.save(update_fields=["shown_at"])
        _touch(attempt, now)


@transaction.atomic
def complete_step(*, enrolment: Enrolment, step_id: UUID, now: datetime) -> Outcome:
    """Complete a step, and with the last one the module. Completing a step twice changes nothing.

    Raises AttemptClosed, StepNotReached, UnknownChoice or QuestionsRemain; then nothing is written.
    """
    attempt = locked(enrolment)
    content = courses.content(attempt.revision_id)
    step = _reached_step(attempt, content, step_id)
    _require_settled(attempt, step)
    done = steps_done([attempt.pk])[attempt.pk]
    if step_id in done:
        return Outcome()
    StepProgress.objects.create(enrolment=attempt, step_id=step_id, completed_at=now)
    fields = event_fields(attempt, content, local_day(now))
    publish(StepCompleted(event_id=uuid.uuid4(), occurred_at=now, step=content.step_activity(step), **fields))
    if any(other.id not in done | {step_id} for other in content.steps):
        _touch(attempt, now)
        return Outcome()
    _finish(attempt, content, now)
    publish(
        ModuleCompleted(
            event_id=uuid.uuid4(), occurred_at=now, correct=attempt.correct, questions=attempt.questions, **fields
        )
    )
    return Outcome(is_finished=True)


def _finish(attempt: Enrolment, content: ModuleContent, now: datetime) -> None:
    answers = answers_in(attempt)
    attempt.correct = sum(answer.first_was_correct for answer in answers.values())
    attempt.questions = len(content.questions)
    attempt.completed_at = attempt.seen_at = now
    attempt.save(update_fields=["correct", "questions", "completed_at", "seen_at"])


def _touch(attempt: Enrolment, now: datetime) -> None:
    attempt.seen_at = now
    attempt.save(update_fields=["seen_at"])


def _question(attempt: Enrolment, content: ModuleContent, step_id: UUID, question_id: UUID) -> tuple[Step, Question]:
    step = _reached_step(attempt, content, step_id)
    found = next((question for question in step.questions if question.id == question_id), None)
    if found is None:
        raise UnknownChoice(str(question_id))
    return step, found


def _reached_step(attempt: Enrolment, content: ModuleContent, step_id: UUID) -> Step:
    step = next((step for step in content.steps if step.id == step_id), None)
    if step is None:
        raise UnknownChoice(str(step_id))
    done = steps_done([attempt.pk])[attempt.pk]
    if any(earlier.id not in done for earlier in content.steps[: step.number - 1]):
        raise StepNotReached(str(step_id))
    return step


def _require_settled(attempt: Enrolment, step: Step) -> None:
    answers = answers_in(attempt)
    remaining = [q for q in step.questions if q.id not in answers or not answers[q.id].is_settled]
    if remaining:
        raise QuestionsRemain([str(question.id) for question in remaining])
