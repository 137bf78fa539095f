"""A question to think about. What a learner writes to it is theirs alone and lives with the learners."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ReflectionBlock(blocks.StructBlock):
    """A question about one's own work, with room for a private note; it has no right answer."""

    text = blocks.CharBlock(
        label=_("Something to think about"),
        max_length=240,
        help_text=_("A question about the learner's own work. What they write is shown to nobody else."),
    )

    class Meta:
        icon = "openquote"
        label = _("Reflection")
        label_format = "{text}"
        template = "courses/blocks/reflection.html"
