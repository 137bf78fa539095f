"""The broker is away, silent or full: clicks are acknowledged all the same, and what they meant is swept later."""

import shutil
from pathlib import Path

import pytest

from tests.processes.books import assert_kept, assert_nothing_half_written, is_counted, recounted, released
from tests.processes.conftest import HousesMade
from tests.processes.house import House
from tests.processes.visitor import CLICKS, Visitor
from tests.processes.waiting import until

pytestmark = pytest.mark.process

MOST_SECONDS = 3


@pytest.mark.postgres  # where Redis is the broker
def test_redis_stops_and_comes_back(house_with: HousesMade, redis_port: int) -> None:
    house = house_with(ACADEMY_BROKER_URL=f"redis://127.0.0.1:{redis_port}/0")
    redis = house.redis(redis_port)
    house.web()
    worker, learner = house.worker(), house.learner(0)
    house.beat()
    worker.wait_for("ready.")
    registration = learner.begin(house.course)
    learner.click(registration, *CLICKS[0])
    redis.kill()
    _click_on(learner, registration, CLICKS[1:])
    assert not is_counted(house.database)
    house.redis(redis_port)
    _assert_swept(house, learner)


@pytest.mark.postgres  # where Redis is the broker
def test_redis_takes_connections_and_says_nothing(house_with: HousesMade, redis_port: int) -> None:
    house = house_with(ACADEMY_BROKER_URL=f"redis://127.0.0.1:{redis_port}/0")
    redis = house.redis(redis_port)
    house.web()
    learner = house.learner(0)
    registration = learner.begin(house.course)
    redis.freeze()
    _click_on(learner, registration, CLICKS)
    redis.thaw()
    house.worker()
    house.beat()
    _assert_swept(house, learner)


def test_the_folder_of_the_embedded_broker_is_gone(house: House) -> None:
    house.web()
    learner = house.learner(0)
    queue = Path(house.environment["ACADEMY_DATA_DIR"]) / "broker" / "queue"
    shutil.rmtree(queue)
    queue.touch()  # a file where the folder should be: not even root can write in it
    registration = learner.begin(house.course)
    _click_on(learner, registration, CLICKS)
    queue.unlink()
    house.worker()  # makes the folder anew
    house.beat()
    _assert_swept(house, learner)


def _click_on(learner: Visitor, registration: str, clicks: list[tuple[int, str]]) -> None:
    for step, action in clicks:
        answer = learner.click(registration, step, action)
        assert answer.status == 302, answer.body[:2000]
        assert answer.seconds < MOST_SECONDS


def _assert_swept(house: House, learner: Visitor) -> None:
    until(lambda: is_counted(house.database), "the figures are counted")
    assert_kept(house.database, [learner])
    assert_nothing_half_written(house.database)
    assert released(house.database) == recounted(house.database)
