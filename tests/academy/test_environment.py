"""Readers of the environment: a wrong or missing value stops the start with a sentence that names the variable."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from academy import environment as env

NAME = "ACADEMY_UNDER_TEST"
LANGUAGES = ("sv", "en")


def given(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    if value is None:
        monkeypatch.delenv(NAME, raising=False)
    else:
        monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (lambda: env.text(NAME, "default"), None, "default"),
        (lambda: env.text(NAME, "default"), "said", "said"),
        (lambda: env.choice(NAME, LANGUAGES, "sv"), "en", "en"),
        (lambda: env.choice(NAME, LANGUAGES, "sv"), None, "sv"),
        (lambda: env.flag(NAME, default=False), "YES", True),
        (lambda: env.flag(NAME, default=True), "0", False),
        (lambda: env.flag(NAME, default=True), None, True),
        (lambda: env.whole_number(NAME, 7), None, 7),
        (lambda: env.whole_number(NAME, 7, least=1), "12", 12),
        (lambda: env.address(NAME), "https://akademin.example/", "https://akademin.example"),
        (lambda: env.internal_prefix(NAME), "/_media/", "/_media/"),
        (lambda: env.internal_prefix(NAME), None, ""),
    ],
)
def test_a_good_value_or_the_default_is_read(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], value: str | None, expected: object
) -> None:
    given(monkeypatch, value)
    assert read() == expected


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (lambda: env.text(NAME), None, f"Set {NAME}: it is needed in this environment and has no default."),
        (lambda: env.text(NAME, "default"), "", f"Set {NAME}: it is needed in this environment and has no default."),
        (lambda: env.choice(NAME, LANGUAGES, "sv"), "fi", f"{NAME} is 'fi'. Use one of: sv, en."),
        (lambda: env.flag(NAME, default=True), "perhaps", f"{NAME} is 'perhaps'. Use yes or no."),
        (lambda: env.whole_number(NAME, 7), "1.5", f"{NAME} is '1.5'. Use a whole number of at least 0."),
        (lambda: env.whole_number(NAME, 7, least=1), "0", f"{NAME} is '0'. Use a whole number of at least 1."),
        (lambda: env.whole_number(NAME, 7), "-3", f"{NAME} is '-3'. Use a whole number of at least 0."),
        (lambda: env.whole_number(NAME, 7), "²", f"{NAME} is '²'. Use a whole number of at least 0."),
        (
            lambda: env.address(NAME),
            "akademin.example",
            f"{NAME} is 'akademin.example'. Use an address such as https://akademin.example.",
        ),
        (
            lambda: env.address(NAME),
            "ftp://akademin.example",
            f"{NAME} is 'ftp://akademin.example'. Use an address such as https://akademin.example.",
        ),
        (
            lambda: env.internal_prefix(NAME),
            "/_media",
            f"{NAME} is '/_media'. Use a path with a slash at both ends, such as /_media/.",
        ),
        (
            lambda: env.database(NAME, "sqlite:///x"),
            "mysql://root@localhost/academy",
            f"{NAME} must begin with sqlite:/// or postgres://. Other databases are not tested.",
        ),
        (
            lambda: env.mail(NAME, "filemail:///x"),
            "pigeon://loft",
            f"{NAME} is not a mail address such as smtp+tls://user:password@host:587.",
        ),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], value: str | None, sentence: str
) -> None:
    given(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert str(refusal.value) == sentence


def test_a_folder_is_made_and_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    given(monkeypatch, "data/of/ours")
    assert env.folder(NAME, tmp_path) == tmp_path / "data" / "of" / "ours"
    assert (tmp_path / "data" / "of" / "ours").is_dir()


def test_a_folder_that_cannot_be_made_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    given(monkeypatch, str(tmp_path / "file" / "data"))
    with pytest.raises(
        ImproperlyConfigured, match=r"^ACADEMY_UNDER_TEST is .*file/data, which cannot be created: .+\.$"
    ):
        env.folder(NAME, tmp_path)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////srv/academy.sqlite3", {"ENGINE": "django.db.backends.sqlite3", "NAME": "/srv/academy.sqlite3"}),
        (
            "postgres://academy:s%2Fecret@db.example:5433/learning",
            {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "learning",
                "USER": "academy",
                "PASSWORD": "s/ecret",
                "HOST": "db.example",
                "PORT": 5433,
            },
        ),
    ],
)
def test_a_database_url_becomes_settings(monkeypatch: pytest.MonkeyPatch, url: str, expected: dict[str, Any]) -> None:
    given(monkeypatch, url)
    found = env.database(NAME, "sqlite:///unused")
    assert {name: found[name] for name in expected} == expected


def test_a_mail_url_becomes_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "smtp+tls://post:hemlig@mail.example:587")
    found = env.mail(NAME, "filemail:///unused")
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("post", "hemlig")
