"""Pictures of the CMS: for signed-in readers, and nothing outside their folder."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.conftest import Cast, signed_in


@pytest.fixture
def picture(settings: Settings) -> str:
    """The address of a picture that exists."""
    folder = Path(settings.MEDIA_ROOT) / "images"
    folder.mkdir(parents=True)
    (folder / "gran.png").write_bytes(b"\x89PNG")
    (folder.parent.parent / "secret.txt").write_text("outside", encoding="ascii")
    return "/media/images/gran.png"


def test_a_signed_in_reader_sees_a_picture(cast: Cast, picture: str) -> None:
    response = signed_in(cast.eksjo.learner).get(picture)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"\x89PNG"  # type: ignore[attr-defined]
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "private, max-age=86400"


def test_a_stranger_is_sent_to_sign_in(db: None, picture: str) -> None:
    response = Client().get(picture)
    assert response.status_code == 302
    assert response.headers["Location"] == f"/konto/login/?next={picture}"


@pytest.fixture(params=["", "/_media/"], ids=["by this process", "by nginx"])
def prefix(request: pytest.FixtureRequest, settings: Settings) -> str:
    """Both ways of handing a picture out."""
    settings.MEDIA_INTERNAL_PREFIX = request.param
    return str(request.param)


def test_nginx_is_told_where_the_picture_is(cast: Cast, picture: str, settings: Settings) -> None:
    settings.MEDIA_INTERNAL_PREFIX = "/_media/"
    (Path(settings.MEDIA_ROOT) / "images" / "en å%.png").write_bytes(b"\x89PNG")
    internals = {picture: "/_media/images/gran.png", "/media/images/en å%25.png": "/_media/images/en%20%C3%A5%25.png"}
    for path, internal in internals.items():
        response = signed_in(cast.eksjo.learner).get(path)
        assert response.status_code == 200
        assert response.content == b""
        assert response.headers["X-Accel-Redirect"] == internal
        assert response.headers["Content-Type"] == "image/png"
        assert response.headers["Cache-Control"] == "private, max-age=86400"


def test_a_stranger_is_told_of_no_internal_address(db: None, picture: str, settings: Settings) -> None:
    settings.MEDIA_INTERNAL_PREFIX = "/_media/"
    response = Client().get(picture)
    assert response.status_code == 302
    assert "X-Accel-Redirect" not in response.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("images/none.png", 404),
        ("images/", 404),
        ("/etc/passwd", 404),
        ("%00", 404),
        ("images/" + "x" * 300, 404),
        ("../secret.txt", 400),
        ("%2e%2e/secret.txt", 400),
    ],
)
def test_nothing_else_is_served(cast: Cast, picture: str, prefix: str, path: str, status: int) -> None:
    response = signed_in(cast.eksjo.learner).get(f"/media/{path}")
    assert response.status_code == status
    assert "X-Accel-Redirect" not in response.headers
    assert b"outside" not in response.content
