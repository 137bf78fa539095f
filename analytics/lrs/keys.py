"""Values of any length and content as column values that every index can hold."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from analytics.xapi import reading

# PostgreSQL refuses index entries above about 2,700 octets, and NUL in any text.
MOST_OCTETS = 1000
_SHOWN_CHARACTERS = 200
# No IRI contains it, so an agent as object is never taken for an activity.
_AGENT = "|"


def column(value: str) -> str:
    """Return the value itself or, if it is too long or holds NUL, its beginning and a digest: equal for equal values."""
    octets = value.encode()
    if len(octets) <= MOST_OCTETS and "\x00" not in value:
        return value
    digest = blake2b(octets, digest_size=32).hexdigest()
    return f"{value[:_SHOWN_CHARACTERS]}…{digest}".replace("\x00", "")


def actor_column(actor: Mapping[str, Any]) -> str:
    """Return the column value of an agent or group; empty for an anonymous group, which equals no other."""
    return column(reading.agent_key(actor) or "")


def agent_as_object(agent_key: str) -> str:
    """Return the value that the activity column has in statements about the agent or group with this key."""
    return column(f"{_AGENT}{agent_key}")


def object_column(statement: Mapping[str, Any]) -> str:
    """Return the column value of a statement's object; empty for a SubStatement."""
    if reading.object_type(statement) in {"Agent", "Group"}:
        return agent_as_object(reading.agent_key(statement["object"]) or "")
    return column(reading.object_id(statement) or "")
