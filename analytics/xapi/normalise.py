"""The one form in which statements are kept and answered, whatever form they came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analytics.xapi.times import moment
from analytics.xapi.versions import RULES, Version

_ONLY_IN_2_0 = ("contextAgents", "contextGroups")
_TIMES = ("timestamp", "stored")
# What in_utc would give back as it is; most tools send nothing else.
_IN_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z")


def normalised(statement: Mapping[str, Any], version: Version) -> dict[str, Any]:
    """A valid statement in the form that ``version`` wants it stored and answered in.

    Values of contextActivities become arrays (xAPI-Data 2.4.6.2); in 2.0, timestamps become UTC
    with every digit kept. The same holds inside a SubStatement. The input is not changed; parts
    that need no change are shared with it.
    """
    found = dict(statement)
    if RULES[version].timestamps_in_utc:
        for name in _TIMES:
            if name in found and not _IN_UTC.fullmatch(found[name]):
                found[name] = in_utc(found[name])
    if "context" in found:
        found["context"] = _with_arrays(found["context"])
    if found["object"].get("objectType") == "SubStatement":
        found["object"] = normalised(found["object"], version)
    return found


def in_utc(timestamp: str) -> str:
    """The same moment in UTC, in RFC 3339; one without an offset is taken to be in UTC already.

    Raises ValueError if ``timestamp`` is none.
    """
    return moment(timestamp).text()


def for_1_0_3(statement: Mapping[str, Any]) -> dict[str, Any]:
    """What a reader who asks in 1.0.3 sees of a statement: nothing that only 2.0 knows.

    Drops contextAgents and contextGroups, also inside a SubStatement, from a copy.
    """
    found = dict(statement)
    if "context" in found:
        context = found["context"].items()
        found["context"] = {name: item for name, item in context if name not in _ONLY_IN_2_0}
    if found["object"].get("objectType") == "SubStatement":
        found["object"] = for_1_0_3(found["object"])
    return found


def _with_arrays(context: Mapping[str, Any]) -> Mapping[str, Any]:
    relations = context.get("contextActivities")
    if not relations or all(isinstance(of, list) for of in relations.values()):
        return context
    lists = {name: of if isinstance(of, list) else [of] for name, of in relations.items()}
    return {**context, "contextActivities": lists}
