"""Dead deliveries: seen, sent again once, thrown away, and forgotten in time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command

from academy import dead_letters, deliveries
from academy.dead_letters import KEEP_DEAD, KEEP_DONE, KEEP_PAYLOAD_OF_DEAD
from academy.deliveries import Refused, delivers, enqueue, sweep
from academy.models import Delivery

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MOMENT = timedelta(seconds=1)
State = Delivery.State


@pytest.fixture
def sent() -> Iterator[list[Any]]:
    """What the sender of the kind `test` has sent; a payload that says so is refused for good."""
    taken: list[Any] = []

    def send(payload: dict[str, Any]) -> None:
        if payload.get("refused"):
            raise Refused("550 unknown: lena@almgran.example")
        taken.append(payload)

    delivers("test")(send)
    yield taken
    deliveries._senders.pop("test")


def put(key: str, **payload: Any) -> UUID:
    row = enqueue(kind="test", key=key, payload={"to": key, **payload}, now=NOW)
    assert row is not None
    return row.pk


def dead(key: str) -> UUID:
    id_ = put(key)
    Delivery.objects.filter(pk=id_).update(state=State.DEAD, done_at=NOW, attempts=8, last_error="away")
    return id_


def call(*words: Any) -> str:
    out = StringIO()
    call_command("deliveries", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_refusal_for_good_is_dead_at_once_and_names_no_address(sent: list[Any]) -> None:
    put("one", refused=True)
    put("two")
    assert sweep(NOW) == 1
    row = Delivery.objects.get(key="one")
    assert (row.state, row.attempts, row.last_error) == (State.DEAD, 1, "550 unknown: [e-mail]")
    assert sweep(NOW + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_all_that_is_dead_is_sent_once_after_a_replay(sent: list[Any]) -> None:
    ids = [dead("one"), dead("two")]
    assert dead_letters.replay(ids=ids, now=NOW) == 2
    assert dead_letters.replay(ids=ids, now=NOW) == 0
    assert sweep(NOW) == 2
    assert sweep(NOW) == 0
    assert [payload["to"] for payload in sent] == ["one", "two"]
    assert dead_letters.replay(ids=None, now=NOW) == 0, "what is done is not sent again"


@pytest.mark.django_db
def test_only_what_is_named_and_dead_is_replayed(sent: list[Any]) -> None:
    one, two, waiting = dead("one"), dead("two"), put("waiting")
    Delivery.objects.filter(pk=waiting).update(attempts=3)
    assert dead_letters.replay(ids=[one, waiting, uuid4()], now=NOW) == 1
    assert Delivery.objects.get(pk=two).state == State.DEAD
    assert Delivery.objects.get(pk=waiting).attempts == 3


@pytest.mark.django_db
def test_what_is_thrown_away_is_forgotten_and_never_sent(sent: list[Any]) -> None:
    one = dead("one")
    assert dead_letters.discard(ids=[one], now=NOW) == 1
    row = Delivery.objects.get()
    assert (row.state, row.payload) == (State.DROPPED, {})
    assert dead_letters.replay(ids=None, now=NOW) == 0
    assert sweep(NOW) == 0
    assert sent == []


@pytest.mark.django_db
def test_content_goes_first_and_rows_later(sent: list[Any]) -> None:
    dead("one")
    put("done")
    sweep(NOW)
    put("waiting")
    assert dead_letters.tidy(NOW + KEEP_PAYLOAD_OF_DEAD) == 0
    assert dead_letters.tidy(NOW + KEEP_PAYLOAD_OF_DEAD + MOMENT) == 1
    assert Delivery.objects.get(key="one").payload == {}
    assert dead_letters.replay(ids=None, now=NOW) == 0, "there is nothing left to send"
    assert dead_letters.tidy(NOW + KEEP_DONE + timedelta(minutes=1)) == 1
    assert sorted(Delivery.objects.values_list("key", flat=True)) == ["one", "waiting"]
    assert dead_letters.tidy(NOW + KEEP_DEAD + MOMENT) == 1
    assert Delivery.objects.get().key == "waiting"


@pytest.mark.django_db
def test_the_command_lists_replays_and_discards(sent: list[Any]) -> None:
    one, two = dead("one"), dead("two")
    listed = call("list")
    assert "dead 2" in listed
    assert f"{one}  test" in listed
    assert call("list", "--state", "done").count("\n") == 1
    assert call("replay", str(one)) == "1 of 1\n"
    assert call("discard", "--all") == "1 of all\n"
    assert sweep(datetime.now(UTC)) == 1
    assert [payload["to"] for payload in sent] == ["one"]
    assert Delivery.objects.get(pk=two).state == State.DROPPED


@pytest.mark.django_db
@pytest.mark.parametrize("words", [("replay",), ("discard",), ("replay", "no-id"), ("replay", str(uuid4()))])
def test_the_command_refuses_what_names_nothing(sent: list[Any], words: tuple[str, ...]) -> None:
    dead("one")
    with pytest.raises(CommandError):
        call(*words)
    assert Delivery.objects.get().state == State.DEAD
