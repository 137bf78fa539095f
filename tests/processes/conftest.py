"""Houses for the tests of processes, on whichever database the run has."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from postgres_cluster import free_port

from tests.databases import Database, copied, furnished
from tests.processes.house import House, house_over
from tests.processes.letterbox import Letterbox, letterbox

HousesMade = Callable[..., House]


@pytest.fixture(scope="session")
def template(shared_folder: Path, database_server: str) -> Database:
    """A furnished database to copy, one for all processes of the test run."""
    return furnished(shared_folder, database_server)


@pytest.fixture
def database(template: Database, tmp_path: Path, database_server: str) -> Iterator[Database]:
    """A furnished database of the test's own."""
    with copied(template, tmp_path, database_server) as copy:
        yield copy


@pytest.fixture
def post() -> Iterator[Letterbox]:
    """The mail server of the test's house."""
    with letterbox() as box:
        yield box


@pytest.fixture
def house_with(database: Database, tmp_path: Path, post: Letterbox) -> Iterator[HousesMade]:
    """Make a house with further variables, such as ACADEMY_BROKER_URL."""
    with ExitStack() as stack:

        def make(**environment: str) -> House:
            return stack.enter_context(house_over(database, tmp_path, ACADEMY_EMAIL_URL=post.url, **environment))

        yield make


@pytest.fixture
def house(house_with: HousesMade) -> House:
    """A house with the demo's broker: files in a folder."""
    return house_with()


@pytest.fixture
def house_as_run(house_with: HousesMade, redis_port: int) -> House:
    """A house with the broker that goes with the run's database: a folder with SQLite, Redis with PostgreSQL.

    That is how it runs for real: the demo and production. Crossing them would show no more and take twice as long.
    """
    if settings.IS_SQLITE:
        return house_with()
    house = house_with(ACADEMY_BROKER_URL=f"redis://127.0.0.1:{redis_port}/0")
    house.redis(redis_port)
    return house


@pytest.fixture
def redis_port() -> int:
    """A port for a broker of the test's own: what stops it must stop nobody else's."""
    return free_port()
