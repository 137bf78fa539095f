"""A picture with its alternative text and who made it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class AskedPicture(ImageBlock):
    """Wagtail's block for a picture and its alternative text, which calls the picture "Image" in every language."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"].label = _("Picture")


class PictureBlock(blocks.StructBlock):
    """A picture; its alternative text is asked for, or that it is decoration is stated."""

    image = AskedPicture(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)
    credit = blocks.CharBlock(label=_("Credit"), max_length=120, help_text=_("Who made the picture, and its licence."))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "courses/blocks/image.html"
