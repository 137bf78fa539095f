"""What an uploaded picture goes through before it is kept: it must be whole, and it loses what it says about its making.

A photograph taken at a care home carries the place, the moment and the camera in it (EXIF, XMP, comments). Readers and
other editors have no business with these, so they are not stored either. Bytes and formats are bounded by Wagtail
itself, from the settings; pixels here, by what the file's head says, before anything is decoded.
"""

import io
import sys
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

# Colours and movement; everything else that a file says about itself is left out.
KEPT = ("icc_profile", "transparency", "background", "loop", "duration", "gamma")
LONGEST_STEM = 60
WRITTEN_AS: dict[str, dict[str, Any]] = {
    "jpeg": {"quality": 92, "optimize": True},
    "png": {"optimize": False},
    "gif": {"comment": b""},
    "webp": {"quality": 90},
}


class PictureField(WagtailImageField):
    """Wagtail's field, asked about pixels before anything is decoded.

    Wagtail 8 counts them afterwards: its image library (Willow) decodes the whole picture when it is asked for its size,
    and a file that is cut off makes it raise, which would be an error 500.
    """

    def to_python(self, data: Any) -> Any:
        """Return the upload as Wagtail does; raise ValidationError, in words that help, for one that cannot be used."""
        if data and _pixels(data) > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise ValidationError(too_large(), code="file_too_many_pixels")
        try:
            return super().to_python(data)
        except ValidationError as error:
            if error.code != "invalid_image":
                raise
            raise ValidationError(unreadable(), code=error.code) from error
        except Exception as error:  # a broken file makes its decoder raise what it likes
            raise ValidationError(unreadable(), code="invalid_image") from error


def _pixels(data: "UploadedFile[Any]") -> int:
    """Return how many pixels a picture has, all its frames together, by its head alone; 0 for what is none."""
    try:
        with Image.open(data) as picture:
            return picture.width * picture.height * getattr(picture, "n_frames", 1)
    except Image.DecompressionBombError:
        return sys.maxsize
    except Exception:  # noqa: BLE001 - what is no picture is told in words, later
        return 0
    finally:
        data.seek(0)


class PictureForm(BaseImageForm):
    """The form of every way to upload a picture in the CMS: alone, several at once, or while choosing one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("file")
        if field:
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget, max_length=field.max_length
            )

    def clean_file(self) -> Any:
        """Return a new upload without what was hidden in it; a picture that is not changed stays as it is."""
        file: Any = self.cleaned_data["file"]
        found = getattr(file, "image", None)  # what the field has recognised in a new upload
        if found is None:
            return file
        try:
            return bare(file, found.format_name)
        except Exception as error:  # a broken file makes its decoder raise what it likes
            raise ValidationError(unreadable(), code="invalid_image") from error


def unreadable() -> str:
    """Return what to do with a file that is no whole picture."""
    return _("The picture cannot be read. Save it again as JPEG or PNG in a picture program, and choose the new file.")


def too_large() -> str:
    """Return what to do with a picture of too many pixels."""
    return _("The picture has more than 40 million pixels. Make it smaller, for example 2,000 pixels wide.")


def bare(file: Any, form: str) -> InMemoryUploadedFile:
    """Return the same picture, turned as it is meant to be seen, with nothing but its pixels, colours and movement.

    `form` is jpeg, png, gif or webp, as its first bytes say. Raises whatever the decoder raises for one that is cut off or
    broken.
    """
    file.seek(0)
    with Image.open(file) as picture:
        picture.verify()  # reads on to the end, and leaves the picture useless
    file.seek(0)
    out = io.BytesIO()
    with Image.open(file) as picture:
        picture.load()
        _write(picture, form, out)
    name = f"{slugify(PurePath(file.name or '').stem)[:LONGEST_STEM] or 'picture'}.{'jpg' if form == 'jpeg' else form}"
    return InMemoryUploadedFile(out, file.field_name, name, f"image/{form}", out.tell(), None)


def _write(picture: Image.Image, form: str, out: io.BytesIO) -> None:
    # A JPEG of a phone may hold a second picture behind the first; it is no film, and is left out.
    moves = form != "jpeg" and getattr(picture, "is_animated", False)
    options = dict(WRITTEN_AS[form])
    shown = picture if moves else ImageOps.exif_transpose(picture)
    shown.info = {name: value for name, value in shown.info.items() if name in KEPT}
    if "icc_profile" in shown.info:
        options["icc_profile"] = shown.info["icc_profile"]
    shown.save(out, form.upper(), exif=b"", **({"save_all": True} if moves else {}), **options)
