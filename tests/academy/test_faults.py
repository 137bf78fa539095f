"""Error pages: a database that is away is a 503 that says when to come back; none of them asks the database."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from academy.faults import is_database_fault, server_error
from learners.views import pages
from tests.conftest import Cast, signed_in


@pytest.mark.parametrize(
    ("error", "is_fault"),
    [
        (OperationalError("database is locked"), True),
        (InterfaceError("connection already closed"), True),
        (IntegrityError("duplicate key"), False),
        (DatabaseError("something else"), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_only_an_absent_or_busy_database_is_a_database_fault(error: BaseException | None, is_fault: bool) -> None:
    assert is_database_fault(error) is is_fault


def answer_to(error: Exception, rf: RequestFactory) -> Any:
    try:
        raise error
    except Exception:  # noqa: BLE001 - as Django's handler does
        return server_error(rf.get("/"))


def test_a_database_fault_says_when_to_come_back(rf: RequestFactory) -> None:
    response = answer_to(OperationalError("server closed the connection"), rf)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "<h1>" in response.content.decode()


def test_another_fault_is_a_500_without_promise(rf: RequestFactory) -> None:
    response = answer_to(ZeroDivisionError("secret detail"), rf)
    assert response.status_code == 500
    assert "Retry-After" not in response.headers
    assert "secret detail" not in response.content.decode()


@pytest.mark.parametrize(("error", "status"), [(OperationalError("locked"), 503), (ZeroDivisionError(), 500)])
def test_a_page_that_fails_is_answered_without_the_database(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    """No database fixture: pytest-django would raise at the first query."""

    def broken(request: HttpRequest, template: str) -> None:
        raise error

    monkeypatch.setattr(pages, "render", broken)
    response = Client(raise_request_exception=False).get("/hjalp/")
    assert response.status_code == status
    assert "Höglandsakademin" in response.content.decode()


@pytest.mark.parametrize(("language", "way_on"), [("sv", "Gå till startsidan"), ("en", "Go to the start page")])
def test_what_cannot_be_read_is_answered_without_asking_the_request_anything(language: str, way_on: str) -> None:
    """A forged host is found out before anything else: no database fixture, and no context processor may ask."""
    client = Client(raise_request_exception=False)
    with override(language):  # the language that the address has chosen ends with the test
        response = client.get("/en/hjalp/" if language == "en" else "/hjalp/", headers={"host": "elsewhere.example"})
    page = response.content.decode()
    assert response.status_code == 400
    assert f'<html lang="{language}">' in page
    assert way_on in page
    assert "<script" not in page


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html"])
def test_the_pages_of_a_broken_server_stand_alone_and_show_a_way_on(language: str, template: str) -> None:
    """No database fixture, no request, no context."""
    with override(language):
        page = BeautifulSoup(render_to_string(template), "html.parser")
    assert page.html is not None
    assert page.html["lang"] == language
    assert [len(page.select(one)) for one in ("h1", "main p", "main a.btn", "script")] == [1, 1, 1, 0]


@pytest.mark.parametrize("template", ["403.html", "404.html", "429.html", "403_csrf.html"])
def test_the_pages_that_refuse_say_why_and_show_a_way_on_in_both_languages(template: str) -> None:
    said = set()
    for language in ("sv", "en"):
        with override(language):
            page = BeautifulSoup(render_to_string(template), "html.parser")
        assert [len(page.select(one)) for one in ("h1", ".empty p", ".empty a.btn")] == [1, 1, 1]
        said.add(page.select_one(".empty").get_text())  # type: ignore[union-attr]
    assert len(said) == 2


def refuse(*_: Any, **__: Any) -> None:
    raise OperationalError("the database system is shutting down")


@pytest.mark.parametrize("ask", [lambda c: c.get("/"), lambda c: c.post("/sprak/", {"language": "en"})])
def test_a_database_that_goes_away_in_mid_request_is_a_503(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Client], Any]
) -> None:
    client = signed_in(cast.eksjo.learner)
    client.raise_request_exception = False
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)
    response = ask(client)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"


def test_a_form_without_its_protection_is_refused_in_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.eksjo.learner)
    response = client.post("/sprak/", {"language": "en"})
    assert response.status_code == 403
    assert "<h1" in response.content.decode()
    cast.eksjo.learner.refresh_from_db()
    assert cast.eksjo.learner.language == "sv"


@pytest.mark.parametrize(("language", "words"), [("sv", "Här finns inget för dig"), ("en", "There is nothing for you")])
@pytest.mark.parametrize("address", ["/admin/finns-inte/", "/admin/pages/987654/edit/"])
def test_an_address_of_the_editor_that_leads_nowhere_says_so_in_the_academys_words(
    cast: Cast, language: str, words: str, address: str
) -> None:
    editor = signed_in(cast.editor)
    editor.post("/sprak/", {"language": language, "next": "/hjalp/"})
    answer = editor.get(address)
    assert answer.status_code == 404
    tree = BeautifulSoup(answer.content, "html.parser")
    assert words in " ".join(heading.get_text() for heading in tree.select("h1"))
    assert not [part for part in tree.select("main, title") if "wagtail" in part.get_text().lower()]
    assert tree.select('main a.button[href="/admin/"]')
