"""What statements call an agent."""

from collections.abc import Mapping
from typing import Any

from analytics.lrs import keys
from analytics.lrs.queries.credentials import defining
from analytics.models import Statement
from analytics.xapi import json_text, reading

_LATEST = 20
"""How many statements are looked into for names, the latest first."""


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
