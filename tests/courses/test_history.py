"""What someone has taken stays: no deletion, no purge, and no rewriting under a running attempt."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.utils.translation import override
from wagtail.models import Locale, Page, Revision

from academy.scoping import entered
from courses import api
from courses.models import MicroCoursePage
from learners.actions import enrol
from learners.models import Enrolment
from tests.conftest import Cast, acting, signed_in
from tests.courses.samples import STEPS

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def taken(cast: Cast, course: MicroCoursePage) -> Enrolment:
    """An attempt of Nässjö's learner, begun on what is published now."""
    learner = acting(cast.nassjo.learner)
    with entered(learner.scope):
        return enrol.begin(acting=learner, module_key=course.translation_key, now=NOW)


def republish(course: MicroCoursePage, title: str) -> None:
    course.title = title
    course.steps[0].value["title"] = f"Nytt: {title}"
    course.save_revision().publish()
    course.refresh_from_db()


def test_a_running_attempt_keeps_the_text_it_began_with(cast: Cast, course: MicroCoursePage, taken: Enrolment) -> None:
    republish(course, "Omskriven")
    client = signed_in(cast.nassjo.learner)
    page = client.get(f"/kurs/{taken.public_id}/1/").content.decode()
    assert "Börja här" in page
    assert "Omskriven" not in page
    assert "Omskriven" in client.get("/katalog/fraga-forst/").content.decode()
    assert api.content(taken.revision_id).title == "Fråga först"
    assert api.content(api.current_revision(course).pk).title == "Omskriven"


def test_a_new_attempt_takes_what_is_published_then(cast: Cast, course: MicroCoursePage, taken: Enrolment) -> None:
    republish(course, "Omskriven")
    learner = acting(cast.eksjo.learner)
    with entered(learner.scope):
        later = enrol.begin(acting=learner, module_key=course.translation_key, now=NOW)
    assert later.revision_id == course.live_revision_id != taken.revision_id


def test_a_draft_is_shown_to_no_learner(cast: Cast, course: MicroCoursePage, taken: Enrolment) -> None:
    course.title = "Utkast"
    course.save_revision()
    assert "Utkast" not in signed_in(cast.eksjo.learner).get("/katalog/").content.decode()
    learner = acting(cast.eksjo.learner)
    with entered(learner.scope):
        assert enrol.begin(acting=learner, module_key=course.translation_key, now=NOW).revision_id == taken.revision_id


def test_a_taken_course_is_not_deleted(cast: Cast, course: MicroCoursePage, taken: Enrolment) -> None:
    for address in (f"/admin/pages/{course.pk}/delete/", f"/admin/pages/{course.get_parent().pk}/delete/"):
        response = signed_in(cast.editor).post(address)
        assert response.status_code == 302
    assert MicroCoursePage.objects.filter(pk=course.pk, live=True).exists()
    assert Revision.objects.filter(pk=taken.revision_id).exists()


def test_a_taken_course_is_not_deleted_among_others_either(
    cast: Cast, course: MicroCoursePage, taken: Enrolment
) -> None:
    client = signed_in(cast.editor)
    client.raise_request_exception = False
    response = client.post(f"/admin/bulk/wagtailcore/page/delete/?id={course.pk}&next=/admin/pages/")
    assert response.status_code == 302
    assert MicroCoursePage.objects.filter(pk=course.pk, live=True).exists()


def test_purging_old_revisions_keeps_what_someone_took(course: MicroCoursePage, taken: Enrolment) -> None:
    for title in ("Två", "Tre", "Fyra"):
        republish(course, title)
    Revision.objects.update(created_at=NOW - timedelta(days=400))
    call_command("purge_revisions", days=30, stdout=StringIO())
    assert set(Revision.objects.for_instance(course).values_list("pk", flat=True)) == {
        taken.revision_id,
        course.live_revision_id,
    }
    assert api.content(taken.revision_id).title == "Fråga först"


@pytest.fixture
def english(course: MicroCoursePage) -> MicroCoursePage:
    """The sample course in English, published."""
    page = course.copy_for_translation(Locale.objects.get(language_code="en"))
    page.title = "Ask first"
    page.save_revision().publish()
    page.refresh_from_db()
    found: MicroCoursePage = MicroCoursePage.objects.get(pk=page.pk)
    return found


def test_an_attempt_goes_on_in_the_other_language_when_the_steps_are_the_same(
    taken: Enrolment, english: MicroCoursePage
) -> None:
    assert api.content(taken.revision_id, "en").title == "Ask first"
    assert api.content(taken.revision_id, "sv").title == "Fråga först"
    with override("en"):
        assert api.content(taken.revision_id).title == "Ask first"


def test_it_goes_on_in_its_own_language_when_the_steps_differ_or_there_is_no_translation(
    taken: Enrolment, english: MicroCoursePage
) -> None:
    assert api.content(taken.revision_id, "fi").title == "Fråga först"
    del english.steps[2]
    english.save_revision().publish()
    assert api.content(taken.revision_id, "en").title == "Fråga först"
    english.unpublish()
    assert api.content(taken.revision_id, "en").title == "Fråga först"


def test_a_module_opens_in_the_language_asked_for_else_in_one_that_exists(
    course: MicroCoursePage, english: MicroCoursePage
) -> None:
    def found(language: str) -> str | None:
        page = api.module_page(course.translation_key, language)
        return page.title if page else None

    assert (found("sv"), found("en")) == ("Fråga först", "Ask first")
    english.unpublish()
    assert found("en") == "Fråga först"
    Page.objects.get(pk=course.pk).specific.unpublish()
    assert found("sv") is None


def test_ids_and_iris_are_the_pages_own_in_every_language(course: MicroCoursePage, english: MicroCoursePage) -> None:
    swedish, translated = course.content(), english.content()
    assert swedish.activity.iri == translated.activity.iri
    assert swedish.activity.iri == f"https://akademin.example/moduler/{course.translation_key}"
    assert [str(step.id) for step in swedish.steps] == STEPS
    first = swedish.steps[0]
    assert swedish.step_activity(first).iri == f"{swedish.activity.iri}/steg/{UUID(STEPS[0])}"
