"""What every answer says to the browser: no frames, no other origin, no feature that is not used."""

import pytest
from django.test import Client
from pytest_django import Settings

from courses.models import MicroCoursePage
from tests.conftest import Cast, signed_in

OPEN_FEATURES = {"clipboard-write", "fullscreen", "publickey-credentials-create", "publickey-credentials-get"}


@pytest.mark.parametrize("address", ["/", "/hjalp/", "/konto/login/", "/finns-inte/", "/api/v1/kpis", "/en/hjalp/"])
def test_nobody_frames_or_loads_an_answer(cast: Cast, address: str) -> None:
    for client in (Client(), signed_in(cast.eksjo.leader)):
        headers = client.get(address).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_scripts_and_styles_come_from_here_alone_and_never_inline(cast: Cast) -> None:
    policy = signed_in(cast.eksjo.learner).get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in [rule.strip() for rule in policy.split(";")]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_features_that_no_page_uses_are_closed(db: None) -> None:
    policy = Client().get("/hjalp/").headers["Permissions-Policy"]
    said = dict(part.strip().split("=") for part in policy.split(","))
    assert {name for name, value in said.items() if value == "(self)"} == OPEN_FEATURES
    assert {"camera", "microphone", "geolocation", "payment", "usb"} <= {
        name for name, value in said.items() if value == "()"
    }


def test_the_cms_and_its_previews_are_framed_by_the_same_origin(cast: Cast, course: MicroCoursePage) -> None:
    client = signed_in(cast.editor)
    home = client.get("/admin/")
    assert home.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in home.headers["Content-Security-Policy"]
    preview = client.get(f"/admin/pages/{course.pk}/view_draft/")
    assert preview.status_code == 200
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = preview.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self'" in [rule.strip() for rule in policy.split(";")]
    assert client.get("/katalog/fraga-forst/").headers["X-Frame-Options"] == "DENY"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    client.post("/konto/login/", {"login": cast.eksjo.learner.email, "password": "tallskog-och-granris-26"})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_too_many_sign_ins_end_in_a_swedish_page(cast: Cast, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    form = {"login": "nobody@almgran.example", "password": "x"}
    answers = [Client().post("/konto/login/", form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    text = answers[2].content.decode()
    assert "Vänta en stund" in text
    assert 'lang="sv"' in text
    assert Client().post("/en/konto/login/", form).content.decode().count("Wait a moment") >= 1


def test_too_many_passkeys_end_in_the_same_page(cast: Cast, settings: Settings) -> None:
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1/m/ip"}
    answers = [Client().post("/konto/tva-steg/webauthn/login/", {"credential": "{}"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert "Vänta en stund" in answers[1].content.decode()
