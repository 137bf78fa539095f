"""What an editor may upload: pictures that are pictures, of a bounded size."""

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from wagtail.images.models import Image

from tests.conftest import Cast, signed_in


def png(width: int = 4, height: int = 4) -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", (width, height), "green").save(out, "PNG")
    return out.getvalue()


def bomb() -> bytes:
    """A small file that says it is 30,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))  # noqa: E731
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


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


def test_editors_upload_no_documents(cast: Cast) -> None:
    file = SimpleUploadedFile("brev.html", b"<script>alert(1)</script>", "text/html")
    response = signed_in(cast.editor).post("/admin/documents/add/", {"title": "Brev", "file": file})
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
