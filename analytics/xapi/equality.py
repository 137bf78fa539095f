"""Whether two statements are the same one, sent twice (xAPI-Data 2.3.1).

Ignored is what an LRS may assign or change: authority, stored, version, an absent id or timestamp,
the words of verbs and definitions, attachments, the order of a group's members, the case of
what is case-insensitive, the offset of timestamps (and their digits beyond milliseconds, 4.5), a
single context activity against an array of one, and an objectType that only spells out the default.
All else counts: a duration is text, of which only digits beyond 0.01 seconds are ignored (4.6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from analytics.xapi.reading import canonical_mbox
from analytics.xapi.times import moment

_BEYOND_HUNDREDTHS = re.compile(r"([.,][0-9]{2})[0-9]+(?=S$)")
_ASSIGNED = ("authority", "stored", "version", "attachments")
_ONLY_IF_BOTH_HAVE_IT = ("id", "timestamp")

Canonical = Callable[[Any], object]


def same(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two valid statements are equal by the specification's rules of comparison."""
    one, other = _statement(first), _statement(second)
    for name in _ONLY_IF_BOTH_HAVE_IT:
        if name not in one or name not in other:
            one.pop(name, None)
            other.pop(name, None)
    return one == other


def _plain(value: Any) -> object:
    """Any JSON value so that == compares it as JSON: true is not 1, and 1.0 is 1."""
    if isinstance(value, dict):
        return _by({}, value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return ("boolean", value)
    return Decimal(repr(value)) if isinstance(value, float) else value


def _lower(value: str) -> object:
    return value.lower()


def _moment(value: str) -> object:
    return moment(value).milliseconds()


def _duration(value: str) -> object:
    return _BEYOND_HUNDREDTHS.sub(r"\1", value)


def _by(table: Mapping[str, Canonical], value: Mapping[str, Any]) -> dict[str, object]:
    return {key: table.get(key, _plain)(value[key]) for key in sorted(value)}


def _agent(value: Mapping[str, Any]) -> dict[str, object]:
    return {"objectType": "Agent", **_by(_AGENT, value)}


def _members(value: list[Any]) -> object:
    # Keys are in order by now, so equal members look equal.
    return sorted((_agent(member) for member in value), key=repr)


def _verb(value: Mapping[str, Any]) -> object:
    return value["id"]


def _activity(value: Mapping[str, Any]) -> object:
    return ("activity", value["id"])


def _context_activities(value: Mapping[str, Any]) -> object:
    return {name: [_activity(one) for one in (of if isinstance(of, list) else [of])] for name, of in value.items()}


def _related(value: list[Any]) -> object:
    return [_by({"agent": _agent, "group": _agent}, entry) for entry in value]


def _reference(value: Mapping[str, Any]) -> object:
    return ("statement", value["id"].lower())


def _object(value: Mapping[str, Any]) -> object:
    return _OBJECTS[value.get("objectType", "Activity")](value)


def _context(value: Mapping[str, Any]) -> object:
    return _by(_CONTEXT, value)


def _result(value: Mapping[str, Any]) -> object:
    return _by({"duration": _duration}, value)


def _statement(value: Mapping[str, Any]) -> dict[str, object]:
    return _by(_STATEMENT, {key: item for key, item in value.items() if key not in _ASSIGNED})


_AGENT: Mapping[str, Canonical] = {
    "mbox": canonical_mbox,
    "mbox_sha1sum": _lower,
    "member": _members,
}
_OBJECTS: Mapping[str, Canonical] = {
    "Activity": _activity,
    "Agent": _agent,
    "Group": _agent,
    "StatementRef": _reference,
    "SubStatement": _statement,
}
_CONTEXT: Mapping[str, Canonical] = {
    "registration": _lower,
    "language": _lower,
    "instructor": _agent,
    "team": _agent,
    "statement": _reference,
    "contextActivities": _context_activities,
    "contextAgents": _related,
    "contextGroups": _related,
}
_STATEMENT: Mapping[str, Canonical] = {
    "id": _lower,
    "actor": _agent,
    "verb": _verb,
    "object": _object,
    "result": _result,
    "context": _context,
    "timestamp": _moment,
}
