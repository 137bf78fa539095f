"""Logs: no address and no secret in any line."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from academy.logs import configure, without_personal_data


def scrubbed(**event: Any) -> dict[str, Any]:
    return dict(without_personal_data(None, "info", event))


@pytest.mark.parametrize(
    "key",
    ["password", "new_password", "Authorization", "set_cookie", "login_code", "code", "secret_key", "csrf_token"],
)
def test_the_value_of_a_secret_is_removed(key: str) -> None:
    assert scrubbed(**{key: "hemligt"}) == {key: "[removed]"}
    assert scrubbed(**{key: ["hemligt"]}) == {key: "[removed]"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("maja@savsjo.example", "[e-mail]"),
        (
            "could not reach <maja.li+kurs@mail.savsjo.example>, nor 'eva@eksjo.example'",
            "could not reach <[e-mail]>, nor '[e-mail]'",
        ),
        ("no address @ all", "no address @ all"),
        (42, 42),
        (None, None),
    ],
)
def test_addresses_are_replaced_and_the_rest_is_kept(value: object, expected: object) -> None:
    assert scrubbed(error=value) == {"error": expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "duplicate key value\nDETAIL: Key (first_name)=(Maja) already exists.\nCONTEXT: row 1",
            "duplicate key value\nDETAIL: [removed]\nCONTEXT: [removed]",
        ),
        ("Not Found: /konto/password/reset/key/3k-abc123def/", "Not Found: /konto/password/reset/key/[removed]/"),
        ("Not Found: /meddelanden/avsta/Mzp4eHh4:abc/", "Not Found: /meddelanden/avsta/[removed]/"),
        ("header was 'Authorization: Basic a2V5OnNlY3JldA=='", "header was 'Authorization: Basic [removed]'"),
        ("GET /x?login_code=123456&page=2", "GET /x?login_code=[removed]&page=2"),
        ("otpauth://totp/x?secret=ABCDEF234567&issuer=A", "otpauth://totp/x?secret=[removed]&issuer=A"),
    ],
)
def test_secrets_in_running_text_are_removed(text: str, expected: str) -> None:
    assert scrubbed(event=text) == {"event": expected}


def test_an_error_handed_over_as_it_is_is_cleaned_too() -> None:
    assert scrubbed(error=ValueError("no box: eva@eksjo.example")) == {"error": "no box: [e-mail]"}
    assert scrubbed(raw=b"eva@eksjo.example") == {"raw": "b'[e-mail]'"}


def test_addresses_inside_lists_and_mappings_are_replaced_too() -> None:
    event = scrubbed(to=["a@b.example", 1], headers={"From": "a@b.example", "Cookie": "abc"}, pair=("a@b.example",))
    assert event == {
        "to": ["[e-mail]", 1],
        "headers": {"From": "[e-mail]", "Cookie": "[removed]"},
        "pair": ("[e-mail]",),
    }


def test_the_status_code_is_no_secret() -> None:
    assert scrubbed(status_code=503) == {"status_code": 503}


@pytest.fixture
def configured() -> Iterator[Callable[[], None]]:
    """Sets logging up as in production, to be called in the test's body; undone afterwards."""
    root = logging.getLogger()
    handlers, level, setting = root.handlers[:], root.level, structlog.get_config()
    yield lambda: configure(json=True, level="INFO")
    structlog.configure(**setting)
    root.handlers[:] = handlers
    root.setLevel(level)


def line_in(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (line,) = capsys.readouterr().err.splitlines()
    return dict(json.loads(line))


def test_in_production_a_line_is_json_without_addresses(
    configured: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    configured()
    structlog.get_logger("academy.test").warning("delivery_failed", error="no such box: eva@eksjo.example")
    line = line_in(capsys)
    assert (line["event"], line["error"], line["level"]) == ("delivery_failed", "no such box: [e-mail]", "warning")
    assert line["timestamp"].endswith("Z")


def test_lines_of_libraries_are_scrubbed_as_well(
    configured: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    configured()
    logging.getLogger("some.library").error("mail to %s failed", "eva@eksjo.example")
    assert line_in(capsys)["event"] == "mail to [e-mail] failed"


def test_a_traceback_is_scrubbed_as_well(configured: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    configured()
    try:
        raise ValueError("eva@eksjo.example has no box")
    except ValueError:
        structlog.get_logger("academy.test").exception("delivery_failed")
    assert "ValueError: [e-mail] has no box" in line_in(capsys)["exception"]
