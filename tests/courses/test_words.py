"""One thing has one name: on the course's page, in the editor and on the reviewer's list."""

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from courses.models import MicroCoursePage
from courses.reviewing.kinds import CHECKLISTS, ReviewKind
from tests.conftest import Cast, signed_in


@pytest.mark.parametrize("language", ["sv", "en"])
def test_outcomes_have_one_name(cast: Cast, course: MicroCoursePage, language: str) -> None:
    editor = signed_in(cast.editor)
    page = BeautifulSoup(editor.get("/katalog/fraga-forst/").content, "html.parser")
    (heading,) = [found.get_text() for found in page.select("#outcomes-title")]
    if language == "en":
        editor.post("/sprak/", {"language": "en", "next": "/hjalp/"})
        heading = "What you take with you"
    with override(language):
        assert [line for line in map(str, CHECKLISTS[ReviewKind.SUBJECT]) if f"{heading}” " in line]
    form = BeautifulSoup(editor.get(f"/admin/pages/{course.pk}/edit/").content, "html.parser")
    assert [found for found in form.select("h2") if found.get_text(strip=True).startswith(heading)]
