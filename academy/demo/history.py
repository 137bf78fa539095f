"""A month of history, made by the same actions that a learner's clicks call."""

import random
from datetime import datetime, time, timedelta

from academy.periods import STOCKHOLM
from academy.scoping import entered
from courses import api as courses
from courses.content import ModuleContent, Question, Step
from courses.models import MicroCoursePage
from learners.actions import enrol, take
from learners.models import Enrolment, Membership, User
from learners.queries.acting import acting_for

DAYS = 38
SHARE_WHO_BEGIN = 0.21
SHARE_WHO_STOP = 0.2
SHARE_RIGHT_AT_ONCE = 0.72


def live_a_month(membership: Membership, modules: list[MicroCoursePage], today: datetime, draw: random.Random) -> None:
    """Let one fictitious person begin, answer, stop or finish modules during the last weeks."""
    for module in modules:
        if draw.random() < SHARE_WHO_BEGIN:
            begun = _a_working_moment(today, draw)
            _take(membership.person, module, begun, draw)


def _a_working_moment(today: datetime, draw: random.Random) -> datetime:
    day = today.astimezone(STOCKHOLM).date() - timedelta(days=draw.randint(1, DAYS))
    while day.isoweekday() > 5:
        day -= timedelta(days=1)
    return datetime.combine(day, time(draw.randint(7, 15), draw.randint(0, 59)), tzinfo=STOCKHOLM)


def _take(person: User, module: MicroCoursePage, begun: datetime, draw: random.Random) -> None:
    acting = acting_for(person, begun.date())
    if acting is None:
        return
    with entered(acting.scope):
        attempt = enrol.begin(acting=acting, module_key=module.translation_key, now=begun)
        content = courses.content(attempt.revision_id)
        stops_at = draw.randint(1, len(content.steps)) if draw.random() < SHARE_WHO_STOP else len(content.steps) + 1
        _take_steps(attempt, content, stops_at, begun, draw)


def _take_steps(attempt: Enrolment, content: ModuleContent, stops_at: int, now: datetime, draw: random.Random) -> None:
    for step in content.steps:
        if step.number >= stops_at:
            return
        now += timedelta(seconds=draw.randint(35, 110))
        for question in step.questions:
            now = _answer(attempt, step, question, now, draw)
        take.complete_step(enrolment=attempt, step_id=step.id, now=now)


def _answer(attempt: Enrolment, step: Step, question: Question, now: datetime, draw: random.Random) -> datetime:
    tries = [question.right]
    if draw.random() > SHARE_RIGHT_AT_ONCE:
        tries.insert(0, draw.choice([choice for choice in question.choices if not choice.is_correct]))
    for choice in tries:
        now += timedelta(seconds=draw.randint(8, 40))
        take.answer(enrolment=attempt, step_id=step.id, question_id=question.id, choice_id=choice.id, now=now)
    return now
