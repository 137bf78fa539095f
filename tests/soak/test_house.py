"""A whole house for a long time: people learn while its worker is killed again and again."""

import random
import time

import pytest

from tests.processes.books import assert_kept, assert_nothing_half_written, is_counted, recounted, released
from tests.processes.house import House
from tests.processes.test_killed_worker import Crowd, _kill_while_counting
from tests.processes.waiting import until
from tests.soak.lengths import SECONDS

pytestmark = pytest.mark.process


def test_people_learn_for_a_long_time_while_workers_die(house: House) -> None:
    draw, kills, ends = random.Random(8), 0, time.monotonic() + SECONDS
    house.web()
    house.beat()
    with Crowd(house, size=3) as crowd:
        while time.monotonic() < ends:
            _kill_while_counting(house.worker(f"worker{kills}"), draw)
            kills += 1
    house.worker("last")
    until(lambda: is_counted(house.database), "all is counted")
    assert kills > 0
    assert crowd.failures == []
    assert_kept(house.database, crowd.visitors)
    assert_nothing_half_written(house.database)
    assert released(house.database) == recounted(house.database)
