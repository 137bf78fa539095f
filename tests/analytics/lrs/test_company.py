"""Small requests of one key that come at the same time share a transaction, and nothing of each other's faults."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connections, transaction

from analytics.lrs import ingest, store
from analytics.lrs.auth import Allows
from tests.analytics.lrs.conftest import Tool, Towns, key_of, said, stored, voiding

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 30


class Slow:
    """Holds the first who stores until it is let go, and notes how many statements each transaction stores."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        self.is_held, self.goes_on = Event(), Event()
        self._enter = store.enter
        monkeypatch.setattr("analytics.lrs.store.enter", self.enter)

    def enter(self, organisation_id: int, count: int, *, alone: bool) -> Sequence[int]:
        self.sizes.append(count)
        if not self.is_held.is_set():
            self.is_held.set()
            assert self.goes_on.wait(PATIENCE_SECONDS)
        return self._enter(organisation_id, count, alone=alone)


@pytest.fixture
def slow(on_disk: None, monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(monkeypatch)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as found:
        yield found


def in_line(number: int) -> None:
    """Return when so many wait for the one who stores."""
    ends = monotonic() + PATIENCE_SECONDS
    while sum(map(len, ingest._company._lines.values())) < number:
        assert monotonic() < ends, "nobody came"
        sleep(0.001)


def closing(call: Callable[[], Any]) -> Any:
    try:
        return call()
    finally:
        connections.close_all()


def crowd(slow: Slow, threads: ThreadPoolExecutor, calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Make the first request wait in the middle of storing, the others behind it in this order; give all answers."""
    asked: list[Future[Any]] = [threads.submit(closing, calls[0])]
    assert slow.is_held.wait(PATIENCE_SECONDS)
    for place, call in enumerate(calls[1:], start=1):
        asked.append(threads.submit(closing, call))
        in_line(place)
    slow.goes_on.set()
    return [each.result(PATIENCE_SECONDS) for each in asked]


def test_what_comes_while_another_is_stored_is_stored_in_one_transaction(
    tool: Tool, slow: Slow, threads: ThreadPoolExecutor
) -> None:
    sent = [said() for _ in range(4)]
    answers = crowd(slow, threads, [partial(tool.send, each) for each in sent])
    assert [(each.status_code, each.json()) for each in answers] == [(200, [each["id"]]) for each in sent]
    assert slow.sizes == [1, 3]
    assert [str(row.statement_id) for row in stored()] == [each["id"] for each in sent]


def test_a_conflict_in_company_is_answered_to_whom_it_concerns(
    tool: Tool, slow: Slow, threads: ThreadPoolExecutor
) -> None:
    first, second, last = said(), said(), said()
    other = said(id=second["id"], object={"id": "https://tool.example/another"})
    sent = [first, second, other, last]
    answers = crowd(slow, threads, [partial(tool.send, each) for each in sent])
    assert Counter(each.status_code for each in answers) == {200: 3, 409: 1}
    assert (answers[0].status_code, answers[3].status_code) == (200, 200)
    assert {str(row.statement_id) for row in stored()} == {first["id"], second["id"], last["id"]}


def test_the_same_statement_twice_in_company_is_stored_once(
    tool: Tool, slow: Slow, threads: ThreadPoolExecutor
) -> None:
    same = said()
    answers = crowd(slow, threads, [partial(tool.send, each) for each in (said(), same, same)])
    assert [each.status_code for each in answers] == [200] * 3
    assert [each.json() for each in answers[1:]] == [[same["id"]]] * 2
    assert len(stored()) == 2


def test_keys_versions_and_organisations_keep_apart(
    towns: Towns, tool: Tool, foreign_tool: Tool, slow: Slow, threads: ThreadPoolExecutor
) -> None:
    colleague, older = Tool(key_of(towns.eksjo, Allows.ALL)), Tool(tool.key, version="1.0.3")
    held = threads.submit(closing, lambda: tool.send(said()))
    assert slow.is_held.wait(PATIENCE_SECONDS)
    behind = threads.submit(closing, lambda: tool.send(said()))
    in_line(1)
    others = [threads.submit(closing, partial(each.send, said())) for each in (colleague, foreign_tool, older)]
    sleep(0.05)
    assert sum(map(len, ingest._company._lines.values())) == 1, "somebody waits for another key or version"
    slow.goes_on.set()
    assert [each.result(PATIENCE_SECONDS).status_code for each in (held, behind, *others)] == [200] * 5
    assert slow.sizes == [1] * 5
    assert len({row.authority for row in stored()}) == 3


def test_what_refers_to_another_statement_goes_by_itself(tool: Tool, slow: Slow, threads: ThreadPoolExecutor) -> None:
    target = said()
    asked = [threads.submit(closing, lambda: tool.send(target))]
    assert slow.is_held.wait(PATIENCE_SECONDS)
    asked.append(threads.submit(closing, lambda: tool.send(voiding(target["id"]))))
    sleep(0.05)
    assert sum(map(len, ingest._company._lines.values())) == 0, "a voiding statement waits in line"
    slow.goes_on.set()
    assert [each.result(PATIENCE_SECONDS).status_code for each in asked] == [200] * 2
    assert slow.sizes == [1, 1]
    assert {str(row.statement_id): row.is_voided for row in stored()}[target["id"]]


def test_a_database_that_fails_once_costs_nobody_an_acknowledged_statement(
    tool: Tool, slow: Slow, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, failed = store.keep, Event()

    def fails_in_company(candidates: Any, common: Any) -> Any:
        found = kept(candidates, common)
        if len(candidates) > 1 and not failed.is_set():
            failed.set()
            raise RuntimeError("away")
        return found

    monkeypatch.setattr("analytics.lrs.store.keep", fails_in_company)
    sent = [said() for _ in range(3)]
    answers = crowd(slow, threads, [partial(tool.send, each) for each in sent])
    assert failed.is_set()
    assert [each.status_code for each in answers] == [200] * 3
    assert slow.sizes == [1, 2, 1, 1]
    assert {str(row.statement_id) for row in stored()} == {each["id"] for each in sent}


def test_in_a_callers_transaction_nothing_is_left_to_another_thread(tool: Tool, on_disk: None) -> None:
    with transaction.atomic():
        assert tool.send(said()).status_code == 200
        assert len(stored()) == 1
        transaction.set_rollback(True)
    assert stored() == []
