"""Words in Wagtail's templates that are said in the editor's language."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.template.loaders.app_directories import Loader
from django.utils.translation import override

from academy.cms_templates import IN_ENGLISH
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
