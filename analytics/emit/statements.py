"""One statement for each event; docs/statements.md shows the table. Pure, but for the permanent IRIs in settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from analytics.emit.activities import module_activity, question_activity, step_activity
from analytics.kpis.arithmetic import divided
from analytics.xapi import build, vocabulary
from analytics.xapi.build import Json
from learners.events import EnrolmentCreated, LearningEvent, ModuleCompleted, QuestionAnswered, StepCompleted

_SCORE_DECIMALS = 4


@dataclass(frozen=True)
class Emitted:
    """A statement of the platform's own; `kind` is module, step or question."""

    statement: Json
    kind: str


@dataclass(frozen=True)
class _Told:
    """What differs between the events."""

    kind: str
    verb: vocabulary.Term
    object: Json
    result: Json | None = None
    related: Mapping[str, Sequence[Json]] | None = None


def statement_for(event: LearningEvent) -> Emitted:
    """Return the statement that says what happened, with the event's id; raise KeyError for an unknown event."""
    told = _TELLERS[type(event)](event)
    statement = build.statement(
        event.event_id,
        actor_of(event.account),
        told.verb,
        told.object,
        event.occurred_at,
        result=told.result,
        context=build.context(registration=event.registration, language=event.module.language, activities=told.related),
    )
    return Emitted(statement, told.kind)


def actor_of(account: UUID) -> Json:
    """Return the learner as an actor: an opaque account name of ours."""
    return build.agent_account(f"{settings.IRI_BASE}/konton", str(account))


def _enrolment_created(event: EnrolmentCreated) -> _Told:
    return _Told("module", vocabulary.REGISTERED, module_activity(event.module))


def _step_completed(event: StepCompleted) -> _Told:
    parent = {"parent": [module_activity(event.module)]}
    result = build.result(completion=True)
    return _Told("step", vocabulary.COMPLETED, step_activity(event.step), result, parent)


def _question_answered(event: QuestionAnswered) -> _Told:
    related = {"parent": [module_activity(event.module)], "grouping": [step_activity(event.step)]}
    result = build.result(success=event.is_correct) | {"extensions": {attempt_iri(): event.attempt}}
    return _Told("question", vocabulary.ANSWERED, question_activity(event.question), result, related)


def _module_completed(event: ModuleCompleted) -> _Told:
    result = build.result(completion=True) | _score(event.correct, event.questions)
    return _Told("module", vocabulary.COMPLETED, module_activity(event.module), result)


def _score(correct: int, questions: int) -> Json:
    """Right at the first try, of all questions; a module without questions has no score."""
    if not questions:
        return {}
    scaled = divided(correct, questions, scale=1, decimals=_SCORE_DECIMALS).normalize()
    return {"score": {"scaled": scaled, "raw": correct, "min": 0, "max": questions}}


def attempt_iri() -> str:
    """The extension that says which attempt at a question it was, from 1."""
    return f"{settings.IRI_BASE}/xapi/tillagg/forsok"


_TELLERS: Mapping[type[LearningEvent], Callable[[Any], _Told]] = {
    EnrolmentCreated: _enrolment_created,
    StepCompleted: _step_completed,
    QuestionAnswered: _question_answered,
    ModuleCompleted: _module_completed,
}

EVENTS: Sequence[type[LearningEvent]] = tuple(_TELLERS)
"""The events that become statements."""
