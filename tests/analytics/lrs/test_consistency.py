"""The moment that every answer names: nothing stored before it appears later, and it is close to now."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from academy.scoping import entered
from analytics.lrs import authors, ingest
from analytics.lrs.authors import Author
from analytics.lrs.consistency import consistent_through
from analytics.models import Statement
from analytics.xapi.versions import Version
from tests.analytics.lrs.conftest import Tool, Towns, said, stored

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 1.5
HEADER = "X-Experience-API-Consistent-Through"


def author_of(towns: Towns) -> Author:
    return authors.credential("k", towns.eksjo.pk, towns.eksjo.federation.launched_on)


def a_slow_clock() -> datetime:
    """The time, long before the ingest that asks for it commits."""
    now = timezone.now()
    time.sleep(0.01)
    return now


def elsewhere(call: Callable[[], object]) -> None:
    """Make a call on a connection of its own and wait for it."""

    def closing() -> None:
        try:
            call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(closing).result()


def test_nothing_appears_later_that_was_stored_before_a_moment_that_was_answered(towns: Towns, on_disk: None) -> None:
    author, is_over = author_of(towns), Event()
    answered: list[tuple[datetime, int]] = []

    def write(number: int) -> None:
        clock = a_slow_clock if number % 2 else timezone.now
        while not is_over.is_set():
            ingest.record([said() for _ in range(1 + number)], author=author, version=Version.V2_0, clock=clock)
            time.sleep(0.002)

    def ask(_: int) -> None:
        while not is_over.is_set():
            with entered(author.scope):
                moment = consistent_through(towns.eksjo.pk)
                answered.append((moment, Statement.objects.filter(stored__lte=moment).count()))
            time.sleep(0.001)

    def until_over(job: Callable[[int], None], number: int) -> None:
        try:
            job(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        jobs = [threads.submit(until_over, job, number) for number in range(3) for job in (write, ask)]
        time.sleep(SECONDS)
        is_over.set()
        for job in jobs:
            job.result()
    times = sorted(row.stored for row in stored())
    assert len({found for _, found in answered}) > 5, "the moments stood still"
    assert [(moment, found) for moment, found in answered if sum(at <= moment for at in times) != found] == []


def test_when_nobody_writes_it_is_now(tool: Tool, on_disk: None) -> None:
    assert tool.send(said()).status_code == 200
    after = timezone.now()
    assert datetime.fromisoformat(tool.get()[HEADER]) >= after.replace(microsecond=after.microsecond // 1000 * 1000)


def test_it_is_now_for_who_has_never_stored_anything(towns: Towns, on_disk: None) -> None:
    before = timezone.now()
    with entered(author_of(towns).scope):
        assert consistent_through(towns.eksjo.pk) >= before


def only_on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows who is storing")


def test_while_somebody_writes_to_sqlite_it_is_the_newest_that_is_there(towns: Towns, on_disk: None) -> None:
    only_on_sqlite()
    author = author_of(towns)
    ingest.record([said()], author=author, version=Version.V2_0)
    (row,) = stored()

    def ask() -> None:
        with entered(author.scope):
            assert consistent_through(towns.eksjo.pk) == row.stored

    with transaction.atomic():
        elsewhere(ask)
    with entered(author.scope):
        assert consistent_through(towns.eksjo.pk) > row.stored


def test_while_somebody_writes_to_an_empty_sqlite_it_is_half_a_minute_ago(towns: Towns, on_disk: None) -> None:
    only_on_sqlite()

    def ask() -> None:
        with entered(author_of(towns).scope):
            assert consistent_through(towns.eksjo.pk) <= timezone.now() - timedelta(seconds=30)

    with transaction.atomic():
        elsewhere(ask)


def test_asking_ends_no_transaction_and_keeps_the_patience_of_sqlite(towns: Towns, on_disk: None) -> None:
    only_on_sqlite()

    def patience() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            return int(cursor.fetchone()[0])

    before, author = patience(), author_of(towns)
    assert before > 1000

    def ask() -> None:
        with entered(author.scope):
            consistent_through(towns.eksjo.pk)
        assert patience() == before

    ask()
    with transaction.atomic():
        ingest.record([said()], author=author, version=Version.V2_0)
        ask()
        elsewhere(ask)
        transaction.set_rollback(True)
    assert stored() == []
