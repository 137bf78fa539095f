"""What an editor may upload: pictures that are pictures, of a bounded size."""

import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags
from PIL import Image as Picture
from PIL.PngImagePlugin import PngInfo
from wagtail.documents.models import Document
from wagtail.images.models import Image

from learners.models import User
from tests.conftest import Cast, signed_in


def png(width: int = 4, height: int = 4) -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", (width, height), "green").save(out, "PNG")
    return out.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A small file that says it is far larger."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))  # noqa: E731
    content: bytes = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    )
    return content


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(cast: Cast, name: str, content: bytes, kind: str = "image/png") -> Any:
    file = SimpleUploadedFile(name, content, kind)
    return signed_in(cast.editor).post("/admin/images/add/", {"title": "Bild", "file": file, "collection": 1})


def test_a_picture_is_taken(cast: Cast) -> None:
    assert upload(cast, "skog.png", png()).status_code == 302
    assert Image.objects.get().width == 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sida.png", b"<html><script>alert(1)</script></html>"),
        ("bild.svg", SVG),
        ("bild.png", SVG),
        ("sida.html", png()),
        ("bild.php", png()),
        ("bomb.png", bomb()),
        ("stor.png", png() + b"\0" * (10 * 1024 * 1024)),
        ("tom.png", b""),
        ("bild.gif", png()),
    ],
)
def test_what_is_not_a_picture_or_too_large_is_refused(cast: Cast, name: str, content: bytes) -> None:
    response = upload(cast, name, content)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Image.objects.exists()
    assert stored() == []


def test_editors_upload_no_documents(cast: Cast) -> None:
    file = SimpleUploadedFile("brev.html", b"<script>alert(1)</script>", "text/html")
    response = signed_in(cast.editor).post("/admin/documents/add/", {"title": "Brev", "file": file})
    assert response.status_code == 404
    assert not Document.objects.exists()


@pytest.mark.parametrize("address", ["", "add/", "multiple/", "chooser/", "chooser/create/", "edit/1/"])
def test_there_are_no_documents_for_operators_either(cast: Cast, address: str) -> None:
    User.objects.filter(pk=cast.editor.pk).update(is_superuser=True)
    assert signed_in(cast.editor).get(f"/admin/documents/{address}").status_code == 404


def photograph(orientation: int = 1) -> bytes:
    """A photograph of 8 by 4 pixels that says where it was taken, and in two more places who took it."""
    exif = Picture.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "Hemlig Fotograf"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (57.0, 40.0, 0.0), 3: "E", 4: (14.0, 58.0, 0.0)})
    out = io.BytesIO()
    xmp = b"<x:xmpmeta>Hemlig Fotograf</x:xmpmeta>"
    Picture.new("RGB", (8, 4), "green").save(out, "JPEG", exif=exif, comment=b"Hemlig Fotograf", xmp=xmp)
    return out.getvalue()


def stored() -> list[bytes]:
    return [file.read_bytes() for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


def test_a_photograph_loses_where_and_by_whom_it_was_taken(cast: Cast) -> None:
    assert b"Hemlig" in photograph()
    assert upload(cast, "Foto från Solgården.jpg", photograph(orientation=6), "image/jpeg").status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height) == (4, 8)  # turned as its maker held the camera
    image.get_rendition("max-100x100")
    kept = stored()
    assert len(kept) == 2
    for content in kept:
        assert b"Hemlig" not in content
        with Picture.open(io.BytesIO(content)) as picture:
            assert dict(picture.getexif()) == {}
            assert not {"exif", "xmp", "comment"} & set(picture.info)


@pytest.mark.parametrize(("form", "hidden"), [("PNG", "pnginfo"), ("WEBP", "xmp"), ("GIF", "comment")])
def test_other_formats_lose_their_words_too(cast: Cast, form: str, hidden: str) -> None:
    words = PngInfo()
    words.add_text("Author", "Hemlig Fotograf")
    values = {"pnginfo": words, "xmp": b"Hemlig Fotograf", "comment": b"Hemlig Fotograf"}
    out = io.BytesIO()
    Picture.new("RGB", (8, 4), "green").save(out, form, **{hidden: values[hidden]})
    assert b"Hemlig" in out.getvalue()
    assert upload(cast, f"bild.{form.lower()}", out.getvalue(), f"image/{form.lower()}").status_code == 302
    (content,) = stored()
    assert b"Hemlig" not in content
    assert Picture.open(io.BytesIO(content)).size == (8, 4)


def test_a_moving_picture_still_moves(cast: Cast) -> None:
    out = io.BytesIO()
    frames = [Picture.new("RGB", (8, 4), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=200, loop=0, comment=b"Hemlig")
    assert upload(cast, "film.gif", out.getvalue(), "image/gif").status_code == 302
    (content,) = stored()
    with Picture.open(io.BytesIO(content)) as picture:
        assert (getattr(picture, "n_frames", 1), picture.info["duration"]) == (3, 200)
    assert b"Hemlig" not in content


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/Å b.PNG", "a-b"),
        ("<script>.png", "script"),
        ("\u202egnp.exe.png", "gnpexe"),
        ("…….png", "picture"),
        ("a" * 180 + ".png", "a" * 60),
    ],
)
def test_a_file_is_kept_under_a_plain_name(cast: Cast, name: str, kept: str) -> None:
    assert upload(cast, name, png()).status_code == 302
    assert Image.objects.get().file.name == f"original_images/{kept}.png"


def test_forty_million_pixels_are_the_most(cast: Cast) -> None:
    response = upload(cast, "bomb.png", bomb(6_400, 6_400))
    assert "40 miljoner" in str(response.context["form"].errors["file"])
    assert stored() == []


def test_a_bomb_is_refused_without_being_decoded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", explode)
    for side in (6_400, 9_600, 30_000):
        response = upload(cast, "bomb.png", bomb(side, side))
        assert "40 miljoner" in str(response.context["form"].errors["file"])


def test_a_film_of_many_frames_counts_them_all(cast: Cast) -> None:
    out = io.BytesIO()
    frames = [Picture.new("RGB", (2_000, 2_000), (n * 20, 0, 0)) for n in range(12)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    response = upload(cast, "film.gif", out.getvalue(), "image/gif")
    assert "40 miljoner" in str(response.context["form"].errors["file"])


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_picture_that_is_cut_off_is_refused_in_words(cast: Cast, cut: float) -> None:
    noise = Picture.frombytes("L", (200, 200), random.Random(1).randbytes(40_000))
    for form in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        noise.convert("RGB").save(out, form)
        content = out.getvalue()[: int(len(out.getvalue()) * cut)]
        response = upload(cast, f"bild.{form.lower()}", content, f"image/{form.lower()}")
        assert response.status_code == 200
        assert "bildprogram" in str(response.context["form"].errors["file"])
    assert stored() == []
    assert not Image.objects.exists()


@pytest.mark.parametrize("address", ["/admin/images/multiple/add/", "/admin/images/chooser/create/"])
def test_every_way_in_takes_the_same_care(cast: Cast, address: str) -> None:
    file = SimpleUploadedFile("Foto.jpg", photograph(), "image/jpeg")
    fields = {
        "title": "Bild",
        "image-chooser-upload-title": "Bild",
        "collection": 1,
        "image-chooser-upload-collection": 1,
    }
    data = {**fields, "image-chooser-upload-file" if "chooser" in address else "files[]": file}
    assert signed_in(cast.editor).post(address, data).status_code == 200
    assert Image.objects.count() == 1
    assert all(b"Hemlig" not in content for content in stored())


def test_a_picture_that_is_replaced_is_gone(cast: Cast) -> None:
    upload(cast, "foto.jpg", photograph(), "image/jpeg")
    image = Image.objects.get()
    file = SimpleUploadedFile("ny.png", png(), "image/png")
    data = {"title": "Ny", "file": file, "collection": 1}
    assert signed_in(cast.editor).post(f"/admin/images/{image.pk}/", data).status_code == 302
    assert len(stored()) == 1
    data = {"title": "Samma bild", "collection": 1}
    assert signed_in(cast.editor).post(f"/admin/images/{image.pk}/", data).status_code == 302
    assert (Image.objects.get().title, len(stored())) == ("Samma bild", 1)
