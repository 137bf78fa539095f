"""Persons: an agent with every attribute as an array (xAPI-Communication 2.4).

No two identifiers are ever taken for the same human being: whoever learned that would know what an opaque account hides.
So a Person has the identifier that was asked for, and the names that statements have given to it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from analytics.xapi.actor import IDENTIFIERS


def person(agent: Mapping[str, Any], *, names: Iterable[str] = ()) -> dict[str, Any]:
    """Return the Person that an agent is, with the name that the request gives and these, each once."""
    asked_by = [agent["name"]] if "name" in agent else []
    every = list(dict.fromkeys([*asked_by, *names]))
    identifiers = {name: [agent[name]] for name in IDENTIFIERS if name in agent}
    return {"objectType": "Person", **({"name": every} if every else {}), **identifiers}
