"""Blocks of running text: a passage, a situation from work, and a row that opens."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

FEATURES = ["bold", "italic", "h2", "ul", "ol", "link"]


class TextBlock(blocks.RichTextBlock):
    """A passage of running text."""

    def __init__(self, **options: object) -> None:
        super().__init__(features=FEATURES, **options)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "courses/blocks/text.html"


class ScenarioBlock(blocks.StructBlock):
    """A situation from municipal work."""

    title = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.RichTextBlock(label=_("What happens"), features=FEATURES)

    class Meta:
        icon = "user"
        label = _("A situation from work")
        template = "courses/blocks/scenario.html"


class FoldBlock(blocks.StructBlock):
    """More for those who want it, behind a row that opens."""

    title = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "arrow-down"
        label = _("Row that opens")
        template = "courses/blocks/fold.html"
