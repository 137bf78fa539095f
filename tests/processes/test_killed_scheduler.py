"""Scheduler and worker are killed in the middle, whatever the broker: nothing is lost, and their absence is seen."""

import json
import subprocess
import sys

import pytest

from tests.databases import ROOT
from tests.processes.books import assert_kept, assert_nothing_half_written, is_counted, recounted, released
from tests.processes.house import House, email_of
from tests.processes.letterbox import Letterbox
from tests.processes.visitor import Visitor
from tests.processes.waiting import until

pytestmark = pytest.mark.process

FRESH = "select count(*) from academy_pulse where name = 'worker' and at > '2026-01-02'"
NOT_DONE = "select count(*) from academy_delivery where state <> 'done'"


def test_nothing_is_lost_when_scheduler_and_worker_are_killed(house_as_run: House, post: Letterbox) -> None:
    house = house_as_run
    house.web()
    beat, worker = house.beat(), house.worker()
    worker.wait_for("ready.")
    until(lambda: house.database.rows(FRESH) == [(1,)], "a pulse is written")
    assert findings(house)["worker"]["level"] == "ok", "operators see it"

    post.before = worker.kill
    Visitor(house.address).ask_for_code(email_of(5))
    until(lambda: not worker.runs, "the worker is killed while it sends")
    beat.kill()
    post.before = lambda: None
    learner = house.learner(0)
    learner.take(house.course)
    Visitor(house.address).ask_for_code(email_of(6))
    assert house.database.rows(NOT_DONE) == [(2,)]
    house.database.change("update academy_pulse set at = '2026-01-01 00:00:00'")
    assert findings(house)["worker"]["level"] == "bad", "operators see it"
    assert Visitor(house.address).get("/health/ready/").status == 200, "and the pages go on"

    house.database.change("update academy_delivery set claimed_at = '2026-01-01 00:00:00' where state = 'running'")
    house.worker()
    house.beat()
    until(lambda: house.database.rows(NOT_DONE) == [(0,)], "all is sent")
    until(lambda: is_counted(house.database), "all is counted")
    until(lambda: house.database.rows(FRESH) == [(1,)], "a pulse is written again")
    assert findings(house)["worker"]["level"] == "ok", "operators see that it is well again"
    mails = {number: sum(n for key, n in post.received.items() if email_of(number) in key) for number in (5, 6)}
    assert mails == {5: 1, 6: 1}, "the killed worker had not yet handed over its mail"
    assert_kept(house.database, [learner])
    assert_nothing_half_written(house.database)
    assert released(house.database) == recounted(house.database)


def findings(house: House) -> dict[str, dict[str, object]]:
    """Return what `manage.py health` says."""
    command = [sys.executable, "manage.py", "health", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=house.environment, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert (done.returncode == 0) is (told["status"] != "bad"), done.stderr[-2000:]
    found: dict[str, dict[str, object]] = told["findings"]
    return found
