"""Events: told inside the transaction that made them true, and undone with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction

from academy import events
from academy.events import Event, NotInTransaction, handles, publish
from learners.models import Federation


@dataclass(frozen=True, kw_only=True)
class Founded(Event):
    """Something for tests."""

    key: str


@dataclass(frozen=True, kw_only=True)
class FoundedAgain(Founded):
    """A kind of its own, though it inherits."""


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    """What a handler of Founded was told."""
    told: list[Event] = []
    handles(Founded)(told.append)
    yield told
    events._handlers.pop(Founded)


def founded(kind: type[Founded] = Founded) -> Founded:
    return kind(event_id=uuid4(), occurred_at=datetime(2026, 11, 20, tzinfo=UTC), key="hoglandet")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused_and_told_to_nobody(heard: list[Event]) -> None:
    with pytest.raises(NotInTransaction, match=r"^Publish Founded inside transaction\.atomic\(\)\.$"):
        publish(founded())
    assert heard == []


@pytest.mark.django_db
def test_a_handler_hears_exactly_its_kind_once(heard: list[Event]) -> None:
    event = founded()
    with transaction.atomic():
        publish(event)
        publish(founded(FoundedAgain))
    assert heard == [event]


@pytest.mark.django_db
def test_registering_a_handler_twice_calls_it_once(heard: list[Event]) -> None:
    def listen(event: Founded) -> None:
        heard.append(event)

    handles(Founded)(listen)
    handles(Founded)(listen)
    with transaction.atomic():
        publish(founded())
    assert len(heard) == 2  # the fixture's handler and this one


@pytest.mark.django_db
def test_a_failing_handler_undoes_the_action(heard: list[Event]) -> None:
    @handles(Founded)
    def fail(event: Founded) -> None:
        raise ZeroDivisionError

    def act() -> None:
        with transaction.atomic():
            Federation.objects.create(key="hoglandet", name="Höglandet", launched_on=datetime(2026, 1, 1, tzinfo=UTC))
            publish(founded())

    with pytest.raises(ZeroDivisionError):
        act()
    assert Federation.objects.count() == 0
