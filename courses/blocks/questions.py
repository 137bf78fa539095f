"""Questions with feedback on every choice. The answer key never leaves the server."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError


class TickBlock(blocks.BooleanBlock):
    """A tick that can be compared between versions."""

    def get_comparison_class(self) -> Any:
        """Compare in words."""
        from courses.comparisons import YesOrNo  # Wagtail's comparisons need its admin, and models are loaded first

        return YesOrNo


class ChoiceBlock(blocks.StructBlock):
    """One choice, whether it is the right one, and what to say to whoever picks it."""

    text = blocks.CharBlock(label=_("Choice"), max_length=240)
    is_correct = TickBlock(label=_("This is the right answer"), required=False)
    feedback = blocks.TextBlock(
        label=_("Feedback"), rows=2, help_text=_("Say why, kindly. Shown to whoever picks this.")
    )

    class Meta:
        label = _("Choice")
        label_format = "{text}"


class QuestionBlock(blocks.StructBlock):
    """A question with two to six choices, exactly one of them right."""

    text = blocks.CharBlock(label=_("Question"), max_length=240)
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Choices"), min_num=2, max_num=6)

    def clean(self, value: Any) -> Any:
        """Refuse, on publishing, a question without exactly one right answer or with the same choice twice."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if problem := _problem(cleaned["choices"]):
            raise StructBlockValidationError(
                block_errors={"choices": ListBlockValidationError(non_block_errors=[ValidationError(problem)])}
            )
        return cleaned

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{text}"
        template = "courses/blocks/question.html"


def _problem(choices: Any) -> Any:
    if sum(bool(choice["is_correct"]) for choice in choices) != 1:
        return _("Mark exactly one choice as the right answer.")
    texts = [choice["text"].strip().casefold() for choice in choices]
    if len(set(texts)) != len(texts):
        return _("Two choices say the same thing. Change one of them.")
    return None
