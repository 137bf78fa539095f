"""Statements as a store tells them: what it knows of activities, in one language (xAPI-Communication 2.1.3, canonical)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analytics.xapi.interaction import COMPONENT_LISTS
from analytics.xapi.preferences import Preferences, chosen

Definitions = Mapping[str, Mapping[str, Any]]
"""What is known of activities, by IRI."""

_MAPS = ("name", "description")
_COMPONENTS = frozenset(name for names in COMPONENT_LISTS.values() for name in names)


def activity_ids(statement: Mapping[str, Any]) -> Iterator[str]:
    """The IRIs of all activities whose definitions a canonical statement shows; one may come more than once."""
    about = statement["object"]
    kind = about.get("objectType", "Activity")
    if kind == "Activity":
        yield about["id"]
    for of in statement.get("context", {}).get("contextActivities", {}).values():
        for activity in of if isinstance(of, list) else [of]:
            yield activity["id"]
    if kind == "SubStatement":
        yield from activity_ids(about)


def canonical(statement: Mapping[str, Any], known: Definitions, wanted: Preferences) -> dict[str, Any]:
    """A valid statement with the known definitions of its activities, each language map cut to one language; a copy.

    An activity that nothing is known of keeps the statement's own definition. Agents and groups stay as they are, and
    so do the words of attachments, of which there is no canonical form.
    """
    found = dict(statement)
    found["verb"] = _verb(statement["verb"], wanted)
    found["object"] = _object(statement["object"], known, wanted)
    relations = statement.get("context", {}).get("contextActivities")
    if relations:
        lists = {name: of if isinstance(of, list) else [of] for name, of in relations.items()}
        shown = {name: [_activity(each, known, wanted) for each in of] for name, of in lists.items()}
        found["context"] = {**statement["context"], "contextActivities": shown}
    return found


def _verb(verb: Mapping[str, Any], wanted: Preferences) -> dict[str, Any]:
    return {**verb, "display": chosen(verb["display"], wanted)} if "display" in verb else dict(verb)


def _object(about: Mapping[str, Any], known: Definitions, wanted: Preferences) -> dict[str, Any]:
    kind = about.get("objectType", "Activity")
    if kind == "SubStatement":
        return canonical(about, known, wanted)
    return _activity(about, known, wanted) if kind == "Activity" else dict(about)


def _activity(activity: Mapping[str, Any], known: Definitions, wanted: Preferences) -> dict[str, Any]:
    definition = known.get(activity["id"]) or activity.get("definition")
    return {**activity, "definition": _definition(definition, wanted)} if definition else dict(activity)


def _definition(definition: Mapping[str, Any], wanted: Preferences) -> dict[str, Any]:
    found = dict(definition)
    for name in _MAPS:
        if name in found:
            found[name] = chosen(found[name], wanted)
    for name in _COMPONENTS & found.keys():
        found[name] = [_component(each, wanted) for each in found[name]]
    return found


def _component(component: Mapping[str, Any], wanted: Preferences) -> dict[str, Any]:
    if "description" not in component:
        return dict(component)
    return {**component, "description": chosen(component["description"], wanted)}
