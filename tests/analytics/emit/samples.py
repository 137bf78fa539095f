"""One event of each kind, about a module of the GDPR course, as learners would publish it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from courses.activities import ModuleActivity, ModuleKind, QuestionActivity, StepActivity
from learners.events import (
    Dimensions,
    EnrolmentCreated,
    LearningEvent,
    ModuleCompleted,
    QuestionAnswered,
    StepCompleted,
)

BASE = "https://akademin.example"
MODULE = ModuleActivity(
    base=BASE,
    key=UUID("6f1c1f0e-3b52-4b7c-9d55-0d8a6a1f2c11"),
    kind=ModuleKind.MICRO_COURSE,
    title="GDPR i vardagen",
    language="sv",
)
STEP = StepActivity(
    module=MODULE, id=UUID("0a4e8f5c-6c1b-4d0c-8a67-5f7f1f1f0b22"), title="Vad är en personuppgift?", number=2
)
RIGHT, WRONG = UUID("c1a4b8a2-77c3-4a4e-8d3b-1f2e3d4c5b6a"), UUID("d2b5c9b3-88d4-4b5f-9e4c-2a3f4e5d6c7b")
QUESTION = QuestionActivity(
    module=MODULE,
    id=UUID("e3c6dac4-99e5-4c60-af5d-3b405f6e7d8c"),
    text="Är ett bilnummer en personuppgift?",
    choices=((RIGHT, "Ja, om det kan knytas till någon"), (WRONG, "Nej, aldrig")),
    right=RIGHT,
)
ACCOUNT = UUID("9b2d7c1e-5a44-4f3e-8c6b-7d1e0f2a3b4c")
REGISTRATION = UUID("4d5e6f70-8192-4a3b-8c4d-5e6f708192a3")
WHEN = datetime(2026, 3, 9, 12, 30, 15, tzinfo=UTC)


def fields(number: int, *, organisation: int = 1, unit: int = 1) -> dict[str, Any]:
    """What every event carries; `number` makes the id."""
    return {
        "event_id": UUID(int=0x8F000000_0000_4000_8000_000000000000 + number),
        "occurred_at": WHEN,
        "account": ACCOUNT,
        "registration": REGISTRATION,
        "module": MODULE,
        "dimensions": Dimensions(organisation, unit, "care", "official"),
    }


def events(**where: int) -> list[LearningEvent]:
    """One event of each kind, in the order in which a learner causes them."""
    return [
        EnrolmentCreated(source="self", **fields(1, **where)),
        QuestionAnswered(step=STEP, question=QUESTION, is_correct=True, attempt=2, **fields(2, **where)),
        StepCompleted(step=STEP, **fields(3, **where)),
        ModuleCompleted(correct=2, questions=3, **fields(4, **where)),
    ]
