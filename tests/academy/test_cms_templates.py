"""Words in Wagtail's templates that are said in the editor's language."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.template.loaders.app_directories import Loader
from django.utils.translation import gettext, override

from academy.cms_templates import IN_ENGLISH
from courses.models import MicroCoursePage
from tests.conftest import Cast, signed_in


@pytest.mark.parametrize(("name", "written"), [(name, written) for name, written, _ in IN_ENGLISH])
def test_wagtail_still_writes_these_words_in_english(name: str, written: str) -> None:
    origin = get_template(name).origin  # type: ignore[attr-defined] # of Django's own templates it is known
    assert isinstance(origin.loader, Loader)
    assert Path(origin.name).read_text(encoding="utf-8").count(written) == 1


@pytest.mark.parametrize(("language", "words"), [("sv", 'aria-label="Åtgärder"'), ("en", 'aria-label="Actions"')])
def test_the_words_follow_the_language(language: str, words: str) -> None:
    with override(language):
        assert words in get_template("wagtailadmin/shared/headers/_actions.html").render({"actions": ""})


def test_the_first_page_offers_to_search_in_the_editors_language(cast: Cast) -> None:
    page = signed_in(cast.editor).get("/admin/").content.decode()
    assert 'type="submit" value="Sök"' in page
    assert 'value="Search"' not in page


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("external", ["Länktext"]),
        ("email", ["E-postadress", "Länktext", "Ämnesrad", "Meddelande"]),
        ("phone", ["Telefonnummer", "Länktext"]),
        ("anchor", ["Länktext"]),
    ],
)
def test_what_a_link_is_asked_for_is_said_in_swedish(cast: Cast, kind: str, words: list[str]) -> None:
    asked = signed_in(cast.editor).get(f"/admin/choose-{kind}-link/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    page = asked.json()["html"]
    assert [word for word in words if word not in page] == []


def test_a_search_and_a_report_say_nothing_rather_than_none(cast: Cast, course: MicroCoursePage) -> None:
    editor = signed_in(cast.editor)
    for address in ("/admin/pages/search/?q=fr%C3%A5ga", "/admin/reports/aging-pages/"):
        page = BeautifulSoup(editor.get(address).content, "html.parser").select_one("main")
        assert page is not None
        assert "Fråga först" in page.get_text()
        assert "None" not in page.get_text()


@pytest.mark.parametrize(("language", "words"), [("sv", "Översätt till engelska"), ("en", "Translate into English")])
def test_a_language_stands_in_a_sentence_as_that_language_writes_it(
    cast: Cast, course: MicroCoursePage, language: str, words: str
) -> None:
    editor = signed_in(cast.editor)
    editor.post("/sprak/", {"language": language, "next": "/hjalp/"})
    assert words in editor.get(f"/admin/pages/{course.pk}/edit/").content.decode()
    assert words in editor.get(f"/admin/oversattning/{course.pk}/en/").content.decode()


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("Your pages and snippets in a workflow", "Dina sidor under granskning"),
        ("Promote", "Adress och sökning"),
        ("Rejected", "Ändringar begärda"),
    ],
)
def test_wagtails_own_swedish_gives_way_where_it_is_not_ours(english: str, swedish: str) -> None:
    with override("sv"):
        assert gettext(english) == swedish
