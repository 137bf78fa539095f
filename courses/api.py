"""The front door of this room: what learners and analytics may ask of it."""

from courses.activities import ModuleActivity, ModuleKind, QuestionActivity, StepActivity
from courses.competences.queries.tags import capability_keys
from courses.content import ModuleContent, Question, Step
from courses.listing import KIND_LABELS, ModuleCard
from courses.queries import (
    cards,
    catalogue_address,
    content,
    current_revision,
    module_page,
    titles,
    translated_address,
)

__all__ = [
    "KIND_LABELS",
    "ModuleActivity",
    "ModuleCard",
    "ModuleContent",
    "ModuleKind",
    "Question",
    "QuestionActivity",
    "Step",
    "StepActivity",
    "capability_keys",
    "cards",
    "catalogue_address",
    "content",
    "current_revision",
    "module_page",
    "titles",
    "translated_address",
]
