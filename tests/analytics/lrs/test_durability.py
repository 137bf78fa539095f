"""200 means durable: a server, and a database, killed in the middle of a load lose nothing that was acknowledged."""

import os
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from tests.analytics.lrs.conftest import Tool, said, stored
from tests.analytics.lrs.server import BATCH, Load, running

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]

WRITERS = 3
KILLS = 5


def assert_nothing_lost_and_nothing_halved(load: Load) -> None:
    """Every acknowledged statement is there, and of every other batch all or nothing."""
    present = {str(row.statement_id) for row in stored()}
    missing = [id_ for batch in load.acknowledged for id_ in batch if id_ not in present]
    halved = [batch for batch in load.unanswered if len(present.intersection(batch)) not in {0, BATCH}]
    assert (missing, halved) == ([], [])


def test_a_killed_server_loses_nothing_acknowledged_and_leaves_no_half_batch(
    tool: Tool, on_disk: None, tmp_path: Path
) -> None:
    with running(tmp_path) as server:
        load = Load(server, tool)
        with load.from_writers(WRITERS):
            for _ in range(KILLS):
                load.await_acknowledged(5)
                server.kill_worker()
            load.await_acknowledged(5)
    assert len(load.unanswered) >= KILLS
    assert_nothing_lost_and_nothing_halved(load)


@pytest.mark.postgres
def test_a_killed_database_is_a_503_and_loses_nothing_acknowledged(tool: Tool, tmp_path: Path) -> None:
    control = os.environ.get("ACADEMY_TEST_POSTGRES_CONTROL")
    if control is None:
        pytest.skip("needs a cluster that the test may kill: run beside .ci/services.py --postgres")
    with running(tmp_path) as server:
        load = Load(server, tool)
        connection.close()
        with load.from_writers(WRITERS):
            load.await_acknowledged(5)
            subprocess.run([control, "kill"], check=True)
            assert server.post(tool, [said()]) == 503
            subprocess.run([control, "start"], check=True)
            load.await_acknowledged(5)
    assert set(load.statuses) == {200, 503}
    assert_nothing_lost_and_nothing_halved(load)
