"""The story in the plans: who is early, who climbs, summer, working hours, and no course before it is out."""

import random
from collections import Counter
from datetime import UTC, date, datetime

from academy.demo.organisations import months_after
from academy.demo.places import FEDERATIONS, WHOLE, scaled
from academy.demo.plans import Learner, Plan, Year, draw_plans
from academy.demo.story import RELEASED
from academy.periods import STOCKHOLM, local_day

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LAUNCHED = date(2025, 11, 1)
YEAR = Year(LAUNCHED, NOW, dict.fromkeys(RELEASED, 6))
SECTORS = ("care", "education", "technical", "administration")


def learners(slug: str, number: int = 300) -> list[Learner]:
    return [Learner(at, slug, SECTORS[at % 4], "", LAUNCHED, None) for at in range(number)]


def plans(slug: str, seed: int = 1) -> list[Plan]:
    return draw_plans(learners(slug), YEAR, random.Random(seed))


def by_month(slug: str) -> list[int]:
    """How much begins in each of the twelve whole months."""
    counted = Counter((plan.begins.year, plan.begins.month) for plan in plans(slug))
    return [counted[month.year, month.month] for month in YEAR.months()[:12]]


def test_everything_begins_in_working_hours_before_now_and_in_order() -> None:
    drawn = plans("nassjo")
    assert drawn == sorted(drawn)
    for plan in drawn:
        local = plan.begins.astimezone(STOCKHOLM)
        assert plan.begins < NOW
        assert local.isoweekday() <= 5
        assert 7 <= local.hour <= 15
        assert local_day(plan.begins) >= months_after(LAUNCHED, RELEASED[plan.course]).first_day.replace(day=1)


def test_the_same_seed_draws_the_same_plans_and_another_does_not() -> None:
    assert plans("nassjo") == plans("nassjo")
    assert plans("nassjo") != plans("nassjo", seed=2)


def test_one_is_early_one_climbs_one_tires_and_comes_back() -> None:
    nassjo, vetlanda, savsjo = by_month("nassjo"), by_month("vetlanda"), by_month("savsjo")
    assert sum(nassjo[:3]) > 5 * sum(vetlanda[:3])
    assert sum(vetlanda[9:]) > 3 * sum(vetlanda[3:6])
    assert sum(savsjo[4:7]) < sum(savsjo[:3])
    assert sum(savsjo[9:]) > 2 * sum(savsjo[4:7])


def test_july_is_the_quietest_month_of_all() -> None:
    july = [month.month for month in YEAR.months()].index(7)
    for slug in ("nassjo", "eksjo", "vetlanda"):
        assert by_month(slug)[july] <= min(by_month(slug)[july + 1 :])


def test_nobody_begins_before_they_come_or_after_they_leave() -> None:
    some = [Learner(at, "nassjo", "care", "official", date(2026, 3, 2), date(2026, 5, 29)) for at in range(60)]
    days = [local_day(plan.begins) for plan in draw_plans(some, YEAR, random.Random(3))]
    assert days
    assert date(2026, 3, 2) <= min(days) <= max(days) <= date(2026, 5, 29)


def test_some_stop_some_pause_and_some_take_a_course_again() -> None:
    drawn = plans("nassjo")
    stopped = sum(plan.stops_before is not None for plan in drawn)
    assert 0.08 < stopped / len(drawn) < 0.3
    assert any(plan.pauses_after for plan in drawn)
    assert max(Counter((plan.at, plan.course) for plan in drawn).values()) == 2


def test_the_demo_has_some_six_hundred_people_and_a_smaller_one_keeps_all_units() -> None:
    places = [place for _, _, places in FEDERATIONS for place in places]
    assert 570 <= sum(part.people for place in places for part in place.each()) <= 640
    small = [scaled(place, WHOLE // 10) for place in places]
    assert 45 <= sum(part.people for place in small for part in place.each()) <= 75
    assert [[part.name for part in place.each()] for place in small] == [
        [part.name for part in place.each()] for place in places
    ]
