"""The demo's courses as pages: published in both languages past the same gates as anybody's, and once."""

import pytest

from academy.demo.courses import COURSES, load_courses
from courses.content import content_of
from courses.gates import problems_of
from courses.models import MicroCoursePage


@pytest.mark.django_db
def test_all_courses_load_and_pass_the_gates_in_both_languages() -> None:
    swedish = load_courses()
    assert len(swedish) == len(COURSES) == 6
    for page in swedish:
        english = MicroCoursePage.objects.get(translation_key=page.translation_key, locale__language_code="en")
        assert page.live
        assert english.live
        assert problems_of(page) == problems_of(english) == []
        assert content_of(page).shape == content_of(english).shape
        assert content_of(page).minutes == sum(step.minutes for step in content_of(page).steps)
        assert len(content_of(page).reflections) == 1
        assert 2 <= page.capabilities.count() == english.capabilities.count()
    before = MicroCoursePage.objects.count()
    assert [page.pk for page in load_courses()] == [page.pk for page in swedish]
    assert MicroCoursePage.objects.count() == before
