"""Statements with nothing in them but what identifies (xAPI-Communication 2.1.3, format=ids)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analytics.xapi.actor import identifiers_of

Part = Callable[[Any], Any]


def ids(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A valid statement whose agents, groups, activities and verbs are bare identifiers; a copy.

    An objectType stays where it was given. An identified group loses its members, an anonymous one is known by them.
    """
    return _by(_STATEMENT, statement)


def _by(table: Mapping[str, Part], value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: table[key](item) if key in table else item for key, item in value.items()}


def _only(*names: str) -> Part:
    def part(value: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value[name] for name in names if name in value}

    return part


def _actor(value: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value[name] for name in ("objectType", *identifiers_of(value)) if name in value}
    if value.get("objectType") == "Group" and not identifiers_of(value):
        found["member"] = [_actor(member) for member in value["member"]]
    return found


_activity = _only("objectType", "id")
_verb = _only("id")


def _object(value: Mapping[str, Any]) -> dict[str, Any]:
    match value.get("objectType", "Activity"):
        case "Activity":
            return dict(_activity(value))
        case "SubStatement":
            return ids(value)
        case "StatementRef":
            return dict(value)
    return _actor(value)


def _context_activities(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _each(_activity)(of) if isinstance(of, list) else _activity(of) for name, of in value.items()}


def _each(part: Part) -> Part:
    return lambda values: [part(value) for value in values]


def _related(value: Mapping[str, Any]) -> dict[str, Any]:
    return _by({"agent": _actor, "group": _actor}, value)


def _context(value: Mapping[str, Any]) -> dict[str, Any]:
    return _by(_CONTEXT, value)


_CONTEXT: Mapping[str, Part] = {
    "instructor": _actor,
    "team": _actor,
    "contextActivities": _context_activities,
    "contextAgents": _each(_related),
    "contextGroups": _each(_related),
}
_STATEMENT: Mapping[str, Part] = {
    "actor": _actor,
    "verb": _verb,
    "object": _object,
    "context": _context,
    "authority": _actor,
}
