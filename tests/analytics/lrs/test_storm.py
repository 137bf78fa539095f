"""Parallel batches about the same things in differing order: none fails, none waits in a circle, each id is stored once.

Peers that update shared rows of verbs and activities while they store deadlock with two writers.
"""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from academy.scoping import unscoped_quietly
from analytics.lrs.auth import Allows
from analytics.models import ActivityDefinition
from bench.statements import statements
from tests.analytics.lrs.conftest import Json, Tool, Towns, key_of, stored, voiding
from tests.analytics.lrs.deadlocks import deadlocks

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, BATCHES, SHARED, OWN = 4, 4, 20, 10


def batches_of(writer: int, shared: list[Json]) -> Iterator[list[Json]]:
    """Give batches in an order of their own: what all send, what only this one does, and something about what others do."""
    draw = random.Random(writer)
    for number in range(BATCHES):
        own = list(statements(OWN, seed=1_000 * writer + number + 1, people=5))
        voids = [voiding(each["id"]) for each in draw.sample(own, 1)] if number % 2 else []
        batch = [*draw.sample(shared, SHARED // 2), *own, *voids]
        draw.shuffle(batch)
        yield batch


def test_a_storm_about_the_same_activities_fails_no_batch(towns: Towns, on_disk: None) -> None:
    tool = Tool(key_of(towns.eksjo, Allows.ALL))
    shared = list(statements(SHARED, seed=7, people=5))
    start, before = Barrier(WRITERS), deadlocks()

    def write(writer: int) -> list[int]:
        sent = list(batches_of(writer, shared))
        start.wait(timeout=30)
        try:
            return [tool.send(batch).status_code for batch in sent]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as threads:
        statuses = Counter(status for each in threads.map(write, range(WRITERS)) for status in each)
    assert statuses == {200: WRITERS * BATCHES}
    assert deadlocks() == before
    rows = Counter(str(row.statement_id) for row in stored())
    assert set(rows.values()) == {1}
    voided = WRITERS * (BATCHES // 2)
    assert sum(row.is_voided for row in stored()) == voided
    with unscoped_quietly("test"):
        said = Counter(ActivityDefinition.objects.values_list("key", "said"))
    assert set(said.values()) == {1}
