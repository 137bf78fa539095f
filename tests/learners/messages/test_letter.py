"""A mail as HTML: the words of its text, nothing more, and no address but our own becomes a link."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from academy import deliveries
from learners.actions.messages import send_due
from learners.messages.catalogue import CATALOGUE, COURSE_WAITING, INVITATION, SIGN_IN
from learners.messages.rendering import Receiver, Rendered, render, render_digest
from tests.conftest import Cast
from tests.learners.messages.samples import NOON, write

ANNA = {language: Receiver(1, "Anna", language) for language in ("sv", "en")}


def tree(rendered: Rendered) -> BeautifulSoup:
    """Return the HTML of a mail."""
    return BeautifulSoup(rendered.html, "html.parser")


def words(text: str) -> set[str]:
    """Return the words of a text, without marks at their ends."""
    return {word.strip(":.,") for word in text.split() if word.strip(":.,-")}


def course(title: str) -> dict[str, Any]:
    """Return the context of a course that waits."""
    return {**COURSE_WAITING.sample, "course": title}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_the_html_says_what_the_text_says(key: str, language: str) -> None:
    kind = CATALOGUE[key]
    rendered = render(kind, kind.sample, ANNA[language])
    page = tree(rendered)
    links = {str(link["href"]) for link in page.select("a")}
    assert page.html is not None
    assert page.html["lang"] == language
    assert page.select_one("h1").get_text() == rendered.subject  # type: ignore[union-attr]
    assert words(rendered.body) <= words(page.get_text(" ")) | links
    assert bool(rendered.unsubscribe) is (rendered.unsubscribe in links)


def test_a_code_stands_alone_and_large() -> None:
    page = tree(render(SIGN_IN, SIGN_IN.sample, ANNA["sv"]))
    assert [block.get_text() for block in page.select("p") if "monospace" in str(block["style"])] == ["482-913"]


def test_the_sign_in_mail_is_shown_in_the_language_of_its_reader() -> None:
    swedish = render(SIGN_IN, SIGN_IN.sample, ANNA["sv"])
    assert swedish.subject == "Din inloggningskod"
    assert swedish.body.startswith("Skriv den här koden på sidan där du bad om den:\n\n    482-913\n\nKoden ")


def test_what_somebody_typed_is_neither_markup_nor_a_link() -> None:
    sample = {**INVITATION.sample, "inviter": '<b onclick="x">Maja</b> & https://elsewhere.example/ in'}
    page = tree(render(INVITATION, sample, ANNA["sv"]))
    assert page.select("b") == []
    assert "<b onclick" in page.get_text()
    assert [link["href"] for link in page.select("a") if "localhost" not in str(link["href"])] == []


def test_an_address_is_a_link_that_shows_where_it_leads_without_the_mark_that_follows() -> None:
    body = "Öppna http://localhost:8000/kurs/1/. Eller låt bli."
    page = tree(render(SIGN_IN, {"subject": "Prov", "body": body}, ANNA["sv"]))
    links = [(link["href"], link.get_text()) for link in page.select("h1 ~ p a")]
    assert links == [("http://localhost:8000/kurs/1/", "http://localhost:8000/kurs/1/")]


def test_a_digest_has_a_heading_for_each_message_and_each_reason_once() -> None:
    parts = [(COURSE_WAITING, course("Kurs ett")), (COURSE_WAITING, course("Kurs två"))]
    page = tree(render_digest(parts, ANNA["sv"]))
    assert [heading.get_text() for heading in page.select("h2")] == [
        "Du har börjat på Kurs ett",
        "Du har börjat på Kurs två",
    ]
    assert len(re.findall("för att du har börjat på en kurs", page.get_text())) == 1


def test_the_mail_that_goes_out_carries_both_and_the_row_forgets_them(cast: Cast) -> None:
    write(cast.eksjo.learner)
    send_due(NOON)
    deliveries.sweep(NOON)
    [sent] = mail.outbox
    assert isinstance(sent, mail.EmailMultiAlternatives)
    [(html, kind)] = sent.alternatives
    assert kind == "text/html"
    assert f">{sent.subject}</h1>" in str(html)
    assert sent.message().get_content_type() == "multipart/alternative"
