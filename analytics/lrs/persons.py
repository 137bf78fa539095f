"""Persons: an agent with every attribute as an array (xAPI-Communication 2.4).

No two identifiers are ever taken for the same human being: whoever learned that would know what an opaque account hides.
So a Person has the identifier that was asked for, and the names that statements have given to it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from analytics.lrs import keys
from analytics.lrs.queries.credentials import defining
from analytics.models import Statement
from analytics.xapi import json_text, reading
from analytics.xapi.actor import IDENTIFIERS

_LATEST = 20
"""How many statements are looked into for names, the latest first."""


def person(agent: Mapping[str, Any], *, names: Iterable[str] = ()) -> dict[str, Any]:
    """Return the Person that an agent is, with the name that the request gives and these, each once."""
    asked_by = [agent["name"]] if "name" in agent else []
    every = list(dict.fromkeys([*asked_by, *names]))
    identifiers = {name: [agent[name]] for name in IDENTIFIERS if name in agent}
    return {"objectType": "Person", **({"name": every} if every else {}), **identifiers}


def names(agent: Mapping[str, Any]) -> list[str]:
    """Return the names that the latest statements in which the agent acts give to it, the latest first.

    Those alone that are by the platform or by keys that may define (xAPI-Communication 4.2).
    """
    acting = Statement.objects.filter(actor=keys.actor_column(agent), is_voided=False)
    latest = list(acting.order_by("-stored").values_list("authority", "raw")[:_LATEST])
    may_define = defining({authority for authority, _ in latest})
    said = [json_text.loads(raw.encode())["actor"] for authority, raw in latest if authority in may_define]
    same = (actor for actor in said if reading.agent_key(actor) == reading.agent_key(agent))
    return [actor["name"] for actor in same if actor.get("name")]
