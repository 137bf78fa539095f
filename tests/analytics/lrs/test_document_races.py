"""Two writers of one document at once: real threads, real transactions, both databases."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from analytics.lrs.auth import Allows
from tests.analytics.lrs.conftest import Tool, Towns, key_of
from tests.analytics.lrs.documents import ACTIVITY_PROFILE, AGENT_PROFILE, STATE, At, kept, put
from tests.analytics.lrs.threads import together

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 4
ROUNDS = 5
ALL = [STATE, ACTIVITY_PROFILE, AGENT_PROFILE]

everywhere = pytest.mark.parametrize("at", ALL, ids=lambda at: at.resource)


@pytest.fixture
def tool(towns: Towns) -> Tool:
    """A system of Eksjö's that keeps documents."""
    return Tool(key_of(towns.eksjo, Allows.STATE, Allows.PROFILE))


def puts(tool: Tool, at: At, name: str, **headers: str) -> list[Callable[[], Any]]:
    """A PUT for each writer, each with a content of its own."""
    return [
        partial(tool.ask, "PUT", at.resource, at.one(name), {"writer": number}, **headers) for number in range(WRITERS)
    ]


@everywhere
def test_of_many_who_would_create_a_document_one_does(tool: Tool, on_disk: None, at: At) -> None:
    for turn in range(ROUNDS):
        statuses = together(puts(tool, at, f"new {turn}", **{"If-None-Match": "*"}))
        assert Counter(statuses) == {204: 1, 412: WRITERS - 1}
        winner = statuses.index(204)
        assert kept()[-1] == (f"new {turn}", b'{"writer": %d}' % winner)
    assert len(kept()) == ROUNDS


@everywhere
def test_of_many_who_know_the_same_version_one_replaces_it(tool: Tool, on_disk: None, at: At) -> None:
    put(tool, at)
    for _ in range(ROUNDS):
        etag = tool.ask("GET", at.resource, at.one())["ETag"]
        statuses = together(puts(tool, at, "bookmark", **{"If-Match": etag}))
        assert Counter(statuses) == {204: 1, 412: WRITERS - 1}
        assert kept() == [("bookmark", b'{"writer": %d}' % statuses.index(204))]
        put(tool, at, b"{}")


@everywhere
def test_of_a_change_and_a_deletion_that_know_the_same_version_one_happens(tool: Tool, on_disk: None, at: At) -> None:
    for _ in range(ROUNDS):
        put(tool, at, b'{"a":1}')
        headers = {"If-Match": tool.ask("GET", at.resource, at.one())["ETag"]}
        statuses = together(
            [
                partial(tool.ask, "PUT", at.resource, at.one(), {"b": 2}, **headers),
                partial(tool.ask, "POST", at.resource, at.one(), {"b": 2}, **headers),
                partial(tool.ask, "DELETE", at.resource, at.one(), **headers),
            ]
        )
        assert Counter(statuses) == {204: 1, 412: 2}
        outcome: list[list[bytes]] = [[b'{"b": 2}'], [b'{"a":1,"b":2}'], []]
        assert [content for _, content in kept()] == outcome[statuses.index(204)]


@everywhere
def test_what_many_merge_at_once_is_all_there(tool: Tool, on_disk: None, at: At) -> None:
    for turn in range(ROUNDS):
        names = [f"{turn}-{number}" for number in range(WRITERS)]
        calls = [partial(tool.ask, "POST", at.resource, at.one(), {name: 1}) for name in names]
        assert together(calls) == [204] * WRITERS
        assert set(names) <= tool.ask("GET", at.resource, at.one()).json().keys()
    assert len(kept()) == 1


def test_deleting_all_states_and_storing_some_neither_deadlock_nor_fail(tool: Tool, on_disk: None) -> None:
    for _ in range(ROUNDS):
        stores = [partial(tool.ask, "POST", STATE.resource, STATE.one(name), {"a": 1}) for name in ("a", "b", "c")]
        clear = [partial(tool.ask, "DELETE", STATE.resource, STATE.place)] * 2
        assert together([*stores[:2], *clear, *stores[::-1]]) == [204] * 7
    names = [name for name, _ in kept()]
    assert len(names) == len(set(names)) <= 3
