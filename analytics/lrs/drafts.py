"""Statements as rows, as far as that can be said before their time of storing: all that takes time, ahead of the lock."""

from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from analytics.lrs import keys, mentions
from analytics.lrs.moments import as_datetime
from analytics.xapi import json_text, reading

_SET_BY_THE_STORE = frozenset({"stored", "authority"})


class Draft(NamedTuple):
    """One statement on its way into the store, and what is known of it without a look at the clock."""

    sent: Mapping[str, Any]
    text: str
    """Its JSON text without what the store sets."""
    statement_id: UUID
    timestamp: datetime | None
    actor: str
    verb: str
    activity: str
    registration: UUID | None
    refers_to: UUID | None
    voids: UUID | None
    keys: Set[UUID]
    """What it is found by beyond its columns."""


def draft(sent: Mapping[str, Any], given: Mapping[str, Any], text: str | None) -> Draft:
    """Return the draft of a normalised statement that has its id; `given` is how it came, read from `text` if that is known."""
    return Draft(
        sent=sent,
        text=text if text is not None and _says_the_same(text, sent, given) else json_text.dumps(without_claims(sent)),
        statement_id=UUID(sent["id"]),
        timestamp=as_datetime(sent["timestamp"]) if "timestamp" in sent else None,
        actor=keys.actor_column(sent["actor"]),
        verb=keys.column(reading.verb_id(sent)),
        activity=keys.object_column(sent),
        registration=reading.registration(sent),
        refers_to=reading.refers_to(sent),
        voids=reading.voids(sent),
        keys=mentions.own_keys(without_claims(sent)),
    )


def _says_the_same(text: str, sent: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Tell whether the text that came can be kept, to the letter, which spares writing it again.

    Not where it was changed on its way in or claims what the store sets, and not where it spells characters by number: raw
    text is searched for names of properties, which must not be hidden so.
    """
    return "\\u" not in text and sent == given and _SET_BY_THE_STORE.isdisjoint(sent)


def without_claims(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the statement without what the store sets, whatever was claimed (xAPI-Data 2.4.8, 2.4.9)."""
    if _SET_BY_THE_STORE.isdisjoint(sent):
        return sent
    return {name: value for name, value in sent.items() if name not in _SET_BY_THE_STORE}
