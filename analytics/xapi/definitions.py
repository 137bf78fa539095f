"""What statements say of activities, and what several of them come to together (xAPI-Communication 2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analytics.xapi.interaction import COMPONENT_LISTS
from analytics.xapi.reading import object_type

Definition = Mapping[str, Any]

_MAPS = ("name", "description", "extensions")
"""Properties that are merged by their own keys, languages or IRIs; any other is replaced."""
_LISTS = tuple(dict.fromkeys(name for names in COMPONENT_LISTS.values() for name in names))
_INTERACTION = ("interactionType", "correctResponsesPattern", *_LISTS)
"""Properties that mean something only together, and are therefore replaced together."""


def said(statement: Mapping[str, Any]) -> Iterator[tuple[str, Definition]]:
    """The activities that a valid statement defines, by IRI: object, contextActivities, and those of its SubStatement."""
    about = statement["object"]
    kind = object_type(statement)
    if kind == "Activity" and about.get("definition"):
        yield about["id"], about["definition"]
    for activities in statement.get("context", {}).get("contextActivities", {}).values():
        for activity in activities if isinstance(activities, list) else [activities]:
            if activity.get("definition"):
                yield activity["id"], activity["definition"]
    if kind == "SubStatement":
        yield from said(about)


def merged(definitions: Iterable[Definition]) -> dict[str, Any]:
    """One definition out of several, the oldest first: what is newer completes and replaces what is older.

    Valid if each of them is. Texts are completed by language, those of an interaction's components too where they are
    listed again.
    """
    whole: dict[str, Any] = {}
    for definition in definitions:
        whole = _completed(whole, definition)
    return whole


def _completed(older: dict[str, Any], newer: Definition) -> dict[str, Any]:
    kept = {name: value for name, value in older.items() if not ("interactionType" in newer and name in _INTERACTION)}
    maps = {name: {**older.get(name, {}), **newer[name]} for name in _MAPS if name in newer}
    lists = {name: _components(older.get(name, ()), newer[name]) for name in _LISTS if name in newer}
    return {**kept, **newer, **maps, **lists}


def _components(older: Iterable[Definition], newer: Iterable[Definition]) -> list[dict[str, Any]]:
    known = {component["id"]: component for component in older}
    return [_component(known.get(component["id"], {}), component) for component in newer]


def _component(older: Definition, newer: Definition) -> dict[str, Any]:
    words = {**older.get("description", {}), **newer.get("description", {})}
    return {**newer, "description": words} if words else dict(newer)
