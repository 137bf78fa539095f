"""Malformed and oversized bodies: a 400 or 413, never a 500, and nothing written."""

from collections.abc import Callable

import pytest
from django.test import Client

from learners.models import Enrolment
from tests.conftest import Cast, signed_in
from tests.learners.conftest import Stored

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
BODIES = [
    pytest.param(b"action=next&x=" + b"a" * 3_000_000, FORM, {400, 413}, id="too large"),
    pytest.param(b"&".join(b"a%d=1" % n for n in range(2000)), FORM, {400, 413}, id="too many fields"),
    pytest.param(b"\xff\xfe=\xff", FORM, {302, 400}, id="not text"),
    pytest.param(b"action=%ff%fe", FORM, {302, 400}, id="not text when decoded"),
    pytest.param(b"action=next\x00", FORM, {302, 400}, id="a null"),
    pytest.param(b"no parts at all", MULTIPART, {302, 400}, id="multipart without parts"),
    pytest.param(b"", "multipart/form-data", {302, 400}, id="multipart without boundary"),
    pytest.param(b'--x\r\nContent-Disposition: form-data; name="action"', MULTIPART, {302, 400}, id="cut off"),
    pytest.param(b'{"action": "next"}', "application/json", {302, 400}, id="JSON"),
    pytest.param(
        b"action=next", "application/x-www-form-urlencoded; charset=nonsense", {302, 400, 422}, id="odd charset"
    ),
]


@pytest.mark.parametrize(("body", "media_type", "statuses"), BODIES)
@pytest.mark.parametrize("place", ["step", "/sprak/"])
def test_odd_bodies_are_refused_and_change_nothing(
    cast: Cast,
    attempt: Enrolment,
    place: str,
    body: bytes,
    media_type: str,
    statuses: set[int],
    stored: Callable[[], Stored],
) -> None:
    client = signed_in(cast.eksjo.learner)
    client.post(f"/kurs/{attempt.public_id}/1/", {"action": "next"})
    address = f"/kurs/{attempt.public_id}/2/" if place == "step" else place
    before = stored()
    client.raise_request_exception = False
    response = client.generic("POST", address, body, media_type)
    assert response.status_code in statuses
    assert stored() == before


@pytest.mark.parametrize(("body", "media_type", "statuses"), BODIES)
def test_an_odd_sign_in_is_refused(cast: Cast, body: bytes, media_type: str, statuses: set[int]) -> None:
    client = Client(raise_request_exception=False)
    response = client.generic("POST", "/konto/login/", body, media_type)
    assert response.status_code in statuses | {200}
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "address",
    [
        "/kurs/not-a-uuid/",
        "/kurs/%00/",
        "/katalog/%00/",
        "/katalog/" + "x" * 3000 + "/",
        "/nyckeltal/%F0%9F%8C%B2/",
        "/konto/password/reset/key/x-y/",
        "/%ff/",
        "/katalog/?page=999999999999999999999999",
        "/katalog/?page=x&q=%00",
        "/katalog/?q=%25_%27%22",
        "/?next=%00",
    ],
)
def test_odd_addresses_are_no_faults(cast: Cast, address: str) -> None:
    client = signed_in(cast.eksjo.learner)
    client.raise_request_exception = False
    assert client.get(address).status_code in {200, 302, 400, 404}
