"""A kept connection that died is found out by the request's own query, and costs nobody an answer."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from academy.scoping import unscoped
from analytics.lrs import auth
from analytics.lrs.consistency import consistent_through, lately_consistent_through
from analytics.lrs.liveness import asked_first
from tests.analytics.lrs.conftest import Tool, Towns, said, stored


class Dead:
    """A read that fails as on a dead connection, so many times."""

    def __init__(self, times: int) -> None:
        self.times, self.tries = times, 0

    def __call__(self) -> str:
        self.tries += 1
        if self.tries <= self.times:
            raise OperationalError("server closed the connection unexpectedly")
        return "found"


def end_this_session() -> None:
    """End the database's side of this thread's connection, and leave ours as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ended = cursor.fetchone()[0]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [ended])  # and wait until it has ended
        assert cursor.fetchone() == (True,)
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_read_on_a_dead_connection_is_done_again_on_a_new_one(on_disk: None) -> None:
    connection.ensure_connection()
    before, read = connection.connection, Dead(1)
    assert asked_first(read) == "found"
    assert read.tries == 2
    assert connection.connection is not before


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_asked_twice_and_no_more(on_disk: None) -> None:
    read = Dead(9)
    with pytest.raises(OperationalError):
        asked_first(read)
    assert read.tries == 2


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_done_twice() -> None:
    read = Dead(1)
    with pytest.raises(OperationalError):
        asked_first(read)
    assert read.tries == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_tool_notices_nothing_of_a_session_that_the_database_ended(tool: Tool) -> None:
    assert tool.send(said()).status_code == 200
    end_this_session()
    assert tool.send(said()).status_code == 200
    assert len(stored()) == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nor_does_one_whose_key_was_asked_for_by_another_thread(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked_elsewhere(key: str) -> Any:
        try:
            return auth._asked_for(key)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        monkeypatch.setattr(auth, "_found", lambda key: thread.submit(asked_elsewhere, key).result())
        assert tool.send(said()).status_code == 200
        end_this_session()
        connection.health_check_done = False  # type: ignore[attr-defined]  # as at the beginning of every request
        assert tool.send(said()).status_code == 200
    assert len(stored()) == 2


@pytest.mark.django_db
def test_those_who_write_are_told_a_moment_that_is_a_second_old_at_most(
    towns: Towns, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("analytics.lrs.consistency.monotonic", lambda: now[0])
    with unscoped("test"):
        first = lately_consistent_through(towns.nassjo.pk)
        now[0] += 0.9
        assert lately_consistent_through(towns.nassjo.pk) == first <= consistent_through(towns.nassjo.pk)
        now[0] += 0.2
        assert lately_consistent_through(towns.nassjo.pk) > first
