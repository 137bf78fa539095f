"""A worker is killed again and again in the middle of its work: no figure is wrong in the end, and no mail is missing."""

import random
import time
from threading import Thread

import pytest

from tests.processes.books import assert_kept, assert_nothing_half_written, is_counted, recounted, released
from tests.processes.house import House, email_of
from tests.processes.letterbox import Letterbox
from tests.processes.running import Process
from tests.processes.visitor import Visitor
from tests.processes.waiting import until

pytestmark = pytest.mark.process

FILL = "Task analytics.fill_windows["
KILLS_WHILE_COUNTING = 3  # tests/soak kills for as long as one likes
KILLS_WHILE_SENDING = 2  # each of: before the mail was taken, and between sending it and marking it


class Crowd:
    """Learners who take the course again and again until they are told to stop."""

    def __init__(self, house: House, size: int) -> None:
        self.visitors = [house.learner(number) for number in range(size)]
        self.goes_on = True
        self.failures: list[BaseException] = []
        self.threads = [Thread(target=self._learn, args=(visitor, house.course)) for visitor in self.visitors]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.goes_on = False
        for thread in self.threads:
            thread.join()

    def _learn(self, visitor: Visitor, course: str) -> None:
        try:
            while self.goes_on:
                visitor.take(course)
        except BaseException as failure:  # noqa: BLE001 - told by the test's own thread
            self.failures.append(failure)


def test_figures_and_mail_survive_a_worker_that_is_killed_again_and_again(house: House, post: Letterbox) -> None:
    draw = random.Random(4)
    house.web()
    beat = house.beat()
    with Crowd(house, size=2) as crowd:
        for _ in range(KILLS_WHILE_COUNTING):
            _kill_while_counting(house.worker(), draw)
    beat.kill()
    for number in range(5, 5 + 2 * KILLS_WHILE_SENDING):
        _kill_while_sending(house, post, "before" if number % 2 else "after", email_of(number))

    # Five minutes later a claim of a dead worker is void.
    house.database.change("update academy_delivery set claimed_at = '2026-01-01 00:00:00' where state = 'running'")
    house.worker()
    house.beat()
    until(lambda: house.database.rows("select distinct state from academy_delivery") == [("done",)], "all is sent")
    until(lambda: is_counted(house.database), "all is counted")

    assert crowd.failures == []
    assert_kept(house.database, crowd.visitors)
    assert_nothing_half_written(house.database)
    assert released(house.database) == recounted(house.database)
    assert sorted(post.received.values()) == [1, 1, 2, 2]


def _kill_while_counting(worker: Process, draw: random.Random) -> None:
    worker.wait_for("ready.")
    worker.wait_for(FILL, times=draw.randint(1, 2))
    time.sleep(draw.uniform(0, 0.1))  # somewhere between taking the job and finishing it
    worker.kill()


def _kill_while_sending(house: House, post: Letterbox, moment: str, email: str) -> None:
    worker = house.worker()
    worker.wait_for("ready.")  # what the web process asks of a worker is thrown away a minute later
    setattr(post, moment, worker.kill)
    Visitor(house.address).ask_for_code(email)
    until(lambda: not worker.runs, "a mail is being sent")
    setattr(post, moment, lambda: None)
    # However slow the machine is, the dead worker's claim lasts until the test says that it is void.
    house.database.change("update academy_delivery set claimed_at = '2099-01-01 00:00:00' where state = 'running'")
