"""What is published past the review, or approved in it, is the draft that was shown: a newer one is told of first."""

import json
import re
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState

from courses.models import MicroCoursePage
from courses.templatetags.drafts import draft_mark
from learners.models import User
from learners.roles import Role
from tests.conftest import Cast, signed_in
from tests.courses.forms import Form
from tests.courses.samples import catalogue
from tests.courses.test_groups import give
from tests.courses.test_review import SENT, crew, form, step_of, submitted

__all__ = ["crew"]

WORDS = "Någon har sparat det här utkastet sedan du såg det."


def fresh() -> MicroCoursePage:
    page: MicroCoursePage = MicroCoursePage.objects.get()
    return page


def saves(person: User, title: str = "Halvfärdig", over: bool = False) -> int:
    """Save another draft, or the latest once more at a new time, as the editor does by itself; return its id."""
    page = fresh()
    draft = page.get_latest_revision_as_object()
    draft.title = title
    last = page.get_latest_revision()
    revision = draft.save_revision(user=person, overwrite_revision=last if over else None)
    return int(revision.pk)


def publishing(editor: Client, page: MicroCoursePage) -> dict[str, str]:
    """Open the page on which one publishes past the review; return what its form sends, with a reason."""
    shown = editor.get(f"/admin/publicera/{page.pk}/").context["form"]["shown"].value()
    return {"shown": shown, "reason": "Ny lag i dag."}


def test_a_draft_saved_meanwhile_is_not_published_past_the_review(cast: Cast, course: MicroCoursePage) -> None:
    give(cast.eksjo.learner, Role.AUTHOR)
    editor, address = signed_in(cast.editor), f"/admin/publicera/{course.pk}/"
    seen = saves(cast.editor, "Ny")
    sent = publishing(editor, course)
    newer = saves(cast.eksjo.learner)
    refused = editor.post(address, sent)
    text = refused.content.decode()
    assert (refused.status_code, fresh().title) == (200, "Fråga först")
    assert not PageLogEntry.objects.filter(action="courses.publish.unreviewed").exists()
    assert WORDS in text
    assert "Ny lag i dag." in text, "the reason is kept"
    assert reverse("wagtailadmin_pages:revisions_compare", args=[course.pk, seen, newer]) in text
    (carried,) = BeautifulSoup(text, "html.parser").select("input[name=shown]")
    again = sent | {"shown": str(carried["value"])}
    assert editor.post(address, again).status_code == 302
    assert fresh().title == "Halvfärdig"
    assert PageLogEntry.objects.get(action="courses.publish.unreviewed").data == {"reason": "Ny lag i dag."}


def test_what_the_editor_saves_by_itself_over_the_same_revision_is_newer_too(
    cast: Cast, course: MicroCoursePage
) -> None:
    give(cast.eksjo.learner, Role.AUTHOR)
    editor, first = signed_in(cast.editor), saves(cast.eksjo.learner, "Ny")
    sent = publishing(editor, course)
    assert saves(cast.eksjo.learner, over=True) == first
    refused = editor.post(f"/admin/publicera/{course.pk}/", sent)
    assert (refused.status_code, fresh().title) == (200, "Fråga först")
    assert WORDS in refused.content.decode()


@pytest.mark.parametrize("mark", ["", "7", "x@y", "7@2026-11-21", "999999@2026-11-21T12:00:00+00:00"])
def test_a_mark_that_is_none_publishes_nothing(cast: Cast, course: MicroCoursePage, mark: str) -> None:
    saves(cast.editor, "Ny")
    editor = signed_in(cast.editor)
    refused = editor.post(f"/admin/publicera/{course.pk}/", {"shown": mark, "reason": "Ny lag i dag."})
    assert (refused.status_code, fresh().title) == (200, "Fråga först")
    assert WORDS in refused.content.decode()


def test_what_has_been_published_meanwhile_is_not_saved_over(cast: Cast, course: MicroCoursePage) -> None:
    saves(cast.editor, "Ny")
    read_before = fresh().get_latest_revision_as_object()
    published = fresh().get_latest_revision()
    published.publish()
    read_before.title = "Halvfärdig"
    saved = read_before.save_revision(user=cast.editor, overwrite_revision=published)
    assert saved.pk != published.pk
    published.refresh_from_db()
    assert published.content["title"] == "Ny"


def address_of(browser: Client, page: MicroCoursePage, way: str, action: str = "approve") -> str:
    """Return where the reviewer's button leads: the editor's own, or that of the list on the first page."""
    shown = browser.get(f"/admin/pages/{page.pk}/edit/" if way == "editor" else "/admin/").content.decode()
    kind = "collect_action_data" if way == "editor" else "action"
    found = re.search(rf'"(/admin/pages/workflow/{kind}/{page.pk}/{action}/\d+/\?shown=[^"]+)"', shown)
    assert found, "the button carries the draft that is shown"
    return unescape(found[1])


def asked(browser: Client, address: str) -> dict[str, str]:
    """Open the dialog; return what its form sends."""
    dialog = BeautifulSoup(browser.get(address).json()["html"], "html.parser")
    carried = dialog.select("input[name=shown]")
    return {"shown": str(carried[0]["value"])} if carried else {}


def written(author: User) -> tuple[MicroCoursePage, Form]:
    """Write a course and send it for review; return it, and what the editor sends of the same text."""
    sent = form()
    address = f"/admin/pages/add/courses/microcoursepage/{catalogue().pk}/"
    assert signed_in(author).post(address, sent | SENT).status_code == 302
    return fresh(), sent


def pressed(browser: Client, address: str, sent: dict[str, str], text: Form | None = None) -> Any:
    """Press the button of the dialog; return what the browser is answered. The editor then sends its own form."""
    answer = browser.post(address.partition("?")[0], sent, HTTP_X_REQUESTED_WITH="XMLHttpRequest").json()
    if answer["step"] == "success" and "cleaned_data" in answer:
        editing = (text or {}) | {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": json.dumps(answer["cleaned_data"]),
        }
        assert browser.post(f"/admin/pages/{fresh().pk}/edit/", editing).status_code == 302
    return answer


@pytest.mark.parametrize("way", ["editor", "list"])
def test_a_draft_saved_meanwhile_is_not_approved(crew: dict[str, User], way: str) -> None:
    page, reviewer = submitted(crew["author"]), signed_in(crew["reviewer"])
    seen = fresh().latest_revision_id
    address = address_of(reviewer, page, way)
    newer = saves(crew["colleague"])
    sent = asked(reviewer, address) | {"comment": "Stämmer med lagen."}
    refused = pressed(reviewer, address, sent)
    assert refused["step"] == "action"
    assert WORDS in refused["html"]
    assert "Stämmer med lagen." in refused["html"], "the comment is kept"
    assert reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, seen, newer]) in refused["html"]
    assert TaskState.objects.get().status == "in_progress"
    dialog = BeautifulSoup(refused["html"], "html.parser")
    # The editor would save the older text that it holds, over the newer: there it is opened again.
    assert bool(dialog.select("button[type=submit]")) is (way == "list")
    assert bool(dialog.select(f"a.button[href='/admin/pages/{page.pk}/edit/']")) is (way == "editor")
    if way == "list":
        (carried,) = dialog.select("input[name=shown]")
        assert pressed(reviewer, address, sent | {"shown": str(carried["value"])})["step"] == "success"
        assert step_of(page) == "language"


@pytest.mark.parametrize("way", ["editor", "list"])
def test_the_draft_that_was_shown_is_approved(crew: dict[str, User], way: str) -> None:
    (page, text), reviewer = written(crew["author"]), signed_in(crew["reviewer"])
    address = address_of(reviewer, page, way)
    assert pressed(reviewer, address, asked(reviewer, address) | {"comment": ""}, text)["step"] == "success"
    assert step_of(page) == "language"


def test_what_the_reviewer_alone_has_saved_since_has_been_seen(crew: dict[str, User]) -> None:
    """A comment makes a revision, and the editor saves it by itself before the button is pressed."""
    (page, text), reviewer = written(crew["author"]), signed_in(crew["reviewer"])
    address = address_of(reviewer, page, "editor")
    saves(crew["reviewer"], fresh().title)
    assert pressed(reviewer, address, asked(reviewer, address) | {"comment": ""}, text)["step"] == "success"
    assert step_of(page) == "language"


@pytest.mark.parametrize("action", ["approve", "override"])
def test_a_save_between_the_dialog_and_the_approval_stops_it(crew: dict[str, User], action: str) -> None:
    """The dialog found nothing; what counts is asked once more where it is done."""
    page = submitted(crew["admin" if action == "override" else "author"])
    state, person = TaskState.objects.get(), crew["admin" if action == "override" else "reviewer"]
    shown = draft_mark(fresh())
    saves(crew["colleague"])
    told = state.task.specific.on_action(state, person, action, shown=shown, comment="Bråttom")
    assert f"/admin/pages/{page.pk}/" in told
    assert TaskState.objects.get().status == "in_progress"
    assert not PageLogEntry.objects.filter(action="courses.review.own").exists()


def test_changes_are_asked_for_of_whatever_draft(crew: dict[str, User]) -> None:
    page, reviewer = submitted(crew["author"]), signed_in(crew["reviewer"])
    address = address_of(reviewer, page, "list", "reject")
    saves(crew["colleague"])
    assert pressed(reviewer, address, {"comment": "Källan saknas."})["step"] == "success"
    assert step_of(page) == "needs_changes"
