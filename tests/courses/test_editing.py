"""Writing a course in the CMS, as an editor's browser does it: drafts may be broken, what is published may not."""

import json
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.translation import gettext, override
from wagtail.models import Locale

from courses.models import MicroCoursePage
from tests.conftest import Cast, signed_in
from tests.courses.forms import Form, choices, course_form, new_id, published
from tests.courses.samples import catalogue

STEP, QUESTION = new_id(), new_id()
GOOD = choices("Ringer", "Frågar", right=(1,))


def form(question: Form, **changes: Any) -> Form:
    return course_form(question=question, step_id=STEP, question_id=QUESTION) | changes


@pytest.fixture
def editor(cast: Cast) -> Client:
    """The editor's browser."""
    return signed_in(cast.editor)


def draft(editor: Client, question: Form) -> MicroCoursePage:
    """Save a new course as a draft and return it."""
    response = editor.post(f"/admin/pages/add/courses/microcoursepage/{catalogue().pk}/", form(question))
    assert response.status_code == 302, response.context["form"].errors
    page: MicroCoursePage = MicroCoursePage.objects.get()
    return page


def publish(editor: Client, page: MicroCoursePage, question: Form, **changes: Any) -> Any:
    sent = form(question, **{"action-publish": "action-publish"}, **changes)
    return published(editor, editor.post(f"/admin/pages/{page.pk}/edit/", sent))


def ids_of(page: MicroCoursePage) -> tuple[Any, ...]:
    return page.content().shape


def said(response: Any, sentence: str) -> bool:
    """Tell whether an answer holds the sentence, in English or in Swedish."""
    # The editor's script is handed the sentence as JSON within an attribute.
    text = unescape(response.content.decode())
    with override("sv"):
        sentences = [sentence, gettext(sentence)]
    return any(json.dumps(words).strip('"') in text for words in sentences)


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (choices("Ringer", "Frågar", right=()), "Mark exactly one choice as the right answer."),
        (choices("Ringer", "Frågar", right=(0, 1)), "Mark exactly one choice as the right answer."),
        (choices("Frågar", " frågar ", right=(1,)), "Two choices say the same thing. Change one of them."),
    ],
)
def test_a_broken_question_may_be_kept_as_a_draft_and_is_not_published(
    editor: Client, broken: Form, sentence: str
) -> None:
    page = draft(editor, broken)
    assert not page.live
    refused = publish(editor, page, broken)
    assert refused.status_code == 200
    assert said(refused, sentence)
    page.refresh_from_db()
    assert not page.live


@pytest.mark.parametrize("question", [choices("Bara en", right=(0,)), choices(*"abcdefg", right=(0,))])
def test_too_few_or_too_many_choices_are_not_published(editor: Client, question: Form) -> None:
    page = draft(editor, GOOD)
    assert publish(editor, page, question).status_code == 200
    page.refresh_from_db()
    assert not page.live


def test_a_mended_course_is_published_with_the_ids_of_its_draft(editor: Client) -> None:
    page = draft(editor, choices("Ringer", "Frågar", right=()))
    assert publish(editor, page, GOOD).status_code == 302
    page = MicroCoursePage.objects.get()
    assert page.live
    (step,) = page.content().steps
    assert (str(step.id), [str(question.id) for question in step.questions]) == (STEP, [QUESTION])
    assert step.questions[0].right.text == "Frågar"


def test_ids_stay_when_the_course_is_published_again_and_translated(editor: Client) -> None:
    page = draft(editor, GOOD)
    publish(editor, page, GOOD)
    first = MicroCoursePage.objects.get()
    publish(editor, page, GOOD, title="Fråga alltid först")
    second = MicroCoursePage.objects.get()
    assert second.title == "Fråga alltid först"
    assert second.live_revision_id != first.live_revision_id
    assert ids_of(second) == ids_of(first)
    english = second.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    english.refresh_from_db()
    assert english.translation_key == second.translation_key
    assert ids_of(english) == ids_of(second)
    assert english.content().activity.iri == second.content().activity.iri


def test_a_course_without_steps_is_not_published(editor: Client) -> None:
    page = draft(editor, GOOD)
    refused = publish(editor, page, GOOD, **{"steps-count": "0"})
    assert refused.status_code == 200
    assert said(refused, "Add at least one step.")
    page.refresh_from_db()
    assert not page.live


def test_blocks_that_lost_their_id_are_not_published(editor: Client) -> None:
    page = draft(editor, GOOD)
    response = publish(editor, page, GOOD, **{"steps-0-id": "", "steps-0-value-body-1-id": ""})
    assert response.status_code == 200
    assert said(response, "This step was saved in a way that lost its identity. Copy its content to a new step.")
    page.refresh_from_db()
    assert not page.live


def test_the_preview_shows_every_step_and_takes_no_answers(editor: Client) -> None:
    page = draft(editor, GOOD)
    address = f"/admin/pages/{page.pk}/edit/preview/"
    assert editor.post(address, form(GOOD)).json() == {"is_valid": True, "is_available": True}
    shown = editor.get(address)
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "Börja här" in text
    assert "Vad gör du?" in text
    assert "Frågar" in text
    assert not BeautifulSoup(text, "html.parser").select("main form, main input")


def test_the_preview_tells_what_learners_are_told_and_the_course_page_does_not(editor: Client) -> None:
    """Feedback and task are read before publication; whoever opens the published course sees neither (nor in a step)."""
    page = draft(editor, GOOD)
    address = f"/admin/pages/{page.pk}/edit/preview/"
    editor.post(address, form(GOOD))
    preview = BeautifulSoup(editor.get(address).content, "html.parser")
    told = [choice.get_text(" ", strip=True) for choice in preview.select("section.card [role=listitem]")]
    assert told == ["Ringer Inte riktigt Om Ringer.", "Frågar Det stämmer Om Frågar."]
    (task,) = preview.select("section[aria-labelledby=at-work-title]")
    assert "Prova på jobbet" in task.get_text()
    assert "Fråga en kollega." in task.get_text()
    publish(editor, page, GOOD)
    public = editor.get(MicroCoursePage.objects.get().url).content.decode()
    assert "Börja här" in public
    assert not [words for words in ("Om Ringer.", "Om Frågar.", "Fråga en kollega.", "Vad gör du?") if words in public]


def test_what_an_editor_pastes_comes_out_without_scripts(editor: Client, cast: Cast) -> None:
    page = draft(editor, GOOD)
    publish(editor, page, GOOD)
    stored = MicroCoursePage.objects.get()
    stored.steps[0].value["body"][0].value.source = '<p onclick="x()">Hej<script>alert(1)</script></p>'
    stored.save_revision().publish()
    stored.refresh_from_db()
    assert str(stored.content().steps[0].blocks[0].value) == "<p>Hej</p>"


def test_a_step_without_content_is_kept_as_a_draft_and_says_what_to_add(editor: Client) -> None:
    page = draft(editor, GOOD)
    nothing = {"steps-0-value-body-count": "0"}
    assert editor.post(f"/admin/pages/{page.pk}/edit/", form(GOOD) | nothing).status_code == 302
    refused = publish(editor, page, GOOD, **nothing)
    assert said(refused, "Add at least one piece of content: a text, a picture or a question.")
    page.refresh_from_db()
    assert not page.live
