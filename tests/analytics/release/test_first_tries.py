"""Which questions are hard: told of many and of several organisations, never of few, and nothing is found by subtraction."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.scoping import unscoped
from analytics.actions.sharing import decide_sharing
from analytics.release.first_tries import Hard, hardest, may_be_told, released
from analytics.release.suppression import FLOOR
from courses.models import MicroCoursePage
from learners.api import FirstTries
from learners.models import Answer, Enrolment
from tests.conftest import Cast, signed_in
from tests.courses.samples import QUESTION, RIGHT
from tests.tenancy.conftest import _finish

MODULE, ASKED = uuid.UUID(int=1), uuid.UUID(int=2)


def counts(*pairs: tuple[int, int]) -> list[FirstTries]:
    """Return counts of a question: answers and wrong ones for each organisation."""
    return [FirstTries(MODULE, ASKED, number, *pair) for number, pair in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "is_told"),
    [
        (((20, 10), (20, 10), (20, 10)), True),
        (((20, 10), (20, 10)), False),  # a reader knows one, and so the other
        (((20, 10), (2, 1), (2, 1)), False),  # without the first, four are left
        (((20, 4), (20, 4), (20, 0)), False),  # without one of the first, four wrong ones are left
        (((20, 20), (20, 20), (20, 20)), True),
        (((20, 16), (20, 16), (20, 20)), False),  # four right ones are left
        ((), False),
    ],
)
def test_a_question_is_told_of_when_enough_is_left_without_any_one_organisation(
    pairs: tuple[tuple[int, int], ...], is_told: bool
) -> None:
    assert may_be_told(counts(*pairs)) is is_told


def test_the_hardest_comes_first_in_tenths_and_the_easy_ones_not_at_all() -> None:
    other = uuid.UUID(int=3)
    easy = [FirstTries(MODULE, other, number, 50, 10) for number in range(3)]
    harder = [FirstTries(MODULE, uuid.UUID(int=4), number, 10, 9) for number in range(8)]
    found = released([*counts((21, 10), (20, 10), (20, 10)), *easy, *harder])
    assert found == [Hard(MODULE, uuid.UUID(int=4), 9, 80), Hard(MODULE, ASKED, 5, 60)]


organisations = st.lists(
    st.integers(0, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=1, max_size=6
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(organisations)
def test_who_knows_one_organisation_finds_no_small_number(pairs: list[tuple[int, int]]) -> None:
    told = [each for each in counts(*pairs) if each.answers]
    if not released(told):
        return
    for known in told:
        rest = [each for each in told if each is not known]
        answers, wrong = sum(each.answers for each in rest), sum(each.wrong for each in rest)
        assert len(rest) >= 2
        assert answers >= FLOOR
        assert wrong == 0 or wrong >= FLOOR
        assert answers == wrong or answers - wrong >= FLOOR


def answer_many(town: Any, enrolment: Enrolment, wrong: int, right: int) -> None:
    """Let a town's people answer the sample question, so many wrongly at first."""
    with unscoped("test"):
        Answer.objects.all().filter(enrolment=enrolment).delete()
        for number in range(wrong + right):
            copy = Enrolment.objects.get(pk=enrolment.pk)
            copy.pk, copy.public_id, copy.registration = None, uuid.uuid4(), uuid.uuid4()
            copy.save()
            Answer.objects.create(
                enrolment=copy,
                question_id=QUESTION,
                choice_id=RIGHT,
                is_correct=True,
                first_was_correct=number >= wrong,
                answered_at=timezone.now() - timedelta(days=1),
            )


def test_editors_see_what_is_hard_and_not_who_or_where(cast: Cast, course: MicroCoursePage) -> None:
    for town in cast.towns():
        answer_many(town, _finish(town, course), wrong=8, right=5)
        with unscoped("test"):
            decide_sharing(
                organisation_id=town.organisation.pk,
                takes_part=True,
                valid_from=timezone.now().date(),
                by_id=None,
                now=timezone.now(),
            )
    (found,) = hardest(timezone.now())
    assert (str(found.question_id), found.tenths, found.at_least) == (QUESTION, 6, 35)
    page = signed_in(cast.editor).get("/admin/").content.decode()
    assert "Vad gör du?" in page
    panel = page.split('struggles-section"')[1].split("</section>")[0]
    assert not [town.canary for town in cast.towns() if town.canary in panel]


def test_an_organisation_that_does_not_share_is_not_counted(cast: Cast, course: MicroCoursePage) -> None:
    for town in cast.towns():
        answer_many(town, _finish(town, course), wrong=8, right=5)
    assert hardest(timezone.now()) == []
