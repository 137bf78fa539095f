"""The page for when there is no network, and the worker that keeps it: the same for everyone, and new when anything in it is."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.translation import override

from academy.views import offline
from tests.conftest import Cast, signed_in


@pytest.fixture(autouse=True)
def _forget_the_worker() -> Iterator[None]:
    offline._worker.cache_clear()
    yield
    offline._worker.cache_clear()


def told(source: str, name: str) -> Any:
    """Return what the worker's script says that a constant is."""
    found = re.search(rf"^const {name} = (.+);$", source, re.MULTILINE)
    assert found, name
    return json.loads(found[1])


@pytest.mark.parametrize(
    ("path", "language", "heading"),
    [("/utan-anslutning/", "sv", "Ingen anslutning"), ("/en/utan-anslutning/", "en", "No connection")],
)
def test_the_page_needs_no_database_and_says_what_to_do(path: str, language: str, heading: str) -> None:
    """No database fixture: pytest-django would raise at the first query."""
    with override(language):  # the language that the address has chosen ends with the test
        response = Client().get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert f"<h1>{heading}</h1>" in page
    assert '<a class="btn" href="">' in page
    assert "<script" not in page


def test_the_page_is_the_same_for_whoever_asks(cast: Cast) -> None:
    assert signed_in(cast.eksjo.hr).get("/utan-anslutning/").content == Client().get("/utan-anslutning/").content


def test_the_worker_keeps_files_that_exist_and_one_page_in_each_language() -> None:
    response = Client().get("/service-worker.js")
    source = response.content.decode()
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert told(source, "PAGES") == [["/en/", "/en/utan-anslutning/"], ["/", "/utan-anslutning/"]]
    files = told(source, "FILES")
    assert "/static/look.css" in files
    assert [name for name in files if not finders.find(name.removeprefix("/static/"))] == []


@pytest.mark.parametrize("prefix", ["/admin/", "/xapi/", "/api/", "/media/"])
def test_the_worker_leaves_machines_and_the_cms_alone(prefix: str) -> None:
    assert prefix in told(Client().get("/service-worker.js").content.decode(), "APART")


def test_all_that_the_page_asks_for_is_kept() -> None:
    """A style sheet that the page asks for and the worker does not keep would be missing without a network."""
    page = Client().get("/utan-anslutning/").content.decode()
    asked = set(re.findall(r'<link [^>]*href="([^"]+)"', page))
    assert asked
    assert asked <= set(told(Client().get("/service-worker.js").content.decode(), "FILES"))


def test_the_worker_is_another_when_a_file_or_the_page_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Client().get("/service-worker.js").content
    assert Client().get("/service-worker.js").content == first
    monkeypatch.setattr(offline, "static", lambda name: f"/static/{name}.0a1b2c")
    offline._worker.cache_clear()
    second = Client().get("/service-worker.js").content
    monkeypatch.undo()
    monkeypatch.setattr(offline, "_page", lambda: "andra ord")
    offline._worker.cache_clear()
    assert len({first, second, Client().get("/service-worker.js").content}) == 3


def test_every_page_of_ours_asks_for_the_worker_but_those_of_a_broken_server(cast: Cast) -> None:
    page = signed_in(cast.eksjo.learner).get("/").content.decode()
    assert 'data-worker="/service-worker.js"' in page
    assert '<template id="no-connection">' in page
