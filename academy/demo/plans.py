"""Who of the demo's people takes which course when, drawn by the story; nothing here touches the database."""

import calendar
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from academy.demo.story import (
    EAGERNESS,
    INTEREST,
    LEADERS_LIKE,
    OTHERS_STOP,
    RELEASED,
    SHARE_WHO_NEVER_BEGIN,
    SHARE_WHO_PAUSE,
    SHARE_WHO_STOP,
    SHARE_WHO_TAKE_AGAIN,
    adoption_of,
    weight_of,
)
from academy.periods import STOCKHOLM, Month, local_day

# How much more a course is taken in its first months.
NEWS, NEW_FOR_MONTHS = 1.9, 3
MOST_TRIES = 20


@dataclass(frozen=True)
class Learner:
    """One person as a plan needs to know them; `at` is their place in the caller's list."""

    at: int
    slug: str
    sector: str
    leader_group: str
    first_day: date
    last_day: date | None

    def works_on(self, day: date) -> bool:
        """Tell whether the membership holds on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, order=True)
class Plan:
    """One attempt: when it begins, whose it is, how far it goes, and after which step comes a pause."""

    begins: datetime
    at: int
    course: str
    stops_before: int | None = None
    pauses_after: int | None = None
    pause: timedelta = timedelta()


@dataclass(frozen=True)
class Year:
    """The time there is: from the launch to now, and how many steps each course that is there has."""

    launched_on: date
    now: datetime
    steps: Mapping[str, int]

    def months(self) -> list[Month]:
        """Return the months from the launch to this one."""
        first, last = Month(self.launched_on.year, self.launched_on.month), Month.of(self.now)
        months = [first]
        while months[-1] < last:
            months.append(months[-1].next)
        return months

    def weights(self, learner: Learner, course: str) -> list[float]:
        """Return how likely each month is for one to begin a course: none before it is out or one works there."""
        released = RELEASED[course]
        return [
            weight_of(learner.slug, number, month.month)
            * (number >= released)
            * (NEWS if number < released + NEW_FOR_MONTHS else 1.0)
            * self._share_lived(month)
            * learner.works_on(month.first_day + timedelta(days=14))
            for number, month in enumerate(self.months())
        ]

    def _share_lived(self, month: Month) -> float:
        if month < Month.of(self.now):
            return 1.0
        return local_day(self.now).day / calendar.monthrange(month.year, month.month)[1]


def draw_plans(learners: Sequence[Learner], year: Year, draw: random.Random) -> list[Plan]:
    """Return all attempts of the year in the order in which they begin."""
    return sorted(plan for learner in learners for plan in _of_one(learner, year, draw))


def _of_one(learner: Learner, year: Year, draw: random.Random) -> Iterator[Plan]:
    if draw.random() < SHARE_WHO_NEVER_BEGIN:
        return
    mean = adoption_of(learner.slug).courses * EAGERNESS[learner.leader_group] / (1 - SHARE_WHO_NEVER_BEGIN)
    wanted = min(len(year.steps), round(mean * draw.gammavariate(3, 1 / 3)))
    for course in _courses(learner, year, wanted, draw):
        plan = _plan(learner, year, course, draw)
        if plan:
            yield plan
            if plan.stops_before is None and draw.random() < SHARE_WHO_TAKE_AGAIN:
                yield from _again(plan, learner, year, draw)


def _courses(learner: Learner, year: Year, wanted: int, draw: random.Random) -> Iterator[str]:
    interest = INTEREST[learner.sector]
    likes = LEADERS_LIKE if learner.leader_group else {}
    left = {course: interest[course] * likes.get(course, 1.0) for course in year.steps}
    for _ in range(wanted):
        course = draw.choices(list(left), list(left.values()))[0]
        del left[course]
        yield course


def _plan(learner: Learner, year: Year, course: str, draw: random.Random) -> Plan | None:
    months, weights = year.months(), year.weights(learner, course)
    if not any(weights):
        return None
    month = draw.choices(months, weights)[0]
    begins = _moment(lambda: _a_day_of(month, draw), year, learner, draw)
    return _going_on(begins, learner, year, course, draw) if begins else None


def _again(plan: Plan, learner: Learner, year: Year, draw: random.Random) -> Iterator[Plan]:
    """Take a course again some months later, from beginning to end."""
    begins = _moment(
        lambda: local_day(plan.begins) + timedelta(days=draw.randint(60, 170)), year, learner, draw, tries=1
    )
    if begins:
        yield Plan(begins, learner.at, plan.course)


def _going_on(begins: datetime, learner: Learner, year: Year, course: str, draw: random.Random) -> Plan:
    steps = year.steps[course]
    stops = draw.random() < SHARE_WHO_STOP.get(course, OTHERS_STOP)
    pauses = steps > 1 and draw.random() < SHARE_WHO_PAUSE
    return Plan(
        begins,
        learner.at,
        course,
        stops_before=draw.randint(2, steps) if stops and steps > 1 else None,
        pauses_after=draw.randint(1, steps - 1) if pauses else None,
        pause=timedelta(days=draw.choice((1, 1, 2, 3, 5, 7)), minutes=draw.randint(-20, 20)) if pauses else timedelta(),
    )


def _moment(
    day_drawn: Callable[[], date], year: Year, learner: Learner, draw: random.Random, tries: int = MOST_TRIES
) -> datetime | None:
    """Return a moment of a working day, before now, on which one works there."""
    for _ in range(tries):
        day = day_drawn()
        while day.isoweekday() > 5:
            day -= timedelta(days=1)
        moment = datetime.combine(day, time(draw.randint(7, 15), draw.randint(0, 59)), tzinfo=STOCKHOLM)
        if year.launched_on <= day and moment < year.now - timedelta(minutes=30) and learner.works_on(day):
            return moment
    return None


def _a_day_of(month: Month, draw: random.Random) -> date:
    return date(month.year, month.month, draw.randint(1, calendar.monthrange(month.year, month.month)[1]))
