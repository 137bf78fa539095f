"""Which questions are hard: told of many and of several organisations, never of few, and nothing is found by subtraction."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.periods import Month
from academy.scoping import unscoped
from analytics.actions.sharing import decide_sharing
from analytics.release.first_tries import Hard, counted_to, hardest, may_be_told, released
from analytics.release.suppression import FLOOR
from courses.models import MicroCoursePage
from learners.api import FirstTries
from learners.models import Answer, Enrolment
from tests.conftest import Cast, Town, signed_in
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


NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLOSED = Month(2026, 10)
# The last moment of October in Sweden, in winter time.
TURN = datetime(2026, 10, 31, 23, tzinfo=UTC)


def answer_many(enrolment: Enrolment, wrong: int, right: int, at: datetime) -> None:
    """Let the people of an attempt's town answer the sample question at a moment, so many wrongly at first."""
    with unscoped("test"):
        Answer.objects.all().filter(enrolment=enrolment).delete()
        for number in range(wrong + right):
            answer_once(enrolment, at, first_was_correct=number >= wrong)


def answer_once(enrolment: Enrolment, at: datetime, **more: Any) -> Answer:
    copy = Enrolment.objects.get(pk=enrolment.pk)
    copy.pk, copy.public_id, copy.registration = None, uuid.uuid4(), uuid.uuid4()
    copy.save()
    given = {"choice_id": RIGHT, "is_correct": True, "first_was_correct": True, "answered_at": at} | more
    return Answer.objects.create(enrolment=copy, question_id=QUESTION, **given)


def decide(town: Town, day: date, now: datetime, takes_part: bool = True) -> None:
    with unscoped("test"):
        decide_sharing(organisation_id=town.organisation.pk, takes_part=takes_part, valid_from=day, by_id=None, now=now)


@pytest.fixture
def october(cast: Cast, course: MicroCoursePage) -> dict[str, Enrolment]:
    """Towns that take part, each with eight wrong answers of thirteen in October; an attempt of each."""
    attempts = {town.organisation.slug: _finish(town, course) for town in cast.towns()}
    for town in cast.towns():
        answer_many(attempts[town.organisation.slug], wrong=8, right=5, at=TURN - timedelta(days=10))
        decide(town, date(2026, 1, 1), TURN - timedelta(days=30))
    return attempts


def test_what_closed_months_say_is_told(october: dict[str, Enrolment]) -> None:
    assert counted_to(NOW) == CLOSED
    (found,) = hardest(CLOSED)
    assert (str(found.question_id), found.tenths, found.at_least) == (QUESTION, 6, 35)


@pytest.mark.parametrize("moment", [TURN, NOW, TURN + timedelta(days=400)])
def test_nothing_of_this_month_changes_what_is_told(october: dict[str, Enrolment], moment: datetime) -> None:
    before = hardest(CLOSED)
    for attempt in october.values():
        with unscoped("test"):
            answer_once(attempt, moment)
            # Begun in October and settled now, by the right answer or by being shown it.
            answer_once(attempt, moment, first_was_correct=False)
            tried = TURN - timedelta(days=1)
            answer_once(attempt, tried, is_correct=False, first_was_correct=False, shown_at=moment)
            answer_once(attempt, tried, is_correct=False, first_was_correct=False)
    assert hardest(CLOSED) == before
    with unscoped("test"):
        Answer.objects.all().update(answered_at=moment)
    assert hardest(CLOSED) == []


def test_the_month_counts_up_to_its_last_moment_in_sweden_and_a_year_back(october: dict[str, Enrolment]) -> None:
    with unscoped("test"):
        for moment, is_counted in (
            (TURN - timedelta(microseconds=1), True),
            (datetime(2025, 10, 31, 23, tzinfo=UTC), True),
            (datetime(2025, 10, 31, 22, 59, tzinfo=UTC), False),
            (TURN, False),
        ):
            Answer.objects.all().update(answered_at=moment)
            assert bool(hardest(CLOSED)) is is_counted, moment


def test_what_was_shown_counts_as_settled_then(october: dict[str, Enrolment]) -> None:
    with unscoped("test"):
        Answer.objects.all().update(is_correct=False, shown_at=None)
        assert hardest(CLOSED) == []
        Answer.objects.all().update(shown_at=TURN - timedelta(days=1))
        assert len(hardest(CLOSED)) == 1


def test_a_decision_of_this_month_changes_nothing_before_its_end(cast: Cast, october: dict[str, Enrolment]) -> None:
    before = hardest(CLOSED)
    for town in cast.towns():
        decide(town, date(2026, 11, 1), NOW, takes_part=False)
    assert hardest(CLOSED) == before != []
    assert hardest(CLOSED.next) == []
    for town in cast.towns():
        decide(town, date(2026, 1, 1), NOW + timedelta(days=1))
    assert hardest(CLOSED) == before
    assert hardest(CLOSED.next) == before


def test_an_organisation_that_does_not_share_is_not_counted(cast: Cast, course: MicroCoursePage) -> None:
    for town in cast.towns():
        answer_many(_finish(town, course), wrong=8, right=5, at=TURN - timedelta(days=10))
        decide(town, date(2026, 1, 1), NOW)
    assert hardest(CLOSED) == [], "what is decided in November does not hold for October before December"


@pytest.mark.parametrize(
    ("pairs", "is_told"), [(((20, 5), (20, 5), (20, 5)), False), (((20, 6), (20, 6), (20, 6)), True)]
)
def test_at_least_three_in_ten_get_it_wrong(pairs: tuple[tuple[int, int], ...], is_told: bool) -> None:
    """A quarter, which is three in ten when rounded, is not."""
    assert may_be_told(counts(*pairs))
    assert [hard.tenths for hard in released(counts(*pairs))] == [3] * is_told


def it_is(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first page of the CMS believe that it is this moment."""
    monkeypatch.setattr("analytics.wagtail_hooks.timezone", SimpleNamespace(now=lambda: moment))


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "till och med oktober 2026, från alla"), ("en", "up to and including October 2026, of all")],
)
def test_editors_see_what_is_hard_up_to_when_and_not_who_or_where(
    cast: Cast, october: dict[str, Enrolment], monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    it_is(NOW, monkeypatch)
    editor = signed_in(cast.editor)
    editor.post("/sprak/", {"language": language, "next": "/hjalp/"})
    panel = BeautifulSoup(editor.get("/admin/").content, "html.parser").select_one("#struggles-section")
    assert panel is not None
    text = " ".join(panel.get_text().split())
    assert "Vad gör du?" in text
    link = panel.select_one(".home-list a")
    assert link is not None
    assert re.search(r"/edit/#:w:contentpath=steps\.[0-9a-f-]{36}\.body\.[0-9a-f-]{36}$", str(link["href"]))
    assert words in text
    assert not [town.canary for town in cast.towns() if town.canary in str(panel)]


def test_a_year_of_answers_is_grouped_once_a_month(
    cast: Cast, october: dict[str, Enrolment], monkeypatch: pytest.MonkeyPatch
) -> None:
    grouped, editor = [], signed_in(cast.editor)
    for moment in (NOW, NOW + timedelta(days=10), datetime(2026, 11, 30, 23, 30, tzinfo=UTC)):
        it_is(moment, monkeypatch)
        with CaptureQueriesContext(connection) as caught:
            assert "Vad gör du?" in editor.get("/admin/").content.decode()
        grouped.append(any("first_was_correct" in query["sql"] for query in caught))
    assert grouped == [True, False, True]
