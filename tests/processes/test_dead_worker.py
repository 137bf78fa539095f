"""No worker, no scheduler: people notice nothing, and everything is made up for when they come."""

import pytest

from tests.databases import Database
from tests.processes.books import (
    assert_every_statement_is_marked,
    assert_kept,
    assert_nothing_half_written,
    is_counted,
    recounted,
    released,
)
from tests.processes.house import House, email_of
from tests.processes.letterbox import Letterbox
from tests.processes.visitor import Visitor
from tests.processes.waiting import until

pytestmark = pytest.mark.process


def test_all_is_acknowledged_without_a_worker_and_made_up_for_later(house_as_run: House, post: Letterbox) -> None:
    house = house_as_run
    house.web()
    learners = [house.learner(number) for number in range(3)]
    for learner in learners:
        learner.take(house.course)
    Visitor(house.address).ask_for_code(email_of(5))

    assert_kept(house.database, learners)
    assert_nothing_half_written(house.database)
    assert_every_statement_is_marked(house.database)
    assert released(house.database) == {}
    assert post.received.total() == 0

    house.worker()
    house.beat()
    until(lambda: is_counted(house.database), "the figures are counted")
    assert released(house.database) == recounted(house.database)
    assert released(house.database)["completions", None, _this_month(house.database)] == 3
    until(lambda: post.received.total(), "the mail is sent")
    until(
        lambda: house.database.rows("select state from academy_delivery") == [("done",)], "the mail is marked as sent"
    )
    assert list(post.received.values()) == [1]


def _this_month(database: Database) -> int:
    (row,) = database.rows("select max(month) from analytics_statement")
    return int(row[0])
