"""Wagtail's background tasks on their real backend: what an editor publishes is found once a worker has been there."""

import subprocess
import sys

import pytest

from tests.databases import ROOT
from tests.processes.house import House
from tests.processes.waiting import until

pytestmark = pytest.mark.process

TASKS = "django_tasks_database_dbtaskresult"
RUN = "Task academy.run_background_tasks["


def editing(house: House, act: str, words: str) -> str:
    """Let an editor publish, or a reader search, in a process of its own."""
    command = [sys.executable, "-m", "tests.processes.editing", act, words]
    done = subprocess.run(command, cwd=ROOT, env=house.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()


def left(house: House) -> int:
    """Return how many tasks are not done."""
    return int(house.database.rows(f"select count(*) from {TASKS} where status <> 'SUCCESSFUL'")[0][0])


def test_what_is_published_is_found_when_a_worker_has_indexed_it(house: House) -> None:
    editing(house, "publish", "Blåbärsris")
    assert editing(house, "search", "Blåbärsris") == "0"
    assert left(house) > 0
    house.worker()
    house.beat()
    until(lambda: not left(house), "all tasks are done")
    assert editing(house, "search", "Blåbärsris") == "1"
    # A worker that is there is asked by the publication itself, long before beat comes round.
    editing(house, "publish", "Hjortronmyr")
    until(lambda: not left(house), "all tasks are done", seconds=12)
    assert editing(house, "search", "Hjortronmyr") == "1"


def test_a_worker_killed_among_the_tasks_loses_none(house_as_run: House) -> None:
    house = house_as_run
    beat = house.beat()
    for number in range(3):
        editing(house, "publish", f"Blåbärsris {number}")
        worker = house.worker()
        worker.wait_for(RUN)
        worker.kill()
    beat.kill()
    # Five minutes later the claims of dead workers are void.
    house.database.change(f"update {TASKS} set started_at = '2026-01-01 00:00:00' where status = 'RUNNING'")
    house.worker()
    house.beat()
    until(lambda: not left(house), "all tasks are done")
    assert editing(house, "search", "Blåbärsris") == "3"
