"""Going out and coming down by date: Swedish clocks, gates at the moment itself, and a mail when it fails."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from academy.periods import STOCKHOLM
from academy.scoping import unscoped
from courses.actions.schedule import expire_due, publish_due, tell_what_is_due
from courses.models import MicroCoursePage
from courses.reviewing.queries import NOTICE
from learners.models import Message, User
from tests.conftest import Cast, signed_in
from tests.courses.forms import choices, course_form, new_id, published

SPRING, AUTUMN = datetime(2027, 3, 28, tzinfo=STOCKHOLM), datetime(2027, 10, 31, tzinfo=STOCKHOLM)
STEP, QUESTION = new_id(), new_id()


def messages_to(person: User) -> list[str]:
    with unscoped("test"):
        return list(Message.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def plan(cast: Cast, course: MicroCoursePage, **dates: str) -> Any:
    """Write dates into the editor's form and publish, as an academy admin does."""
    question = choices("Ringer", "Frågar", right=(1,))
    sent = course_form(question=question, step_id=STEP, question_id=QUESTION) | dates
    editor = signed_in(cast.editor)
    sent |= {"action-publish": "Publicera", "title": "Planerad"}
    return published(editor, editor.post(f"/admin/pages/{course.pk}/edit/", sent))


def scheduled(course: MicroCoursePage, at: datetime, owner: User | None = None) -> Revision:
    course.title, course.go_live_at, course.owner = "Planerad", at, owner
    revision: Revision = course.save_revision(user=owner)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=at)
    revision.refresh_from_db()
    return revision


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2027-03-28 01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28 03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31 01:30", datetime(2027, 10, 30, 23, 30, tzinfo=UTC)),
        ("2027-10-31 03:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        ("2027-07-01 08:00", datetime(2027, 7, 1, 6, 0, tzinfo=UTC)),
    ],
)
def test_a_date_is_swedish_in_winter_and_summer(
    cast: Cast, course: MicroCoursePage, written: str, moment: datetime
) -> None:
    assert plan(cast, course, go_live_at=written).status_code == 302
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    assert revision.approved_go_live_at == moment
    assert publish_due(moment - timedelta(seconds=1)) == 0
    assert MicroCoursePage.objects.get().title == "Fråga först"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: moment)
        assert publish_due(moment) == 1
        assert publish_due(moment) == 0
    assert MicroCoursePage.objects.get().title == "Planerad"


@pytest.mark.parametrize("written", ["2027-03-28 02:30", "2027-10-31 02:30"])
def test_a_time_that_is_not_or_comes_twice_is_refused(cast: Cast, course: MicroCoursePage, written: str) -> None:
    assert plan(cast, course, go_live_at=written).status_code == 200
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_what_broke_meanwhile_is_not_published_and_its_author_is_told(cast: Cast, course: MicroCoursePage) -> None:
    author, now = cast.eksjo.learner, timezone.now()
    course.steps[1].value["body"][1].value["choices"][1]["is_correct"] = False
    revision = scheduled(course, now - timedelta(minutes=1), author)
    assert publish_due(now) == 0
    assert MicroCoursePage.objects.get().title == "Fråga först"
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    (entry,) = PageLogEntry.objects.filter(action="courses.publish.refused")
    assert "Steg 2" in entry.data["problems"][0] or "Step 2" in entry.data["problems"][0]
    assert messages_to(author) == ["publication_failed"]
    assert publish_due(now) == 0
    assert messages_to(author) == ["publication_failed"]


def test_one_that_fails_stops_no_other(cast: Cast, course: MicroCoursePage) -> None:
    now = timezone.now()
    other = course.copy(update_attrs={"slug": "andra", "title": "Andra"}, keep_live=True)
    course.steps[1].value["body"][1].value["choices"][1]["is_correct"] = False
    scheduled(course, now - timedelta(minutes=2))
    scheduled(MicroCoursePage.objects.get(pk=other.pk), now - timedelta(minutes=1))
    assert publish_due(now) == 1
    assert MicroCoursePage.objects.get(pk=other.pk).title == "Planerad"


def test_a_page_comes_down_on_its_last_day_and_its_owner_is_told(cast: Cast, course: MicroCoursePage) -> None:
    now = timezone.now()
    MicroCoursePage.objects.update(expire_at=now, owner=cast.eksjo.learner)
    assert expire_due(now - timedelta(seconds=1)) == 0
    assert (expire_due(now), expire_due(now)) == (1, 0)
    page = MicroCoursePage.objects.get()
    assert (page.live, page.expired) == (False, True)
    assert messages_to(cast.eksjo.learner) == ["course_expired"]


def test_a_review_that_is_due_is_told_once_for_each_date(cast: Cast, course: MicroCoursePage) -> None:
    now = datetime(2026, 11, 20, 12, 0, tzinfo=STOCKHOLM)
    author = cast.eksjo.learner
    MicroCoursePage.objects.update(review_by=now.date() + NOTICE + timedelta(days=1), owner=author)
    assert tell_what_is_due(now) == 0
    MicroCoursePage.objects.update(review_by=now.date() + NOTICE)
    assert (tell_what_is_due(now), tell_what_is_due(now)) == (1, 1)
    assert messages_to(author) == ["review_due"]
    MicroCoursePage.objects.update(review_by=date(2026, 11, 1))
    tell_what_is_due(now)
    assert messages_to(author) == ["review_due"] * 2


def test_a_draft_is_not_to_be_looked_through_again(course: MicroCoursePage) -> None:
    course.unpublish()
    MicroCoursePage.objects.update(review_by=date(2026, 1, 1))
    assert tell_what_is_due(timezone.now()) == 0
