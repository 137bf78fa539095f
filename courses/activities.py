"""A module, a step and a question as xAPI activities: pure values with permanent IRIs.

The IRI is built on the page's translation key and the block's id, so it survives moves, renames and translation.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ModuleKind(StrEnum):
    """The forms of learning."""

    MICRO_COURSE = "micro_course"


@dataclass(frozen=True)
class ModuleActivity:
    """A module as an activity; `title` is in `language`."""

    base: str
    key: UUID
    kind: ModuleKind
    title: str
    language: str

    @property
    def iri(self) -> str:
        """The permanent IRI of the module."""
        return f"{self.base}/moduler/{self.key}"


@dataclass(frozen=True)
class StepActivity:
    """One step of a module as an activity; `number` counts from 1."""

    module: ModuleActivity
    id: UUID
    title: str
    number: int

    @property
    def iri(self) -> str:
        """The permanent IRI of the step."""
        return f"{self.module.iri}/steg/{self.id}"


@dataclass(frozen=True)
class PartActivity:
    """A part of a step that one may use or leave, such as a row that opens; `name` may be empty."""

    step: StepActivity
    id: str
    name: str

    @property
    def iri(self) -> str:
        """The permanent IRI of the part."""
        return f"{self.step.iri}/delar/{self.id}"


@dataclass(frozen=True)
class QuestionActivity:
    """A choice question as an activity; `choices` pairs each choice's id with its text, `right` is the right one's id."""

    module: ModuleActivity
    id: UUID
    text: str
    choices: tuple[tuple[UUID, str], ...]
    right: UUID

    @property
    def iri(self) -> str:
        """The permanent IRI of the question."""
        return f"{self.module.iri}/fragor/{self.id}"
