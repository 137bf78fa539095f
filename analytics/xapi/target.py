"""What a statement is about: an activity, an actor, or another statement by reference."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.xapi.actor import agent, group
from analytics.xapi.atoms import iri, uuid
from analytics.xapi.interaction import definition
from analytics.xapi.shapes import Check, closed, constant

activity = closed(
    "an activity",
    "xAPI-Data 2.4.4.1",
    {
        "objectType": constant("Activity", "xAPI-Data 2.4.4.1"),
        "id": iri,
        "definition": definition,
    },
    required=("id",),
)

statement_reference = closed(
    "a statement reference",
    "xAPI-Data 2.4.4.3",
    {"objectType": constant("StatementRef", "xAPI-Data 2.4.4.3"), "id": uuid},
    required=("objectType", "id"),
)

TARGETS: Mapping[str, Check] = {
    "Activity": activity,
    "Agent": agent,
    "Group": group,
    "StatementRef": statement_reference,
}
"""Every kind of object but SubStatement, which only a statement itself may have."""
