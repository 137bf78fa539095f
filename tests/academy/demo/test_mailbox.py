"""The demo's mailbox: what Django's file backend wrote, read back as mail."""

import os
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from pytest_django import Settings

from academy.demo.mailbox import MAILS_A_PAGE, MOST, sent_mail


def post(folder: Path, *messages: EmailMessage, at: int) -> None:
    """Send the messages as one connection does, and date their file."""
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder / "new"))
    connection.send_messages(list(messages))
    (written,) = (folder / "new").glob("*.log")
    os.utime(written.rename(folder / f"{at}.log"), (at, at))


def test_mail_is_read_back_newest_first(tmp_path: Path) -> None:
    post(
        tmp_path, EmailMessage("Äldst", "Första raden\nAndra raden", "från@a.example", ["maja@savsjo.example"]), at=1000
    )
    post(
        tmp_path,
        EmailMessage("Din kod: ÅÄÖ123", "Hej Göran", "a@a.example", ["goran@nassjo.example"]),
        EmailMessage("Nyast", "Hej Eva", "a@a.example", ["eva@eksjo.example"]),
        at=2000,
    )
    mails = sent_mail(tmp_path)
    assert [(mail.to, mail.subject, mail.body) for mail in mails] == [
        ("eva@eksjo.example", "Nyast", "Hej Eva"),
        ("goran@nassjo.example", "Din kod: ÅÄÖ123", "Hej Göran"),
        ("maja@savsjo.example", "Äldst", "Första raden\nAndra raden"),
    ]
    assert [mail.sent_at.timestamp() for mail in mails] == [2000, 2000, 1000]


def test_an_empty_or_missing_folder_is_an_empty_mailbox(tmp_path: Path) -> None:
    assert sent_mail(tmp_path) == []
    assert sent_mail(tmp_path / "mail") == []


@pytest.mark.parametrize("number", [MOST + 3])
def test_a_long_history_is_cut_to_the_newest(tmp_path: Path, number: int) -> None:
    for index in range(number):
        post(tmp_path, EmailMessage(f"Brev {index}", "Hej", "a@a.example", ["b@b.example"]), at=1000 + index)
    subjects = [mail.subject for mail in sent_mail(tmp_path)]
    assert subjects == [f"Brev {index}" for index in reversed(range(3, number))]


@pytest.mark.urls("tests.academy.demo.demo_urls")
@pytest.mark.django_db
def test_many_mails_come_in_pages(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    letters = [EmailMessage(f"Brev {n}.", "Hej", "a@a.example", ["b@b.example"]) for n in range(MAILS_A_PAGE + 1)]
    post(tmp_path / "mail", *letters, at=1000)
    first, last = (client.get(f"/demo/mail/?page={page}").content.decode() for page in (1, 2))
    assert (first.count("<article"), last.count("<article")) == (MAILS_A_PAGE, 1)
    assert "Brev 0." in last
