"""200 means durable: a server, and a database, killed in the middle of a load lose nothing that was acknowledged."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import services
from packages import postgresql_bin

from tests.analytics.lrs.conftest import Tool, said, stored
from tests.analytics.lrs.server import Load, database_url, running

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]

KILLS = 5


def assert_nothing_lost_and_nothing_halved(load: Load, present: set[str]) -> None:
    """Every acknowledged statement is there, and of every other batch all or nothing."""
    missing = [id_ for batch in load.acknowledged for id_ in batch if id_ not in present]
    halved = [batch for batch in load.others if len(present.intersection(batch)) not in {0, len(batch)}]
    assert (missing, halved) == ([], [])


def test_a_killed_server_loses_nothing_acknowledged_and_leaves_no_half_batch(
    tool: Tool, on_disk: None, tmp_path: Path
) -> None:
    with running(tmp_path, database_url()) as server:
        load = server.load(tool)
        with load.at_work():
            for _ in range(KILLS):
                load.await_acknowledged(5)
                server.kill_worker()
            load.await_acknowledged(5)
    assert len(load.others) >= KILLS
    assert_nothing_lost_and_nothing_halved(load, {str(row.statement_id) for row in stored()})


@pytest.fixture
def own_cluster(tool: Tool) -> Iterator[tuple[str, str]]:
    """A cluster that may be killed, because no other test uses it, with a copy of the test's database: URL, control."""
    with services.postgres() as environment:
        url = environment["ACADEMY_DATABASE_URL"]
        programs = postgresql_bin()
        assert programs is not None
        dump = subprocess.run([programs / "pg_dump", "--no-owner", database_url()], check=True, capture_output=True)
        subprocess.run([programs / "psql", "--quiet", url], input=dump.stdout, check=True, stdout=subprocess.DEVNULL)
        yield url, environment["ACADEMY_TEST_POSTGRES_CONTROL"]


@pytest.mark.postgres
def test_a_killed_database_is_a_503_and_loses_nothing_acknowledged(
    tool: Tool, own_cluster: tuple[str, str], tmp_path: Path
) -> None:
    url, control = own_cluster
    with running(tmp_path, url) as server:
        load = server.load(tool)
        with load.at_work():
            load.await_acknowledged(5)
            subprocess.run([control, "kill"], check=True)
            assert server.post(tool, [said()]) == 503
            subprocess.run([control, "start"], check=True)
            load.await_acknowledged(5)
    assert set(load.statuses) == {200, 503}
    with psycopg.connect(url) as database:
        rows = database.execute("SELECT statement_id FROM analytics_statement").fetchall()
    assert_nothing_lost_and_nothing_halved(load, {str(identifier) for (identifier,) in rows})
