"""How kept statements are shown to a reader: in a format, a language and a version (xAPI-Communication 2.1.3)."""

from collections.abc import Iterable
from typing import Any

from analytics.lrs import definitions
from analytics.lrs.parameters import Format
from analytics.xapi import json_text
from analytics.xapi.canonical import activity_ids, canonical
from analytics.xapi.minimal import ids
from analytics.xapi.normalise import for_1_0_3
from analytics.xapi.preferences import preferences
from analytics.xapi.versions import Version

_ONLY_IN_2_0 = ('"contextAgents"', '"contextGroups"')


def shown(kept: Iterable[str], format_: Format, version: Version, accept_language: str) -> list[str]:
    """Return statements, as JSON text in and out, as they are shown; one query for the canonical ones of any number.

    Exact ones are not read again but where a reader of 1.0.3 would meet what only 2.0 knows. Enter the scope before.
    """
    exact = [_for(version, raw) for raw in kept]
    match format_:
        case Format.EXACT:
            return exact
        case Format.IDS:
            return [json_text.dumps(ids(_read(raw))) for raw in exact]
        case Format.CANONICAL:
            return _canonical([_read(raw) for raw in exact], accept_language)


def _canonical(statements: list[dict[str, Any]], accept_language: str) -> list[str]:
    known = definitions.merged({iri for statement in statements for iri in activity_ids(statement)})
    wanted = preferences(accept_language)
    return [json_text.dumps(canonical(statement, known, wanted)) for statement in statements]


def _for(version: Version, raw: str) -> str:
    """Return the statement as a reader of this version may see it; 1.0.3 does not know two properties of 2.0."""
    if version is Version.V2_0 or not any(name in raw for name in _ONLY_IN_2_0):
        return raw
    return json_text.dumps(for_1_0_3(_read(raw)))


def _read(raw: str) -> dict[str, Any]:
    found: dict[str, Any] = json_text.loads(raw.encode())
    return found
