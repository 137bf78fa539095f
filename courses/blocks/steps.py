"""A step: the unit in which a micro-course is taken and saved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks.media import PictureBlock
from courses.blocks.questions import QuestionBlock
from courses.blocks.reflection import ReflectionBlock
from courses.blocks.text import FoldBlock, ScenarioBlock, TextBlock


class FilledBlock(blocks.StreamBlock):
    """A stream that may not be empty when it is published, and says what to add."""

    missing: Any = ""

    def clean(self, value: Any) -> Any:
        """Refuse, on publishing, an empty one; Wagtail would say no more than that the field is required."""
        if not self.is_deferred_validation and not value:
            raise StreamBlockValidationError(non_block_errors=ErrorList([ValidationError(self.missing)]))
        return super().clean(value)


class BodyBlock(FilledBlock):
    """What a step holds."""

    missing = _("Add at least one piece of content: a text, a picture or a question.")

    text = TextBlock()
    scenario = ScenarioBlock()
    image = PictureBlock()
    fold = FoldBlock()
    question = QuestionBlock()
    reflection = ReflectionBlock()

    class Meta:
        label = _("Content")


class StepBlock(blocks.StructBlock):
    """One step, short enough for a break."""

    title = blocks.CharBlock(label=_("Heading"), max_length=80)
    minutes = blocks.IntegerBlock(
        label=_("Minutes"),
        min_value=1,
        max_value=15,
        default=1,
        help_text=_("How long this step takes to read and answer: 1 to 15."),
    )
    body = BodyBlock(label=_("Content"))

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{title}"


class StepsBlock(FilledBlock):
    """The steps of a micro-course, in order."""

    missing = _("Add at least one step.")
    step = StepBlock()

    def clean(self, value: Any) -> Any:
        """Refuse, on publishing, blocks without an id, which progress and statements point at, and mixed steps."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (problems := _mixed(value) | _without_id(value)):
            raise StreamBlockValidationError(block_errors=problems)
        return cleaned


def _without_id(steps: Any) -> dict[int, StructBlockValidationError]:
    message = _("This step was saved in a way that lost its identity. Copy its content to a new step.")
    lost = [
        index for index, step in enumerate(steps) if not step.id or any(not block.id for block in step.value["body"])
    ]
    return _refused(lost, message)


def _mixed(steps: Any) -> dict[int, StructBlockValidationError]:
    """A question is answered on its own: a note begun beside it would be lost without script."""
    message = _(
        "Put the reflection in a step of its own: a note that is not saved is lost when a question is answered."
    )
    kinds = [{block.block_type for block in step.value["body"]} for step in steps]
    return _refused([index for index, kind in enumerate(kinds) if {"question", "reflection"} <= kind], message)


def _refused(indexes: list[int], message: Any) -> dict[int, StructBlockValidationError]:
    return {index: StructBlockValidationError(non_block_errors=[ValidationError(message)]) for index in indexes}
