"""A year of history, made by the same actions that a learner's clicks call."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from academy.demo.courses import COURSES
from academy.demo.plans import Plan
from academy.demo.story import EASY, HARD, SHARE_WHO_ASK_FOR_THE_ANSWER
from academy.periods import STOCKHOLM, local_day
from academy.scoping import entered
from analytics.emit.handlers import stored_together
from courses import api as courses
from courses.content import ModuleContent, Question, Step
from courses.models import MicroCoursePage
from learners.actions import enrol, take
from learners.models import Enrolment, Membership
from learners.queries.acting import acting_for

WORKING_HOURS = range(7, 16)


@dataclass
class Lives:
    """Lets fictitious people begin, answer, pause, stop or finish courses, as their plans say."""

    modules: dict[str, MicroCoursePage]
    now: datetime
    draw: random.Random
    _shares: dict[UUID, float] = field(default_factory=dict)

    def live(self, plan: Plan, people: Sequence[Membership]) -> Enrolment | None:
        """Let one attempt happen; None where nothing can begin that day."""
        acting = acting_for(people[plan.at].person, local_day(plan.begins))
        if acting is None:
            return None
        with entered(acting.scope), stored_together():
            key = self.modules[plan.course].translation_key
            attempt = enrol.begin(acting=acting, module_key=key, now=plan.begins)
            self._go_through(attempt, courses.content(attempt.revision_id), plan)
        return attempt

    def _go_through(self, attempt: Enrolment, content: ModuleContent, plan: Plan) -> None:
        now = plan.begins
        for step in content.steps:
            now += timedelta(seconds=self.draw.randint(40, 150))
            if step.number == plan.stops_before or now > self.now - timedelta(minutes=10):
                return
            for question in step.questions:
                now = self._answer(attempt, content, step, question, now)
            take.complete_step(enrolment=attempt, step_id=step.id, now=now)
            if step.number == plan.pauses_after:
                now = _at_work(now + plan.pause)

    def _answer(
        self, attempt: Enrolment, content: ModuleContent, step: Step, question: Question, now: datetime
    ) -> datetime:
        wrong = [choice for choice in question.choices if not choice.is_correct]
        is_right = self.draw.random() < self._share_right(content, question)
        is_shown = not is_right and self.draw.random() < SHARE_WHO_ASK_FOR_THE_ANSWER
        tries = [] if is_right else [self.draw.choice(wrong)]
        for choice in tries if is_shown else [*tries, question.right]:
            now += timedelta(seconds=self.draw.randint(8, 40))
            take.answer(enrolment=attempt, step_id=step.id, question_id=question.id, choice_id=choice.id, now=now)
        if is_shown:
            now += timedelta(seconds=self.draw.randint(8, 40))
            take.show_answer(enrolment=attempt, step_id=step.id, question_id=question.id, now=now)
        return now

    def _share_right(self, content: ModuleContent, question: Question) -> float:
        """Return how often a question is answered rightly at first: some are hard, and all people find the same ones so."""
        if question.id not in self._shares:
            course = next(key for key in COURSES if self._is(key, content))
            for number, each in enumerate(content.questions):
                self._shares[each.id] = HARD.get((course, number)) or random.Random(str(each.id)).uniform(*EASY)  # noqa: S311
        return self._shares[question.id]

    def _is(self, key: str, content: ModuleContent) -> bool:
        return key in self.modules and self.modules[key].translation_key == content.activity.key


def _at_work(moment: datetime) -> datetime:
    """Return the moment, or one of the next working day at the same time."""
    local = moment.astimezone(STOCKHOLM)
    while local.isoweekday() > 5:
        local += timedelta(days=1)
    return local if local.hour in WORKING_HOURS else local.replace(hour=9)
