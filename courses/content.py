"""A module's content as plain values: what the learners room shows and judges answers by."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils.safestring import SafeString
from wagtail.images.models import Image
from wagtail.rich_text import expand_db_html

from academy.html import clean_html
from courses.activities import ModuleActivity, PartActivity, QuestionActivity, StepActivity

if TYPE_CHECKING:
    from courses.models import MicroCoursePage


@dataclass(frozen=True)
class Passage:
    """Rich text as stored. It becomes HTML when it is shown, so that links follow pages that move, and the language."""

    source: str

    def __str__(self) -> SafeString:
        """Return sanitised HTML."""
        return clean_html(expand_db_html(self.source))


@dataclass(frozen=True)
class Picture:
    """A picture in a step, looked up when it is shown: someone may have deleted it since."""

    image_id: int | None
    alt_text: str
    caption: str
    credit: str

    @property
    def image(self) -> Image | None:
        """The picture with its alternative text, or None when it is gone."""
        from courses.queries import picture_file  # the queries need this module first

        found = picture_file(self.image_id)
        if found:
            found.contextual_alt_text = self.alt_text
            found.decorative = not self.alt_text
        return found


@dataclass(frozen=True)
class Choice:
    """One choice of a question, with the feedback for whoever picks it."""

    id: UUID
    text: str
    is_correct: bool
    feedback: str


@dataclass(frozen=True)
class Question:
    """A choice question; exactly one choice is right."""

    id: UUID
    text: str
    choices: tuple[Choice, ...]

    @property
    def right(self) -> Choice:
        """The right choice."""
        return next(choice for choice in self.choices if choice.is_correct)

    def choice(self, id_: UUID) -> Choice | None:
        """Return the choice with this id, or None for a forged one."""
        return next((choice for choice in self.choices if choice.id == id_), None)


@dataclass(frozen=True)
class Reflection:
    """A question to think about. What is written to it is the learner's own and is not here."""

    id: UUID
    text: str


@dataclass(frozen=True)
class Block:
    """One block of a step: `value` is what its template shows; questions and reflections carry their own values too."""

    id: str
    type: str
    value: Any
    question: Question | None = None
    reflection: Reflection | None = None


@dataclass(frozen=True)
class Step:
    """One step; `number` counts from 1."""

    id: UUID
    number: int
    title: str
    minutes: int
    blocks: tuple[Block, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the step, in order."""
        return tuple(block.question for block in self.blocks if block.question)

    @property
    def reflections(self) -> tuple[Reflection, ...]:
        """What the step gives to think about, in order."""
        return tuple(block.reflection for block in self.blocks if block.reflection)


@dataclass(frozen=True)
class Source:
    """A reference; `url` may be empty."""

    label: str
    url: str


@dataclass(frozen=True)
class ModuleContent:
    """One module in one language, as one revision has it."""

    activity: ModuleActivity
    summary: str
    minutes: int
    outcomes: tuple[str, ...]
    at_work: Passage
    sources: tuple[Source, ...]
    steps: tuple[Step, ...]
    # Keys, in the order of the alphabet: what the module said that it develops in this revision.
    capabilities: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title in the content's language."""
        return self.activity.title

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return tuple(question for step in self.steps for question in step.questions)

    @property
    def reflections(self) -> tuple[Reflection, ...]:
        """All that it gives to think about, in order."""
        return tuple(reflection for step in self.steps for reflection in step.reflections)

    @property
    def shape(self) -> tuple[object, ...]:
        """The ids of steps, questions, choices, right answers and reflections: equal shapes are interchangeable."""
        return tuple((step.id, *_asked_in(step)) for step in self.steps)

    def step_activity(self, step: Step) -> StepActivity:
        """Return the step as an xAPI activity."""
        return StepActivity(self.activity, step.id, step.title, step.number)

    def part_activities(self, step: Step) -> Iterator[PartActivity]:
        """Give the parts of a step that one may use or leave, as xAPI activities: the rows that open."""
        this = self.step_activity(step)
        yield from (PartActivity(this, block.id, block.value["title"]) for block in step.blocks if block.type == "fold")

    def question_activity(self, question: Question) -> QuestionActivity:
        """Return the question as an xAPI activity."""
        choices = tuple((choice.id, choice.text) for choice in question.choices)
        return QuestionActivity(self.activity, question.id, question.text, choices, question.right.id)


def _asked_in(step: Step) -> tuple[object, object]:
    questions = tuple((q.id, tuple(choice.id for choice in q.choices), q.right.id) for q in step.questions)
    return questions, tuple(reflection.id for reflection in step.reflections)


def content_of(page: "MicroCoursePage") -> ModuleContent:
    """Return a page's content, from the live page or from a revision's object."""
    return ModuleContent(
        activity=activity_of(page),
        summary=page.summary,
        minutes=page.minutes,
        outcomes=tuple(str(block.value) for block in page.outcomes),
        at_work=Passage(page.at_work or ""),
        sources=tuple(Source(block.value["label"], block.value["url"] or "") for block in page.sources),
        steps=tuple(_steps(page.steps)),
        capabilities=tuple(sorted(row.key for row in page.capabilities.all())),
    )


def activity_of(page: "MicroCoursePage") -> ModuleActivity:
    """Return a page as an xAPI activity; its IRI is built on the translation key."""
    return ModuleActivity(settings.IRI_BASE, page.translation_key, page.kind, page.title, page.locale.language_code)


def _steps(stream: Any) -> Iterator[Step]:
    for number, child in enumerate(stream, start=1):
        blocks = tuple(_block(block) for block in child.value["body"])
        yield Step(UUID(child.id), number, child.value["title"], child.value["minutes"], blocks)


def _block(child: Any) -> Block:
    if child.block_type == "question":
        return Block(child.id, "question", child.value, _question(child))
    if child.block_type == "reflection":
        return Block(child.id, "reflection", None, reflection=Reflection(UUID(child.id), child.value["text"]))
    if child.block_type == "text":
        return Block(child.id, "text", Passage(child.value.source))
    if child.block_type in {"scenario", "fold"}:
        return Block(
            child.id, child.block_type, {"title": child.value["title"], "text": Passage(child.value["text"].source)}
        )
    return Block(child.id, "image", _picture(child.value))


def _picture(value: Any) -> Picture:
    image = value["image"]
    alt_text = "" if image is None or image.decorative else image.contextual_alt_text or ""
    return Picture(image.pk if image else None, alt_text, value["caption"], value["credit"])


def _question(child: Any) -> Question:
    choices = tuple(
        Choice(UUID(bound.id), bound.value["text"], bool(bound.value["is_correct"]), bound.value["feedback"])
        for bound in child.value["choices"].bound_blocks
    )
    return Question(UUID(child.id), child.value["text"], choices)
