"""What is said after a step of review, and what comes first for whoever takes it."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from wagtail.models import TaskState

from courses.handed_on import where_it_is
from courses.models import MicroCoursePage
from learners.models import User
from tests.conftest import Cast, signed_in
from tests.courses.samples import catalogue
from tests.courses.test_review import SENT, crew, form, shown_now, submitted

__all__ = ["crew"]


def press(person: User, page: MicroCoursePage, action: str, comment: str = "") -> list[str]:
    """Take a step in the editor; return all that is said on the next page, without the buttons."""
    sent = form() | {
        "action-workflow-action": "true",
        "workflow-action-name": action,
        "workflow-action-extra-data": json.dumps({"comment": comment, "shown": shown_now(page)}),
    }
    return said_after(person, f"/admin/pages/{page.pk}/edit/", sent)


def said_after(person: User, address: str, sent: Any) -> list[str]:
    """Return what is said on the page after a form, without the buttons."""
    browser = signed_in(person)
    assert browser.post(address, sent).status_code == 302
    found = BeautifulSoup(browser.get("/admin/account/").content, "html.parser").select(".messages ul > li")
    for button in (button for message in found for button in message.select(".buttons")):
        button.decompose()
    return [message.get_text(" ", strip=True) for message in found]


def test_each_step_says_who_has_it_next(crew: dict[str, User]) -> None:
    """An academy admin alone: what others send along with their step would be a change, and leave it to somebody else."""
    admin = crew["admin"]
    page = submitted(admin)
    asked = f"Ändringar är begärda. ”Fråga först” ligger nu hos {admin.get_full_name()}."
    assert press(admin, page, "reject", "Ange källan.") == [asked]
    subject = "”Fråga först” väntar nu på ämnesgranskning. En kollega som inte har skrivit den tar den."
    assert said_after(admin, f"/admin/pages/{page.pk}/edit/", form() | SENT) == [subject]
    language = "”Fråga först” väntar nu på granskning av språk och tillgänglighet. En granskare tar den."
    assert press(admin, page, "override", "Ensam i tjänst.") == [language]
    assert press(admin, page, "override", "Ensam i tjänst.") == ["”Fråga först” är godkänd och publicerad."]


def test_a_new_course_says_who_has_it_and_a_saved_draft_what_wagtail_says(crew: dict[str, User]) -> None:
    address = f"/admin/pages/add/courses/microcoursepage/{catalogue().pk}/"
    (words,) = said_after(crew["author"], address, form() | SENT)
    assert words.startswith("”Fråga först” väntar nu på ämnesgranskning.")
    page = MicroCoursePage.objects.get()
    assert said_after(crew["colleague"], f"/admin/pages/{page.pk}/edit/", form()) == ["”Fråga först” är sparad."]


def test_an_approved_course_with_a_day_says_the_day(cast: Cast, course: MicroCoursePage) -> None:
    course.go_live_at = datetime(2099, 3, 1, 8, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    course.save_revision().publish()
    words = "”Fråga först” är godkänd. Den publiceras 1 mars 2099 kl. 8.30."
    assert where_it_is(MicroCoursePage.objects.get()) == words


@pytest.mark.parametrize(("person", "first"), [("colleague", "approve"), ("author", "")])
def test_to_approve_comes_first_for_whoever_may(crew: dict[str, User], person: str, first: str) -> None:
    page = submitted(crew["author"])
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    tree = BeautifulSoup(signed_in(crew[person]).get(f"/admin/pages/{page.pk}/edit/").content, "html.parser")
    (menu,) = tree.select("nav.actions--primary")
    button = menu.select_one("button")
    assert button is not None
    assert button.get("data-workflow-action-name", "") == first


def test_whoever_reviews_is_led_to_the_preview_and_to_what_has_changed(cast: Cast, crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    shown = signed_in(crew["colleague"]).get(f"/admin/pages/{page.pk}/edit/").context["edit_handler"].render_html()
    links = [link["href"] for link in BeautifulSoup(shown, "html.parser").select(".review-links a")]
    assert links == [f"/admin/pages/{page.pk}/view_draft/"]
    MicroCoursePage.objects.update(live=True)
    shown = signed_in(crew["colleague"]).get(f"/admin/pages/{page.pk}/edit/").context["edit_handler"].render_html()
    links = [link["href"] for link in BeautifulSoup(shown, "html.parser").select(".review-links a")]
    assert links[1] == f"/admin/pages/{page.pk}/revisions/compare/live...latest/"


def test_a_course_put_on_the_schedule_past_the_review_is_not_said_to_be_published(
    cast: Cast, course: MicroCoursePage
) -> None:
    course.go_live_at = datetime(2099, 3, 1, 8, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    course.save_revision()
    editor, address = signed_in(cast.editor), f"/admin/publicera/{course.pk}/"
    asked = editor.get(address)
    assert "1 mars 2099 kl. 8.30" in asked.content.decode()
    sent = {"shown": asked.context["form"]["shown"].value(), "reason": "Ensam i tjänst."}
    assert editor.post(address, sent).status_code == 302
    history = editor.get(f"/admin/pages/{course.pk}/history/").content.decode()
    assert "Schemalagd utan granskning, publiceras 1 mars 2099 kl. 8.30: Ensam i tjänst." in history
    assert "Publicerad utan granskning" not in history


def test_a_translation_that_is_left_unsaved_is_asked_about(cast: Cast, course: MicroCoursePage) -> None:
    editor = signed_in(cast.editor)
    address = editor.post(f"/admin/oversattning/{course.pk}/en/").headers["Location"]
    page = BeautifulSoup(editor.get(address).content, "html.parser")
    (writing,) = page.select("form[data-controller=w-unsaved]")
    assert "beforeunload@window->w-unsaved#confirm" in writing["data-action"]
    assert (writing["data-w-unsaved-confirmation-value"], writing["data-w-unsaved-force-value"]) == ("true", "false")
    assert {words.get_text() for words in page.select(".translation-new")} == {"Inte översatt än"}
