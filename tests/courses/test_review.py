"""Author, subject expert, accessibility and language reviewer, published: who may do what, and four eyes."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override
from wagtail.models import PageLogEntry, TaskState, Workflow, WorkflowState

from academy.scoping import unscoped
from courses.models import MicroCoursePage, ReviewTask
from courses.reviewing.kinds import CHECKLISTS, ReviewKind
from courses.reviewing.queries import writers
from courses.site import ensure_site
from courses.templatetags.drafts import draft_mark
from learners.models import Message, RoleAssignment, User
from learners.roles import Role
from tests.conftest import Cast, signed_in
from tests.courses.forms import Form, choices, course_form, new_id
from tests.courses.samples import catalogue
from tests.courses.test_groups import give

GOOD = choices("Ringer", "Frågar", right=(1,))
BROKEN = choices("Ringer", "Frågar", right=())
STEP, QUESTION = new_id(), new_id()
SENT = {"action-submit": "Skicka"}


@pytest.fixture
def crew(cast: Cast) -> dict[str, User]:
    """An author, a colleague who writes too, two reviewers and an academy admin, of two municipalities."""
    people = {
        "author": cast.eksjo.learner,
        "colleague": cast.nassjo.learner,
        "reviewer": cast.eksjo.leader,
        "second": cast.nassjo.leader,
        "admin": cast.editor,
    }
    for part, role in (("author", Role.AUTHOR), ("colleague", Role.AUTHOR)):
        give(people[part], role)
    for part in ("reviewer", "second"):
        give(people[part], Role.REVIEWER)
    return people


def form(question: Form | None = None, **more: Any) -> Form:
    return course_form(question=question or GOOD, step_id=STEP, question_id=QUESTION) | more


def submitted(author: User, question: Form = GOOD) -> MicroCoursePage:
    """Write a course and send it for review, as the author's browser does."""
    address = f"/admin/pages/add/courses/microcoursepage/{catalogue().pk}/"
    response = signed_in(author).post(address, form(question) | SENT)
    assert response.status_code in {200, 302}
    return MicroCoursePage.objects.get() if response.status_code == 302 else MicroCoursePage()


def step_of(page: MicroCoursePage) -> str:
    """Return the kind of the step that the page waits in, or the state of its review."""
    state = WorkflowState.objects.for_instance(page).order_by("-pk").first()
    assert state is not None
    task_state = state.current_task_state
    in_progress = task_state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS
    return str(task_state.task.specific.kind) if in_progress and task_state else str(state.status)


def act(person: User, page: MicroCoursePage, action: str, comment: str = "") -> Any:
    task_state = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).latest("pk")
    address = f"/admin/pages/workflow/action/{page.pk}/{action}/{task_state.pk}/"
    return signed_in(person).post(address, {"comment": comment, "shown": shown_now(page)})


def shown_now(page: MicroCoursePage) -> str:
    """Return the mark of the draft as it is now, as the forms carry it."""
    return draft_mark(MicroCoursePage.objects.get(pk=page.pk))


def offered(person: User, page: MicroCoursePage) -> set[str]:
    """Return the names of what the editor offers the person to do with the page at this step."""
    text = signed_in(person).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    names = ("approve", "reject", "override")
    return {name for name in names if f'data-w-workflow-action-name-value="{name}"' in text or f'"{name}"' in text}


def messages_to(person: User) -> list[str]:
    with unscoped("test"):
        return list(Message.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_a_course_goes_through_both_steps_and_is_published(crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    assert step_of(page) == ReviewKind.SUBJECT
    act(crew["colleague"], page, "approve", "Stämmer med lagen.")
    assert step_of(page) == ReviewKind.LANGUAGE
    assert not MicroCoursePage.objects.get().live
    act(crew["reviewer"], page, "approve")
    assert step_of(page) == WorkflowState.STATUS_APPROVED
    assert MicroCoursePage.objects.get().live


def test_whoever_wrote_it_approves_no_step(crew: dict[str, User]) -> None:
    page = submitted(crew["reviewer"])
    for _ in range(2):
        act(crew["reviewer"], page, "approve")
        assert step_of(page) == ReviewKind.SUBJECT
    assert offered(crew["reviewer"], page) == set()


def test_an_author_takes_the_subject_step_alone(crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    act(crew["colleague"], page, "approve")
    act(crew["colleague"], page, "approve")
    assert step_of(page) == ReviewKind.LANGUAGE


def test_whoever_changes_the_text_leaves_the_step_to_somebody_else(crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    act(crew["colleague"], page, "approve")
    state = TaskState.objects.latest("pk")
    changed = form(title="Fråga alltid först") | {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": json.dumps({"comment": "", "shown": shown_now(page)}),
    }
    assert signed_in(crew["reviewer"]).post(f"/admin/pages/{page.pk}/edit/", changed).status_code == 302
    assert (step_of(page), TaskState.objects.get(pk=state.pk).status) == (ReviewKind.LANGUAGE, "in_progress")
    assert MicroCoursePage.objects.get().get_latest_revision().as_object().title == "Fråga alltid först"
    assert writers(MicroCoursePage.objects.get()) == {crew["author"].pk, crew["reviewer"].pk}
    act(crew["second"], page, "approve")
    assert MicroCoursePage.objects.get().title == "Fråga alltid först"
    assert MicroCoursePage.objects.get().live


@pytest.mark.parametrize(
    ("sent", "is_a_change"),
    [
        (
            '<p data-block-key="a1b2c">Ett <b>ord</b> &amp; ett<br/>till.</p><ul><li data-block-key="x">Ja</li></ul>',
            False,
        ),
        (
            '<p data-block-key="a1b2c">Ett <i>ord</i> &amp; ett<br/>till.</p><ul><li data-block-key="x">Ja</li></ul>',
            True,
        ),
        (
            '<p data-block-key="a1b2c">Ett <b>ord</b> &amp; ett<br/>till.</p><ul><li data-block-key="x">Nej</li></ul>',
            True,
        ),
    ],
)
def test_the_same_words_in_the_tags_of_wagtails_editor_are_no_change(
    cast: Cast, course: MicroCoursePage, sent: str, is_a_change: bool
) -> None:
    body = course.steps[0].value["body"]
    body[0].value.source = "<p>Ett <strong>ord</strong> & ett<br>till.</p>\n<ul>\n<li>Ja</li></ul>\n"
    course.save_revision(user=cast.eksjo.learner)
    course = course.get_latest_revision_as_object()
    course.steps[0].value["body"][0].value.source = sent
    course.save_revision(user=cast.editor)
    assert writers(course) == {cast.eksjo.learner.pk} | ({cast.editor.pk} if is_a_change else set())


def test_an_academy_admin_lets_their_own_work_through_with_a_reason_that_is_kept(crew: dict[str, User]) -> None:
    page = submitted(crew["admin"])
    act(crew["admin"], page, "override", "  ")
    act(crew["admin"], page, "approve")
    assert step_of(page) == ReviewKind.SUBJECT
    act(crew["admin"], page, "override", "Ensam i tjänst i veckan.")
    act(crew["admin"], page, "override", "Ensam i tjänst i veckan.")
    assert MicroCoursePage.objects.get().live
    kept = PageLogEntry.objects.filter(page=page, action="courses.review.own")
    assert [entry.data["reason"] for entry in kept] == ["Ensam i tjänst i veckan."] * 2


def test_changes_asked_for_come_back_to_the_author_and_go_on_at_the_same_step(crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    act(crew["colleague"], page, "approve")
    act(crew["reviewer"], page, "reject", "")
    assert step_of(page) == ReviewKind.LANGUAGE, "a refusal says why"
    act(crew["reviewer"], page, "reject", "Rubrikerna säger inte vad som kommer.")
    assert step_of(page) == WorkflowState.STATUS_NEEDS_CHANGES
    author = signed_in(crew["author"])
    assert "Rubrikerna säger inte vad som kommer." in author.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    again = form(title="Fråga alltid först") | SENT
    assert author.post(f"/admin/pages/{page.pk}/edit/", again).status_code == 302
    assert step_of(page) == ReviewKind.LANGUAGE


def test_the_text_lies_still_for_its_author_while_it_is_reviewed(crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    signed_in(crew["author"]).post(f"/admin/pages/{page.pk}/edit/", form(title="Ändrad i smyg"))
    assert MicroCoursePage.objects.get().get_latest_revision().as_object().title == "Fråga först"


def test_what_could_not_be_published_is_not_taken_in_for_review(crew: dict[str, User]) -> None:
    assert submitted(crew["author"], BROKEN).pk is None
    assert not WorkflowState.objects.exists()
    assert messages_to(crew["reviewer"]) == []


def test_a_page_that_broke_in_review_is_not_approved(crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    signed_in(crew["colleague"]).post(f"/admin/pages/{page.pk}/edit/", form(BROKEN))
    act(crew["reviewer"], page, "approve")
    assert step_of(page) == ReviewKind.SUBJECT


@pytest.mark.parametrize("kind", list(ReviewKind))
def test_the_checklist_of_the_step_stands_on_the_page_and_where_it_is_approved(
    crew: dict[str, User], kind: ReviewKind
) -> None:
    page = submitted(crew["author"])
    if kind is ReviewKind.LANGUAGE:
        act(crew["colleague"], page, "approve")
    reader = signed_in(crew["reviewer"])
    state = TaskState.objects.latest("pk")
    edit = reader.get(f"/admin/pages/{page.pk}/edit/").context["edit_handler"].render_html()
    asked = json.loads(reader.get(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/").content)["html"]
    for line in CHECKLISTS[kind]:
        with override("sv"):
            words = escape(str(line))
        assert words in edit
        assert words in asked


def test_the_academy_writes_and_wagtail_does_not(crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    assert messages_to(crew["reviewer"]) == messages_to(crew["second"]) == ["review_waiting"]
    assert messages_to(crew["author"]) == messages_to(crew["colleague"]) == []
    act(crew["reviewer"], page, "approve")
    act(crew["second"], page, "reject", "Skriv kortare.")
    assert messages_to(crew["author"]) == ["changes_asked"]
    signed_in(crew["author"]).post(f"/admin/pages/{page.pk}/edit/", form() | SENT)
    act(crew["second"], page, "approve")
    assert messages_to(crew["author"]) == ["changes_asked", "course_published"]
    assert mail.outbox == []


def test_academy_admins_are_asked_when_there_is_no_other_reviewer(crew: dict[str, User]) -> None:
    with unscoped("test"):
        for part in ("reviewer", "second"):
            RoleAssignment.objects.filter(membership__person=crew[part]).delete()
    submitted(crew["author"])
    assert messages_to(crew["admin"]) == ["review_waiting"]


def test_learners_reach_no_step(cast: Cast, crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    assert act(cast.molndal.learner, page, "approve").status_code == 403
    assert step_of(page) == ReviewKind.SUBJECT


def test_publishing_past_the_review_takes_a_reason(cast: Cast, course: MicroCoursePage) -> None:
    editor = signed_in(cast.editor)
    response = editor.post(f"/admin/pages/{course.pk}/edit/", form(title="Ny") | {"action-publish": "Publicera"})
    address = response.headers["Location"]
    assert address == f"/admin/publicera/{course.pk}/"
    assert MicroCoursePage.objects.get().title == "Fråga först"
    shown = {"shown": shown_now(course)}
    assert editor.post(address, shown | {"reason": " "}).status_code == 200
    assert MicroCoursePage.objects.get().title == "Fråga först"
    assert editor.post(address, shown | {"reason": "Ny lag i dag."}).status_code == 302
    assert MicroCoursePage.objects.get().title == "Ny"
    assert PageLogEntry.objects.get(action="courses.publish.unreviewed").data == {"reason": "Ny lag i dag."}


def test_authors_do_not_publish_past_the_review(crew: dict[str, User], course: MicroCoursePage) -> None:
    draft = course
    draft.title = "Ny"
    draft.save_revision()
    response = signed_in(crew["author"]).post(
        f"/admin/publicera/{course.pk}/", {"reason": "Bråttom", "shown": shown_now(course)}
    )
    assert response.status_code in {302, 403}
    assert MicroCoursePage.objects.get().title == "Fråga först"


def test_modules_marked_in_a_list_are_not_published(cast: Cast, course: MicroCoursePage) -> None:
    course.unpublish()
    address = f"/admin/bulk/wagtailcore/page/publish/?id={course.pk}&next=/admin/pages/"
    assert signed_in(cast.editor).post(address).status_code == 302
    assert not MicroCoursePage.objects.get().live


def test_a_copy_begins_as_a_draft(cast: Cast, course: MicroCoursePage) -> None:
    sent = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": catalogue().pk, "publish_copies": "on"}
    assert signed_in(cast.editor).post(f"/admin/pages/{course.pk}/copy/", sent).status_code == 302
    assert not MicroCoursePage.objects.get(slug="kopia").live


def test_the_review_is_set_up_once(db: None) -> None:
    ensure_site()
    ensure_site()
    assert [task.specific.kind for task in Workflow.objects.get(name="Granskning").tasks] == list(ReviewKind)
    assert ReviewTask.objects.count() == 2
    assert catalogue().has_workflow
    assert catalogue("en").has_workflow


def test_a_stranger_is_led_to_sign_in(course: MicroCoursePage) -> None:
    assert Client().get(f"/admin/publicera/{course.pk}/").status_code == 302


def test_the_reviewers_first_page_names_whoever_asked_and_the_step_that_waits(crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    page.save_revision(user=crew["colleague"])  # as the editor saves, whatever button is pressed
    act(crew["colleague"], page, "approve")
    assert step_of(page) == ReviewKind.LANGUAGE
    shown = BeautifulSoup(signed_in(crew["second"]).get("/admin/").content, "html.parser")
    row = shown.select_one("#awaiting-review-content tbody tr")
    assert row is not None
    text = row.get_text(" ", strip=True)
    assert crew["author"].get_full_name() in text
    assert crew["colleague"].get_full_name() not in text
    assert "Granskning av språk och tillgänglighet" in text


def test_what_came_back_is_sent_to_the_step_that_asked_and_not_begun_again(crew: dict[str, User]) -> None:
    page = submitted(crew["author"])
    act(crew["colleague"], page, "reject", "Källan saknas.")
    menu = signed_in(crew["author"]).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Skicka för granskning igen" in menu
    assert "action-restart-workflow" not in menu
