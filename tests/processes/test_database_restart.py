"""PostgreSQL goes away under the house and comes back: people are told when to come again, and nobody restarts us."""

import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import cast

import pytest
from postgres_cluster import Cluster
from services import scratch_folder

from tests.databases import Database, PostgresDatabase
from tests.processes.books import assert_kept, assert_nothing_half_written, is_counted, recounted, released
from tests.processes.house import House, house_over
from tests.processes.visitor import CLICKS, Answer, Visitor
from tests.processes.waiting import until

pytestmark = [pytest.mark.process, pytest.mark.postgres]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A cluster of the test's own: the run's own may not go away under the tests beside this one."""
    with scratch_folder("restart") as folder:
        cluster = Cluster(folder)
        try:
            yield cluster
        finally:
            cluster.take_down()


@pytest.fixture
def restarted_house(cluster: Cluster, template: Database, tmp_path: Path) -> Iterator[House]:
    """A house over a copy of the furnished database in that cluster."""
    url = cluster.create()
    dump, restore = cluster.programs / "pg_dump", cluster.programs / "psql"
    script = subprocess.run([dump, "--no-owner", template.url], check=True, capture_output=True).stdout
    subprocess.run(
        [restore, "--quiet", "--set=ON_ERROR_STOP=1", url], input=script, check=True, stdout=subprocess.DEVNULL
    )
    with house_over(PostgresDatabase(url), tmp_path) as house:
        yield house


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_a_restart_of_the_database_is_a_pause_and_no_loss(how: str, cluster: Cluster, restarted_house: House) -> None:
    house = restarted_house
    web, course = house.web(), house.course
    worker = house.worker()
    beat = house.beat()
    learners = [house.learner(number) for number in range(3)]
    paused: list[Answer] = []
    threads = [Thread(target=_take_three_times, args=(learner, course, paused)) for learner in learners]
    worker.wait_for("ready.")
    for thread in threads:
        thread.start()
    until(lambda: sum(len(learner.acknowledged) for learner in learners) >= 9, "clicks")
    getattr(cluster, how)()
    until(lambda: len(paused) >= 3, "people are told to come again")
    cluster.start()
    for thread in threads:
        thread.join()

    assert {answer.status for answer in paused} == {503}
    assert {answer.headers.get("retry-after") for answer in paused} == {"10"}
    assert all("<html" in answer.body for answer in paused)
    assert all(process.runs for process in (web, worker, beat))
    until(lambda: is_counted(house.database), "the same worker goes on counting")
    assert house.database.rows("select count(*) from learners_enrolment where completed_at is not null") == [(9,)]
    assert_kept(house.database, learners)
    assert_nothing_half_written(house.database)
    assert released(house.database) == recounted(house.database)


def _take_three_times(learner: Visitor, course: str, paused: list[Answer]) -> None:
    """Take the course three times; press again when told to, as a person would."""
    for _ in range(3):
        _until_through(partial(learner.get, "/"), paused)
        registration = _begin(learner, course, paused)
        for step, action in CLICKS:
            _until_through(partial(learner.click, registration, step, action), paused)


def _begin(learner: Visitor, course: str, paused: list[Answer]) -> str:
    answer = _until_through(partial(learner.post, f"/kurs/{course}/borja/"), paused)
    return answer.location.split("/")[2]


def _until_through(press: Callable[[], Answer], paused: list[Answer]) -> Answer:
    """Press until it is not refused; keep the refusals."""

    def attempt() -> Answer | None:
        answer = press()
        if answer.status < 400:
            return answer
        paused.append(answer)
        return None

    return cast(Answer, until(attempt, "the database is back"))
