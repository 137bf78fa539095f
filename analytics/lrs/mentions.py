"""By which keys a statement is found, beyond its own columns: one short key for one way and one value."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

from analytics.xapi import reading

Json = Mapping[str, Any]

# Most statements name what others have named; longer values are not worth their memory.
_MOST_REMEMBERED = 300


class By(StrEnum):
    """A way of finding a statement. The two that are related are what the plain ones leave over (2.1.3)."""

    VERB = "verb"
    REGISTRATION = "registration"
    AGENT = "agent"
    RELATED_AGENT = "related agent"
    ACTIVITY = "activity"
    RELATED_ACTIVITY = "related activity"


def key(by: By, value: str, *, through: bool = False) -> UUID:
    """Return the key of one value; `through` a StatementRef, it is another key than the statement's own."""
    return (_key if len(value) <= _MOST_REMEMBERED else _key.__wrapped__)(by, value, through)


@lru_cache(maxsize=10_000)
def _key(by: By, value: str, through: bool) -> UUID:
    text = f"{'through ' if through else ''}{by}:{value}"
    return UUID(bytes=blake2b(text.encode(), digest_size=16).digest())


def own_keys(statement: Json) -> set[UUID]:
    """Return the keys of what no column holds: members of groups, and everyone and everything in other places."""
    agents = set(reading.agents(statement))
    members = agents - {reading.actor_key(statement), reading.object_id(statement)}
    return {
        *(key(By.AGENT, member) for member in members),
        *(key(By.RELATED_AGENT, agent) for agent in set(reading.related_agents(statement)) - agents),
        *(key(By.RELATED_ACTIVITY, iri) for iri in set(reading.related_activities(statement)) - {_activity(statement)}),
    }


def keys_through(statement: Json) -> set[UUID]:
    """Return the keys by which a statement that refers to this one, as it is stored, is found."""
    return {key(by, value, through=True) for by, value in _found(statement)}


def _found(statement: Json) -> Iterator[tuple[By, str]]:
    yield By.VERB, reading.verb_id(statement)
    registration = reading.registration(statement)
    if registration is not None:
        yield By.REGISTRATION, str(registration)
    agents = set(reading.agents(statement))
    yield from ((By.AGENT, agent) for agent in agents)
    yield from ((By.RELATED_AGENT, agent) for agent in set(reading.related_agents(statement)) - agents)
    yield from _activities(statement)


def _activities(statement: Json) -> Iterator[tuple[By, str]]:
    about = _activity(statement)
    if about is not None:
        yield By.ACTIVITY, about
    yield from ((By.RELATED_ACTIVITY, iri) for iri in set(reading.related_activities(statement)) - {about})


def _activity(statement: Json) -> str | None:
    return statement["object"]["id"] if reading.object_type(statement) == "Activity" else None
