"""A picture with its alternative text and who made it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    """A picture; its alternative text is asked for, or that it is decoration is stated."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)
    credit = blocks.CharBlock(label=_("Credit"), max_length=120, help_text=_("Who made the picture, and its licence."))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "courses/blocks/image.html"
