"""The demo's courses as pages: published in both languages past the same gates as anybody's, and once."""

from datetime import UTC, date, datetime

import pytest

from academy.demo import courses, editorial
from academy.demo.courses import COURSES, Record, load_courses
from academy.periods import local_day
from courses.content import content_of
from courses.gates import problems_of
from courses.models import MicroCoursePage
from courses.translating.queries import side_by_side, translation_of_record
from tests.conftest import Cast


@pytest.mark.django_db
def test_all_courses_load_and_pass_the_gates_in_both_languages() -> None:
    swedish = list(load_courses().values())
    assert len(swedish) == len(COURSES) == 6
    for page in swedish:
        english = MicroCoursePage.objects.get(translation_key=page.translation_key, locale__language_code="en")
        assert page.live
        assert english.live
        assert problems_of(page) == problems_of(english) == []
        assert content_of(page).shape == content_of(english).shape
        assert content_of(page).minutes == sum(step.minutes for step in content_of(page).steps)
        assert len(content_of(page).reflections) == 1
        record = translation_of_record(english)
        assert record is not None
        assert record.source_id == page.pk
        assert (side_by_side(record).waiting, side_by_side(record).differs) == (0, False)
        assert 2 <= page.capabilities.count() == english.capabilities.count()
    before = MicroCoursePage.objects.count()
    assert [page.pk for page in load_courses().values()] == [page.pk for page in swedish]
    assert MicroCoursePage.objects.count() == before


@pytest.mark.django_db
def test_a_course_with_a_record_came_out_on_its_day_and_says_when_it_is_looked_through_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courses, "COURSES", ("gdpr",))
    out = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
    page = load_courses({"gdpr": Record(cast.eksjo.learner.pk, out, date(2026, 12, 1))})["gdpr"]
    assert page.live_revision is not None
    assert (page.first_published_at, page.last_published_at, page.live_revision.created_at) == (out, out, out)
    assert (page.owner_id, page.review_by) == (cast.eksjo.learner.pk, date(2026, 12, 1))
    assert page.get_latest_revision_as_object().review_by == date(2026, 12, 1)


@pytest.mark.django_db
def test_a_course_that_was_brought_up_to_date_came_out_when_it_first_did(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courses, "COURSES", ("ai-act",))
    launched_on, now = date(2025, 11, 1), datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    record = editorial.records(launched_on, now, {"henrik@nassjo.example": cast.eksjo.learner})["ai-act"]
    page = load_courses({"ai-act": record})["ai-act"]
    assert page.live_revision is not None
    moments = (page.first_published_at, page.last_published_at, page.live_revision.created_at)
    days = [local_day(moment) for moment in moments if moment]
    assert days == [date(2026, 2, 1), date(2026, 9, 1), date(2026, 9, 1)]
