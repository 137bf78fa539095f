"""The outbox: at least once, never twice by a sweep, with growing pauses and a visible dead end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections

from academy import deliveries
from academy.deliveries import CLAIM_LASTS, FIRST_PAUSE, MOST_ATTEMPTS, delivers, enqueue, sweep
from academy.models import Delivery

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
State = Delivery.State


class Post:
    """A post office for tests: keeps what was sent, or fails when told to."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.failure: Exception | None = None

    def send(self, payload: dict[str, Any]) -> None:
        if self.failure:
            raise self.failure
        self.sent.append(payload)


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """The sender of deliveries of the kind `test`, in sweeps that take no time."""
    monkeypatch.setattr("academy.deliveries.time", SimpleNamespace(monotonic=lambda: 0.0))
    office = Post()
    delivers("test")(office.send)
    yield office
    deliveries._senders.pop("test")


def put(key: str = "one", due_at: datetime | None = None) -> bool:
    return enqueue(kind="test", key=key, payload={"to": key}, now=NOW, due_at=due_at) is not None


@pytest.mark.django_db
def test_a_delivery_is_sent_once_and_its_payload_forgotten(post: Post) -> None:
    assert put()
    assert sweep(NOW) == 1
    assert sweep(NOW + timedelta(days=1)) == 0
    assert post.sent == [{"to": "one"}]
    row = Delivery.objects.get()
    assert (row.state, row.payload, row.done_at, row.attempts, row.last_error) == (State.DONE, {}, NOW, 1, "")


@pytest.mark.django_db
def test_the_same_key_is_kept_once(post: Post) -> None:
    assert put()
    assert not enqueue(kind="test", key="one", payload={"to": "someone else"}, now=NOW)
    assert [row.payload for row in Delivery.objects.all()] == [{"to": "one"}]
    sweep(NOW)
    assert not put()
    assert sweep(NOW) == 0
    assert post.sent == [{"to": "one"}]


@pytest.mark.django_db
def test_what_nothing_delivers_is_refused_at_once() -> None:
    with pytest.raises(LookupError, match=r"^Nothing delivers 'pigeon'\.$"):
        enqueue(kind="pigeon", key="one", payload={}, now=NOW)
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_nothing_is_sent_before_it_is_due(post: Post) -> None:
    put(due_at=NOW + timedelta(hours=1))
    assert sweep(NOW + timedelta(minutes=59)) == 0
    assert post.sent == []
    assert sweep(NOW + timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_a_failure_is_retried_with_growing_pauses_and_ends_dead_after_eight(post: Post) -> None:
    put()
    post.failure = ConnectionRefusedError("mail server away")
    now, pauses = NOW, []
    for _ in range(MOST_ATTEMPTS):
        assert sweep(now) == 0
        row = Delivery.objects.get()
        pauses.append(row.due_at - now)
        assert sweep(row.due_at - timedelta(seconds=1)) == 0
        assert Delivery.objects.get().attempts == row.attempts
        now = row.due_at
    assert pauses[:-1] == [FIRST_PAUSE * 2**n for n in range(1, 8)]
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.last_error) == (State.DEAD, 8, "ConnectionRefusedError: mail server away")
    assert row.done_at == now
    post.failure = None
    assert sweep(now + timedelta(days=365)) == 0
    assert post.sent == []
    assert row.payload == {"to": "one"}


@pytest.mark.django_db
def test_a_retry_that_succeeds_clears_the_error(post: Post) -> None:
    put()
    post.failure = TimeoutError("slow")
    sweep(NOW)
    post.failure = None
    assert sweep(NOW + FIRST_PAUSE * 2) == 1
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.last_error, row.payload) == (State.DONE, 2, "", {})


@pytest.mark.django_db
def test_one_failure_does_not_hold_up_the_next(post: Post) -> None:
    def refuse_first(payload: dict[str, Any]) -> None:
        if payload["to"] == "one":
            raise ValueError
        post.send(payload)

    delivers("test")(refuse_first)
    put("one")
    put("two", due_at=NOW + timedelta(seconds=1))
    assert sweep(NOW + timedelta(seconds=1)) == 1
    assert post.sent == [{"to": "two"}]


@pytest.mark.django_db
def test_what_a_killed_worker_left_claimed_is_sent_by_the_next(post: Post) -> None:
    put()
    Delivery.objects.update(state=State.RUNNING, claimed_at=NOW)
    assert sweep(NOW + CLAIM_LASTS) == 0
    assert post.sent == []
    assert sweep(NOW + CLAIM_LASTS + timedelta(seconds=1)) == 1
    assert post.sent == [{"to": "one"}]


@pytest.mark.django_db
def test_what_kills_its_worker_each_time_comes_to_an_end(post: Post) -> None:
    put()

    def die(payload: dict[str, Any]) -> None:
        raise KeyboardInterrupt

    delivers("test")(die)
    now = NOW
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with pytest.raises(KeyboardInterrupt):
            sweep(now)
        row = Delivery.objects.get()
        assert (row.state, row.attempts) == (State.RUNNING, attempt)
        now += CLAIM_LASTS + timedelta(seconds=1)
    assert sweep(now) == 0
    row = Delivery.objects.get()
    assert row.state == State.DEAD
    assert row.last_error == "RuntimeError: The worker ended each time while sending this."


@pytest.mark.django_db
def test_each_claim_bears_its_own_moment(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the last claims of a long sweep would look stale, and be sent again by the next."""
    seconds = iter((0.0, 10.0, 19.0))
    monkeypatch.setattr("academy.deliveries.time", SimpleNamespace(monotonic=lambda: next(seconds)))
    put("one")
    put("two")
    assert sweep(NOW) == 2
    claims = Delivery.objects.order_by("claimed_at").values_list("claimed_at", flat=True)
    assert list(claims) == [NOW + timedelta(seconds=10), NOW + timedelta(seconds=19)]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_each_delivery_once(post: Post) -> None:
    keys = [f"mail {number}" for number in range(10)]
    for key in keys:
        put(key)
    together, counts = Barrier(2), []

    def work() -> None:
        together.wait(timeout=10)
        counts.append(sweep(NOW))
        connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert sum(counts) == 10
    assert sorted(payload["to"] for payload in post.sent) == keys
