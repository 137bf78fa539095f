"""From rows and content to what the templates of taking a module show. The answer key stays here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from courses import api as courses
from courses.content import Block, Choice, ModuleContent, Question, Reflection, Step
from learners.models import Answer, Enrolment, Note
from learners.models.reflections import NOTE_LENGTH
from learners.queries.shelf import minutes_left, not_taken, track

Answers = dict[UUID, Answer]
Notes = dict[UUID, tuple[str, datetime | None]]
KEEP_FORM = "next-step"
TO_START, TO_RESULT = "start", "result"
"""What the ways out of a step post, beside the numbers of steps."""


def anchor(block_id: UUID) -> str:
    """Return the fragment that leads to a question or a reflection on its page."""
    return f"q-{block_id}"


def step_page(
    attempt: Enrolment,
    content: ModuleContent,
    this: Step,
    done: set[UUID],
    answers: Answers,
    remaining: list[str],
    notes: Notes,
) -> dict[str, Any]:
    """Return the context of one step.

    `remaining` are the questions that a press on Next found unanswered, and the reflections with too long a note.
    `notes` are texts and when they were saved, by reflection.
    """
    is_last = this.number == len(content.steps)
    return {
        "course": {"title": content.title, "url": _course_url(content), "language": content.activity.language},
        "step": {
            "id": this.id,
            "iri": content.step_activity(this).iri,
            "number": this.number,
            "count": len(content.steps),
            "title": this.title,
            "minutes_left": minutes_left(content, this.number),
            "done": this.id in done,
        },
        "steps": _contents(attempt, content, this, done),
        "track": track(content, done, this.number),
        "blocks": [_block(block, content, answers, notes, remaining) for block in this.blocks],
        "attempt": attempt.public_id,
        "saved_at": attempt.seen_at,
        "back": _back(attempt, content, this),
        "leave_url": reverse("start"),
        "keep_form": KEEP_FORM if this.reflections else "",
        "next_label": _("Finish the course") if is_last else _("Next step"),
        "next_ready": all(q.id in answers and answers[q.id].is_settled for q in this.questions),
        "errors": _errors(this, remaining),
        "is_over": not attempt.is_open,
        "result_url": reverse("learners:result", args=[attempt.public_id]),
        "next_number": None if is_last else this.number + 1,
        "next_url": None if is_last else reverse("learners:step", args=[attempt.public_id, this.number + 1]),
    }


def _course_url(content: ModuleContent) -> str:
    page = courses.module_page(content.activity.key)
    return page.get_url() if page else reverse("start")


def _contents(attempt: Enrolment, content: ModuleContent, this: Step, done: set[UUID]) -> list[dict[str, Any]]:
    first_open = next((step.number for step in content.steps if step.id not in done), len(content.steps))
    return [
        {
            "number": step.number,
            "title": step.title,
            "state": "now" if step == this else "done" if step.id in done else "later",
            "url": _step_url(attempt, step) if step.number <= first_open or not attempt.is_open else None,
        }
        for step in content.steps
    ]


def _step_url(attempt: Enrolment, step: Step) -> str:
    return reverse("learners:step", args=[attempt.public_id, step.number])


def _back(attempt: Enrolment, content: ModuleContent, this: Step) -> dict[str, Any] | None:
    if this.number == 1:
        return None
    before = content.steps[this.number - 2]
    return {"url": _step_url(attempt, before), "number": before.number, "title": before.title}


def _block(
    block: Block, content: ModuleContent, answers: Answers, notes: Notes, remaining: list[str]
) -> dict[str, Any]:
    question = _question(block.question, content, answers) if block.question else None
    reflection = _reflection(block.reflection, notes, remaining) if block.reflection else None
    return {"id": block.id, "type": block.type, "value": block.value, "question": question, "reflection": reflection}


def _reflection(reflection: Reflection, notes: Notes, remaining: list[str]) -> dict[str, Any]:
    text, written_at = notes.get(reflection.id, ("", None))
    return {
        "id": reflection.id,
        "anchor": anchor(reflection.id),
        "text": reflection.text,
        "note": text,
        "written_at": written_at,
        "limit": NOTE_LENGTH,
        "is_wrong": str(reflection.id) in remaining,
    }


def _question(question: Question, content: ModuleContent, answers: Answers) -> dict[str, Any]:
    answer = answers.get(question.id)
    numbers = [other.id for other in content.questions]
    return {
        "id": question.id,
        "anchor": anchor(question.id),
        "text": question.text,
        "number": numbers.index(question.id) + 1,
        "total": len(numbers),
        "choices": [_choice(choice, answer) for choice in question.choices],
        "outcome": _outcome(answer),
        "feedback": _feedback(question, answer),
        "attempts": answer.attempts if answer else 0,
    }


def _choice(choice: Choice, answer: Answer | None) -> dict[str, Any]:
    picked = answer is not None and answer.choice_id == choice.id
    shown = answer is not None and answer.is_settled and choice.is_correct
    mark = "right" if shown else "wrong" if picked else ""
    return {"id": choice.id, "text": choice.text, "checked": picked, "mark": mark}


def _outcome(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return "right" if answer.is_correct else "shown" if answer.shown_at else "wrong"


def _feedback(question: Question, answer: Answer | None) -> str:
    if answer is None:
        return ""
    if answer.shown_at and not answer.is_correct:
        return question.right.feedback
    choice = question.choice(answer.choice_id)
    return choice.feedback if choice else ""


def _errors(this: Step, remaining: list[str]) -> list[dict[str, str]]:
    questions = [_error(question) for question in this.questions if str(question.id) in remaining]
    return questions + [_too_long(reflection) for reflection in this.reflections if str(reflection.id) in remaining]


def _error(question: Question) -> dict[str, str]:
    return {"anchor": anchor(question.id), "text": _("Answer the question: %(question)s") % {"question": question.text}}


def _too_long(reflection: Reflection) -> dict[str, str]:
    text = _("Shorten your note to %(limit)s characters. It is still here.") % {"limit": NOTE_LENGTH}
    return {"anchor": anchor(reflection.id), "text": text}


def result_page(
    attempt: Enrolment, content: ModuleContent, answers: Answers, place: str, notes: dict[UUID, Note]
) -> dict[str, Any]:
    """Return the context of the result of a finished attempt; `notes` are the person's own, by reflection."""
    return {
        "course": {"title": content.title, "url": _course_url(content), "language": content.activity.language},
        "correct": attempt.correct,
        "questions": attempt.questions,
        "completed_at": attempt.completed_at,
        "outcomes": content.outcomes,
        "at_work": content.at_work,
        "review": [
            {
                "text": question.text,
                "url": f"{_step_url(attempt, step)}#{anchor(question.id)}",
                "first_try": question.id in answers and answers[question.id].first_was_correct,
            }
            for step in content.steps
            for question in step.questions
        ],
        "notes": [
            {
                "text": reflection.text,
                "note": notes[reflection.id].text,
                "url": f"{_step_url(attempt, step)}#{anchor(reflection.id)}",
            }
            for step in content.steps
            for reflection in step.reflections
            if reflection.id in notes
        ],
        "place": place,
        "next_suggestion": next(iter(not_taken(attempt.person_id)), None),
    }
