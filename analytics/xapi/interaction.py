"""Activity definitions, with the ten kinds of interaction and the lists that each may carry."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.xapi.atoms import extensions, filled_text, iri, irl, language_map, text
from analytics.xapi.errors import StatementError
from analytics.xapi.shapes import Check, closed, constant, list_of, wrong_type

_SECTION = "xAPI-Data 2.4.4.1"

COMPONENT_LISTS: Mapping[str, tuple[str, ...]] = {
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}
"""Which lists of components belong to which interaction type (the table in 2.4.4.1.s15)."""

_NEED_A_TYPE = (
    "correctResponsesPattern",
    *dict.fromkeys(name for names in COMPONENT_LISTS.values() for name in names),
)

_component = closed(
    "an interaction component",
    _SECTION,
    {"id": filled_text, "description": language_map},
    required=("id",),
)
_components = list_of(_component, "interaction components", _SECTION)


def components(value: object) -> None:
    """A list of components whose ids differ from one another."""
    _components(value)
    seen: set[str] = set()
    for index, component in enumerate(value if isinstance(value, list) else ()):
        if component["id"] in seen:
            message = "occurs twice in this list; ids of components must differ"
            raise StatementError(message, _SECTION, (index, "id"))
        seen.add(component["id"])


_DESCRIPTIVE: Mapping[str, Check] = {
    "name": language_map,
    "description": language_map,
    "type": iri,
    "moreInfo": irl,
    "extensions": extensions,
}

_plain = closed("a definition without interactionType", _SECTION, _DESCRIPTIVE)


def _interaction(kind: str) -> Check:
    return closed(
        f"a definition with interactionType {kind}",
        _SECTION,
        {
            **_DESCRIPTIVE,
            "interactionType": constant(kind, _SECTION),
            "correctResponsesPattern": list_of(text, "texts", _SECTION),
            **dict.fromkeys(COMPONENT_LISTS[kind], components),
        },
    )


_INTERACTIONS = {kind: _interaction(kind) for kind in COMPONENT_LISTS}


def definition(value: object) -> None:
    """What an activity is (xAPI-Data 2.4.4.1)."""
    if not isinstance(value, dict):
        raise wrong_type("an object (a definition)", value, _SECTION)
    if "interactionType" in value:
        _check_interaction(value)
        return
    for name in _NEED_A_TYPE:
        if name in value:
            message = "belongs to an interaction; say which with interactionType"
            raise StatementError(message, _SECTION, (name,))
    _plain(value)


def _check_interaction(value: dict[str, object]) -> None:
    kind = value["interactionType"]
    check = _INTERACTIONS.get(kind) if isinstance(kind, str) else None
    if check is None:
        message = f"must be one of {', '.join(COMPONENT_LISTS)}, in exactly that spelling"
        raise StatementError(message, _SECTION, ("interactionType",))
    check(value)
