"""Content that is remembered: never in the wrong language, never with a picture that is gone, never rewritten."""

import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.images import ImageFile
from django.utils import timezone
from django.utils.translation import override
from PIL import Image as Pixels
from wagtail.images.models import Image

from academy.scoping import entered
from courses.competences.queries.choosing import by_keys
from courses.models import CataloguePage, MicroCoursePage
from courses.queries import content, titles
from learners.actions import enrol
from learners.pinning import PinnedRevision
from tests.conftest import Cast, acting, signed_in
from tests.courses.samples import STEPS, fixed, step, text


def published(catalogue: CataloguePage, *body: dict[str, Any]) -> MicroCoursePage:
    """Publish a course of one step with these blocks."""
    page = MicroCoursePage(title="Minne", slug="minne", summary="S", steps=[step(STEPS[0], "Ett", *body)])
    page.capabilities = by_keys(["utbilda"])
    catalogue.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def catalogue(cast: Cast) -> CataloguePage:
    """The Swedish catalogue."""
    found: CataloguePage = CataloguePage.objects.get(locale__language_code="sv")
    return found


def test_links_lead_to_the_language_of_the_reader_whoever_read_first(catalogue: CataloguePage) -> None:
    link = f'<p><a linktype="page" id="{catalogue.pk}">Katalogen</a></p>'
    revision = published(catalogue, text("l", link)).live_revision_id
    with override("en"):
        assert "/en/catalogue/" in str(content(revision or 0).steps[0].blocks[0].value)
    with override("sv"):
        assert 'href="/katalog/"' in str(content(revision or 0).steps[0].blocks[0].value)


def test_a_deleted_picture_leaves_what_it_showed_in_words(cast: Cast, catalogue: CataloguePage) -> None:
    file = io.BytesIO()
    Pixels.new("RGB", (40, 30), "white").save(file, "PNG")
    picture = Image.objects.create(title="x", file=ImageFile(file, name="x.png"))
    value = {
        "image": {"image": picture.pk, "alt_text": "En trappa med åtta steg", "decorative": False},
        "caption": "",
        "credit": "Akademin",
    }
    page = published(catalogue, {"id": fixed("p"), "type": "image", "value": value})
    client = signed_in(cast.eksjo.learner)
    address = client.post(f"/kurs/{page.translation_key}/borja/", follow=True).redirect_chain[-1][0]
    assert 'alt="En trappa med åtta steg"' in client.get(address).content.decode()
    picture.delete()
    shown = client.get(address)
    assert (shown.status_code, '<p class="well">En trappa med åtta steg</p>' in shown.content.decode()) == (200, True)


def test_a_published_revision_is_never_rewritten(course: MicroCoursePage) -> None:
    revision = course.live_revision
    assert revision is not None
    revision.content = revision.content | {"title": "Annat"}
    with pytest.raises(PinnedRevision):
        revision.save()
    assert content(course.live_revision_id or 0).title == "Fråga först"


def test_the_editor_that_saves_by_itself_saves_beside_what_is_published(course: MicroCoursePage) -> None:
    course.title = "Annat"
    saved = course.save_revision(overwrite_revision=course.live_revision)
    assert saved.pk != course.live_revision_id
    assert content(course.live_revision_id or 0).title == "Fråga först"
    course.title = "Tredje"
    assert course.save_revision(overwrite_revision=saved).pk == saved.pk


def test_what_the_editor_saves_by_itself_does_not_come_over_what_was_saved_after_it(course: MicroCoursePage) -> None:
    slow = course.save_revision().as_object()
    first = slow.latest_revision
    course.title = "Skickad"
    newest = course.save_revision()
    slow.title = "Halva meningen"
    with pytest.raises(PermissionDenied):
        slow.save_revision(overwrite_revision=first)
    assert MicroCoursePage.objects.get().latest_revision_id == newest.pk
    assert MicroCoursePage.objects.get().get_latest_revision_as_object().title == "Skickad"


def test_a_taken_revision_is_never_rewritten_even_when_newer_ones_are_live(cast: Cast, course: MicroCoursePage) -> None:
    learner = acting(cast.eksjo.learner)
    with entered(learner.scope):
        attempt = enrol.begin(acting=learner, module_key=course.translation_key, now=timezone.now())
    course.title = "Nyare"
    course.save_revision().publish()
    attempt.revision.content = attempt.revision.content | {"title": "Annat"}
    with pytest.raises(PinnedRevision):
        attempt.revision.save()


def test_a_draft_that_was_never_published_lends_its_title_to_nothing(course: MicroCoursePage) -> None:
    locale = CataloguePage.objects.get(locale__language_code="en").locale
    draft = course.copy_for_translation(locale, copy_parents=True)
    draft.title = "Secret draft"
    draft.save()
    with override("en"):
        assert titles({course.translation_key})[course.translation_key].title == "Fråga först"
