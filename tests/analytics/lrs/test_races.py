"""Two writers at once: real threads, real transactions, both databases."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from academy.scoping import entered
from analytics.lrs import authors, ingest
from analytics.lrs.consistency import consistent_through
from analytics.xapi.versions import Version
from tests.analytics.lrs.conftest import Json, Tool, Towns, key_of, said, stored, voiding

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 4


@pytest.fixture
def together(on_disk: None) -> Callable[..., list[Any]]:
    """Run one call in several threads, all let go at the same moment; give what each returned."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        start = Barrier(len(calls))

        def one(call: Callable[[], Any]) -> Any:
            try:
                start.wait(timeout=30)
                return call()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as threads:
            return list(threads.map(one, calls))

    return run


def test_one_id_sent_by_many_at_once_is_stored_once(tool: Tool, together: Callable[..., list[Any]]) -> None:
    for _ in range(5):
        statement = said()
        answers = together(*[lambda: tool.send(statement)] * WRITERS)  # noqa: B023 - run at once
        assert [(answer.status_code, answer.json()) for answer in answers] == [(200, [statement["id"]])] * WRITERS
    assert len(stored()) == 5


def test_one_id_for_different_statements_is_won_by_one_and_refused_to_the_rest(
    tool: Tool, together: Callable[..., list[Any]]
) -> None:
    for _ in range(5):
        identifier = said()["id"]
        batches = [
            [said(), said(id=identifier, object={"id": f"https://tool.example/{n}"}), said()] for n in range(WRITERS)
        ]
        before = len(stored())
        calls = [lambda batch=batch: tool.send(batch) for batch in batches]
        answers = together(*calls)
        assert Counter(answer.status_code for answer in answers) == {200: 1, 409: WRITERS - 1}
        winner = next(batch for batch, answer in zip(batches, answers, strict=True) if answer.status_code == 200)
        new = [str(row.statement_id) for row in stored()[before:]]
        assert sorted(new) == sorted(statement["id"] for statement in winner)


def test_batches_that_share_ids_in_opposite_order_neither_deadlock_nor_lose(
    tool: Tool, together: Callable[..., list[Any]]
) -> None:
    for _ in range(5):
        batch = [said() for _ in range(30)]
        before = len(stored())
        orders = [batch, batch[::-1], batch[10:] + batch[:10], batch[::-1]]
        answers = together(*[lambda order=order: tool.send(order) for order in orders])
        assert [answer.status_code for answer in answers] == [200] * WRITERS
        assert len(stored()) - before == 30


def test_a_target_and_its_voiding_that_cross_each_other_end_voided(
    tool: Tool, together: Callable[..., list[Any]]
) -> None:
    for _ in range(10):
        targets = [said() for _ in range(3)]
        voids = [voiding(target["id"]) for target in targets]
        answers = together(lambda: tool.send(targets), lambda: tool.send(voids), lambda: tool.send(targets))  # noqa: B023
        assert [answer.status_code for answer in answers] == [200] * 3
        state = {str(row.statement_id): row.is_voided for row in stored()}
        assert [state[target["id"]] for target in targets] == [True] * 3


def test_every_answer_says_up_to_when_the_store_is_complete(tool: Tool, on_disk: None) -> None:
    before = timezone.now()
    posted = tool.send(said())
    newest = stored()[0].stored.isoformat()[:23]
    read, refused = tool.get(), tool.get("?unknown=1")
    for answer in (read, refused):
        assert answer["X-Experience-API-Consistent-Through"][:23] >= newest
    assert posted["X-Experience-API-Consistent-Through"] >= (before - timedelta(minutes=1)).isoformat()[:23]


@pytest.mark.postgres
def test_the_store_is_complete_up_to_where_the_oldest_running_ingest_began(
    towns: Towns, together: Callable[..., list[Any]]
) -> None:
    author = authors.credential("k", towns.eksjo.pk, towns.eksjo.federation.launched_on)
    inside, asked = Barrier(2, timeout=30), Barrier(2, timeout=30)

    def write() -> Json:
        statement = said()
        with transaction.atomic():
            ingest.record([statement], author=author, version=Version.V2_0)
            inside.wait()
            asked.wait()
        return statement

    def ask() -> Any:
        inside.wait()
        with entered(author.scope):
            during, elsewhere = consistent_through(towns.eksjo.pk), consistent_through(towns.nassjo.pk)
        asked.wait()
        return during, elsewhere

    _, (during, elsewhere) = together(write, ask)
    (row,) = stored()
    assert during <= row.stored < elsewhere
    with entered(author.scope):
        assert consistent_through(towns.eksjo.pk) > row.stored


def test_keys_of_two_tenants_do_not_wait_for_each_other_s_ids(
    tool: Tool, towns: Towns, together: Callable[..., list[Any]]
) -> None:
    other = Tool(key_of(towns.nassjo))
    statement = said()
    changed = statement | {"object": {"id": "https://tool.example/other"}}
    answers = together(lambda: tool.send(statement), lambda: other.send(changed))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(stored()) == 2
