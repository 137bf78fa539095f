"""The web process among many clicks: eight learners at once while figures are counted, and killed in the middle."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from threading import Barrier, Thread

import pytest

from tests.processes.books import (
    assert_every_statement_is_marked,
    assert_kept,
    assert_nothing_half_written,
    is_counted,
    recounted,
    released,
)
from tests.processes.house import House
from tests.processes.running import Process
from tests.processes.visitor import CLICKS, Visitor
from tests.processes.waiting import until

pytestmark = pytest.mark.process

LEARNERS = 8


def at_once(visitors: list[Visitor], act: Callable[[Visitor], object]) -> None:
    """Let every visitor act in a thread of its own, beginning together; raise the first failure."""
    together, failures = Barrier(len(visitors)), list[BaseException]()

    def run(visitor: Visitor) -> None:
        try:
            together.wait(timeout=30)
            act(visitor)
        except BaseException as failure:  # noqa: BLE001 - raised again by the test's own thread
            failures.append(failure)

    threads = [Thread(target=run, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_eight_learners_click_at_once_while_figures_are_counted(house: House) -> None:
    house.web()
    worker = house.worker()
    house.beat()
    learners, course = [house.learner(number) for number in range(LEARNERS)], house.course
    worker.wait_for("ready.")
    at_once(learners, lambda learner: [learner.take(course) for _ in range(3)])
    until(lambda: is_counted(house.database), "the figures are counted")
    assert "windows_filled" in worker.said()
    assert_kept(house.database, learners)
    assert_nothing_half_written(house.database)
    assert released(house.database) == recounted(house.database)
    assert house.database.rows("select count(*) from learners_enrolment where completed_at is not null") == [(24,)]


def test_two_presses_at_once_are_one_attempt_and_one_step(house: House) -> None:
    house.web()
    course, twice = house.course, [house.learner(0), house.learner(0)]
    for _ in range(3):
        at_once(twice, lambda learner: learner.begin(course))
        (registration,) = {learner.acknowledged[-1][0] for learner in twice}
        for step, action in CLICKS:
            at_once(twice, partial(_press, registration, step, action))
    assert house.database.rows("select count(*) from learners_enrolment where completed_at is not null") == [(3,)]
    assert house.database.rows("select count(*) from learners_stepprogress") == [(9,)]
    assert house.database.rows("select sum(attempts) from learners_answer") == [(6,)]
    assert_nothing_half_written(house.database)


def _press(registration: str, step: int, action: str, learner: Visitor) -> None:
    answer = learner.click(registration, step, action)
    assert answer.status == 302, (step, action, answer.status, answer.body[:2000])


def test_the_web_process_is_killed_in_the_middle_of_clicks(house: House) -> None:
    course, learners = house.course, list[Visitor]()
    for clicks in (3, 11, 20):
        web = house.web()
        present = [house.learner(number) for number in range(4)]
        at_once(present, partial(_learn_until_cut_off, course, Fuse(present, clicks, web)))
        learners += present
    assert sum(len(learner.acknowledged) for learner in learners) >= 34
    assert_kept(house.database, learners)
    assert_nothing_half_written(house.database)
    assert_every_statement_is_marked(house.database)


@dataclass
class Fuse:
    """Kills a process once so many clicks have been acknowledged, whatever else is under way."""

    learners: list[Visitor]
    clicks: int
    process: Process

    def burn(self) -> None:
        """Look at the clicks, and kill when there are enough."""
        if sum(len(learner.acknowledged) for learner in self.learners) >= self.clicks:
            self.process.kill()


def _learn_until_cut_off(course: str, fuse: Fuse, learner: Visitor) -> None:
    # Refused, reset or cut off in the middle of an answer, as it comes.
    with pytest.raises((OSError, HTTPException)):
        while True:
            registration = learner.begin(course)
            for click in CLICKS:
                learner.click(registration, *click)
                fuse.burn()
