"""What happens in this room, in the past tense; analytics turns each into a statement with the same id."""

from dataclasses import dataclass, field
from uuid import UUID

from academy.events import Event
from courses.activities import ModuleActivity, QuestionActivity, StepActivity
from learners.dimensions import DimensionRule, Dimensions

__all__ = [
    "Dimensions",
    "EnrolmentCreated",
    "LearningEvent",
    "MembershipCorrected",
    "ModuleCompleted",
    "Moved",
    "QuestionAnswered",
    "StepCompleted",
    "UnitMoved",
]


@dataclass(frozen=True, kw_only=True)
class LearningEvent(Event):
    """What every event of an attempt carries. `account` is the learner's opaque account name."""

    account: UUID
    registration: UUID
    module: ModuleActivity
    dimensions: Dimensions


@dataclass(frozen=True, kw_only=True)
class EnrolmentCreated(LearningEvent):
    """Someone has begun, or been enrolled in, a module."""

    source: str


@dataclass(frozen=True, kw_only=True)
class StepCompleted(LearningEvent):
    """A step is done."""

    step: StepActivity


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(LearningEvent):
    """A question has been answered; what was answered stays in the domain row."""

    step: StepActivity
    question: QuestionActivity
    is_correct: bool
    attempt: int


@dataclass(frozen=True, kw_only=True)
class ModuleCompleted(LearningEvent):
    """All steps are done. `correct` of `questions` were right at the first try."""

    correct: int
    questions: int


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Event):
    """A unit, with all below it, stands below another unit than before; it takes its history along."""

    organisation_id: int
    federation_id: int
    unit_id: int
    old_parent_id: int
    new_parent_id: int


@dataclass(frozen=True)
class Moved:
    """How many records of a month (YYYYMM) have come to say something else about who the learner was."""

    month: int
    records: int


@dataclass(frozen=True, kw_only=True)
class MembershipCorrected(Event):
    """What is known of where someone worked has changed, perhaps backwards; `rule` says what holds now.

    `moved` is empty when this is published: whoever hears it adds what it led to, for the journal and the preview.
    """

    organisation_id: int
    account: UUID
    rule: DimensionRule
    moved: list[Moved] = field(default_factory=list)
