"""What a reader asks of the catalogue, and what the catalogue offers to ask: words, capabilities and goals."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

LONGEST, MOST = 100, 20
CAPABILITY, GOAL, WORDS = "formaga", "mal", "q"
_KEY = re.compile(r"[a-z0-9-]{1,60}")


@dataclass(frozen=True)
class Asked:
    """Words, and keys of which a module has at least one of each kind that is asked for."""

    query: str = ""
    capabilities: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: QueryDict) -> "Asked":
        """Read an address; what cannot be a key is left out."""
        # PostgreSQL takes no null character, and nobody searches for one.
        words = data.get(WORDS, "").replace("\x00", "").strip()[:LONGEST]
        return cls(words, _keys(data.getlist(CAPABILITY)), _keys(data.getlist(GOAL)))

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything beside words is asked for."""
        return bool(self.capabilities or self.goals)

    @property
    def address(self) -> str:
        """The query that asks for this; "?" for everything."""
        pairs = [(WORDS, self.query)] if self.query else []
        pairs += [(CAPABILITY, key) for key in self.capabilities] + [(GOAL, key) for key in self.goals]
        return f"?{urlencode(pairs)}"

    @property
    def without_words(self) -> "Asked":
        """The same question without its words."""
        return replace(self, query="")

    def without(self, key: str) -> "Asked":
        """Return the same question without this key."""
        return replace(
            self,
            capabilities=tuple(one for one in self.capabilities if one != key),
            goals=tuple(one for one in self.goals if one != key),
        )


def _keys(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if _KEY.fullmatch(value)))[:MOST]


@dataclass(frozen=True)
class Option:
    """A row of a facet; `count` is how many modules one would see with it."""

    key: str
    name: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """Rows under a heading, all sent as the same parameter."""

    legend: str
    parameter: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Chosen:
    """Something that is asked for, and the address of the same question without it."""

    name: str
    url: str
