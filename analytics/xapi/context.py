"""Contexts: registration, who else took part, and which activities a statement belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.xapi.actor import actor, agent, group
from analytics.xapi.atoms import extensions, iri, language_tag, text, uuid
from analytics.xapi.shapes import Check, closed, constant, list_of
from analytics.xapi.target import activity, statement_reference

_SECTION = "xAPI-Data 2.4.6"
_IEEE = "IEEE 9274.1.1 context"

ACTIVITY_RELATIONS = ("parent", "grouping", "category", "other")

_activities = list_of(activity, "activities", "xAPI-Data 2.4.6.2")


def one_or_more_activities(value: object) -> None:
    """An array of activities, or a single one as 0.95 wrote it (xAPI-Data 2.4.6.2)."""
    if isinstance(value, list):
        _activities(value)
    else:
        activity(value)


context_activities = closed(
    "contextActivities",
    "xAPI-Data 2.4.6.2",
    dict.fromkeys(ACTIVITY_RELATIONS, one_or_more_activities),
)


def _related(kind: str, key: str, who: Check) -> Check:
    entry = closed(
        f"a {kind}",
        _IEEE,
        {
            "objectType": constant(kind, _IEEE),
            key: who,
            "relevantTypes": list_of(iri, "IRIs of activity types", _IEEE, filled=True),
        },
        required=("objectType", key),
    )
    return list_of(entry, f"{kind} objects", _IEEE)


_ALWAYS: Mapping[str, Check] = {
    "registration": uuid,
    "instructor": actor,
    "team": group,
    "contextActivities": context_activities,
    "revision": text,
    "platform": text,
    "language": language_tag,
    "statement": statement_reference,
    "extensions": extensions,
}

_RELATED: Mapping[str, Check] = {
    "contextAgents": _related("contextAgent", "agent", agent),
    "contextGroups": _related("contextGroup", "group", group),
}


def context(*, related: bool) -> Check:
    """The check of a context; ``related`` adds contextAgents and contextGroups (xAPI 2.0)."""
    return closed("a context", _SECTION, {**_ALWAYS, **_RELATED} if related else _ALWAYS)
