"""What a learner has begun, finished and might take next: the start page's and the catalogue's reads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from courses import api as courses
from courses.api import KIND_LABELS, ModuleCard, ModuleContent
from learners.models import Enrolment
from learners.queries.enrolments import own_records, steps_done


@dataclass(frozen=True)
class Begun:
    """An open attempt: where it stands and how to go on."""

    title: str
    kind_label: str
    url: str
    step_number: int
    step_count: int
    next_step_title: str
    minutes_left: int
    last_seen: datetime
    track: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Finished:
    """A finished attempt and its result."""

    title: str
    url: str
    completed_at: datetime
    correct: int
    questions: int


@dataclass(frozen=True)
class Shelf:
    """Everything on a learner's start page."""

    begun: list[Begun]
    finished: list[Finished]
    suggestions: list[ModuleCard]


MOST_FINISHED = 10


def shelf(person_id: int) -> Shelf:
    """Return the person's open attempts here (last seen first), all finished ones, and modules not yet taken."""
    attempts = own_records(person_id)
    open_attempts = [attempt for attempt in attempts if attempt.is_open]
    finished = sorted((a for a in attempts if a.completed_at), key=lambda a: a.completed_at or a.begun_at, reverse=True)
    done = steps_done([attempt.pk for attempt in open_attempts])
    return Shelf(
        begun=[_begun(attempt, done[attempt.pk]) for attempt in open_attempts],
        finished=_finished(finished[:MOST_FINISHED]),
        suggestions=_not_taken(attempts),
    )


def not_taken(person_id: int) -> list[ModuleCard]:
    """Return the published modules that the person has neither finished nor begun here, newest first."""
    return _not_taken(own_records(person_id))


def _not_taken(attempts: Iterable[Enrolment]) -> list[ModuleCard]:
    taken = {attempt.module_key for attempt in attempts}
    return [card for card in courses.cards() if card.key not in taken]


def _begun(attempt: Enrolment, done: set[UUID]) -> Begun:
    content = courses.content(attempt.revision_id)
    step = next((step for step in content.steps if step.id not in done), content.steps[-1])
    return Begun(
        title=content.title,
        kind_label=kind_label(content),
        url=reverse("learners:step", args=[attempt.public_id, step.number]),
        step_number=step.number,
        step_count=len(content.steps),
        next_step_title=step.title,
        minutes_left=minutes_left(content, step.number),
        last_seen=attempt.seen_at,
        track=track(content, done, step.number),
    )


def _finished(attempts: list[Enrolment]) -> list[Finished]:
    cards = courses.titles({attempt.module_key for attempt in attempts})
    return [
        Finished(
            title=cards[attempt.module_key].title,
            url=reverse("learners:result", args=[attempt.public_id]),
            completed_at=attempt.completed_at,
            correct=attempt.correct,
            questions=attempt.questions,
        )
        for attempt in attempts
        if attempt.completed_at and attempt.module_key in cards
    ]


def kind_label(content: ModuleContent) -> str:
    """Return the kind of a module in the reader's language."""
    return str(KIND_LABELS[content.activity.kind])


def minutes_left(content: ModuleContent, from_number: int) -> int:
    """Return the nominal minutes of the steps from this number on."""
    return sum(step.minutes for step in content.steps if step.number >= from_number)


def track(content: ModuleContent, done: set[UUID], now_number: int) -> list[str]:
    """Return the state of each step for the progress track: done, now or nothing."""
    return ["now" if s.number == now_number else "done" if s.id in done else "" for s in content.steps]
