"""Comparing versions and going back: readable in Swedish, and never over what somebody has taken."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Revision

from academy.scoping import entered
from courses import api
from courses.models import MicroCoursePage
from learners.actions import enrol
from tests.conftest import Cast, acting, signed_in
from tests.courses.forms import choices, course_form, new_id
from tests.courses.samples import STEPS, fixed


def compare(cast: Cast, page: MicroCoursePage, before: Any, after: Any) -> str:
    response = signed_in(cast.editor).get(f"/admin/pages/{page.pk}/revisions/compare/{before}...{after}/")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def marked(html: str, kind: str) -> list[str]:
    """Return the words marked as deletion or addition in the page."""
    word = {"deletion": "del", "addition": "ins"}[kind]
    found = re.findall(rf'<{word} class="{kind}"><span class="w-sr-only">[^<]*</span>(.*?)</{word}>', html)
    return [re.sub("<[^>]+>", "", words).strip() for words in found]


def test_changes_in_questions_folds_and_pictures_are_marked_in_words(cast: Cast, course: MicroCoursePage) -> None:
    image = Image.objects.create(title="Trappa", file=get_test_image_file())
    body = course.steps[0].value["body"]
    picture = {"image": image, "caption": "En trappa", "credit": "Ylva"}
    image.contextual_alt_text, image.decorative = "Åtta steg", False
    body.append(("image", picture, fixed("picture")))
    body.append(("fold", {"title": "Mer", "text": "<p>Mer att läsa.</p>"}, fixed("fold")))
    before = course.save_revision()
    course = before.as_object()
    body = course.steps[0].value["body"]
    body[1].value["caption"] = "En brant trappa"
    body[1].value["image"].contextual_alt_text = "Nio steg"
    body[2].value["title"] = "Ännu mer"
    question = course.steps[1].value["body"][1]
    question.value["choices"][0]["is_correct"] = True
    question.value["choices"][1]["is_correct"] = False
    question.value["choices"][1]["feedback"] = "Helt rätt."
    after = course.save_revision()
    html = compare(cast, course, before.pk, after.pk)
    added, gone = marked(html, "addition"), marked(html, "deletion")
    assert {"ja", "nej"} <= set(added) & set(gone)
    assert "Helt rätt." in " ".join(added)
    assert "brant" in " ".join(added)
    assert "Nio" in " ".join(added)
    assert "Åtta" in " ".join(gone)
    assert "Ännu mer" in " ".join(added)
    assert "True" not in html
    assert "StructValue" not in html


def test_a_step_that_came_or_went_is_shown_whole(cast: Cast, course: MicroCoursePage) -> None:
    del course.steps[2]
    after = course.save_revision()
    html = compare(cast, course, course.live_revision_id, after.pk)
    assert re.search(r'comparison__child-object deletion"><p class="comparison-word">Borttaget:</p>.*Avsluta', html)
    html = compare(cast, course, after.pk, course.live_revision_id)
    assert re.search(r'comparison__child-object addition"><p class="comparison-word">Tillagt:</p>.*Avsluta', html)


def test_the_live_version_is_compared_with_a_draft(cast: Cast, course: MicroCoursePage) -> None:
    course.title = "Fråga alltid först"
    course.save_revision()
    assert "alltid" in " ".join(marked(compare(cast, course, "live", "latest"), "addition"))


def test_a_day_is_written_out_and_none_is_said_so(cast: Cast, course: MicroCoursePage) -> None:
    course.go_live_at = datetime(2027, 3, 1, 8, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    course.review_by = date(2027, 9, 1)
    course.save_revision()
    html = compare(cast, course, "live", "latest")
    assert marked(html, "addition") == ["1 mars 2027 kl. 8.30", "1 september 2027"]
    assert marked(html, "deletion") == ["ingen dag", "ingen dag"]
    assert "None" not in re.sub("<[^>]+>", "", html)


def test_changes_are_told_apart_without_colour(cast: Cast, course: MicroCoursePage) -> None:
    course.title = "Fråga <b>alltid"
    course.save_revision()
    html = compare(cast, course, "live", "latest")
    gone = '<del class="deletion"><span class="w-sr-only">borttaget: </span>först</del> '
    came = '<ins class="addition"><span class="w-sr-only">tillagt: </span>&lt;b&gt;alltid</ins> '
    assert f"Fråga {gone}{came}" in html


def test_which_versions_are_compared_and_whose_is_said(cast: Cast, course: MicroCoursePage) -> None:
    live = course.live_revision
    assert live is not None
    live.user = cast.eksjo.learner
    live.save()
    between = course.save_revision(user=cast.editor)
    course.save_revision(user=cast.eksjo.learner)
    html = compare(cast, course, live.pk, "latest")
    assert f"Det som är publicerat: {cast.eksjo.learner.get_full_name()}, " in html
    assert f"Det senaste utkastet: {cast.eksjo.learner.get_full_name()}, " in html
    html = compare(cast, course, "live", between.pk)
    assert f"En tidigare version: {cast.editor.get_full_name()}, " in html
    Revision.objects.filter(pk=live.pk).update(user=None)
    assert "<dd>Det som är publicerat: 2" in compare(cast, course, "live", between.pk)
    live.delete()
    assert "<dd>Det som är publicerat</dd>" in compare(cast, course, "live", "latest")


@pytest.mark.parametrize("overwrites", [False, True])
def test_going_back_makes_a_new_version_and_leaves_what_was_taken(
    cast: Cast, course: MicroCoursePage, overwrites: bool
) -> None:
    learner = acting(cast.eksjo.learner)
    with entered(learner.scope):
        attempt = enrol.begin(acting=learner, module_key=course.translation_key, now=timezone.now())
    taken = Revision.objects.get(pk=attempt.revision_id).content
    course.title = "Omskriven"
    course.save_revision().publish()
    course.refresh_from_db()
    editor = signed_in(cast.editor)
    address = f"/admin/pages/{course.pk}/revisions/{attempt.revision_id}/revert/"
    assert "Fråga först" in editor.get(address).content.decode()
    question = choices("Ringer", "Frågar", right=(1,))
    form = course_form(question=question, title="Fråga först igen", step_id=STEPS[0], question_id=new_id())
    form |= {"overwrite_revision_id": str(attempt.revision_id)} if overwrites else {}
    editor.post(f"/admin/pages/{course.pk}/edit/", form | {"revision": str(attempt.revision_id)})
    assert Revision.objects.get(pk=attempt.revision_id).content == taken
    assert api.content(attempt.revision_id).title == "Fråga först"
    assert MicroCoursePage.objects.get().title == "Omskriven"
