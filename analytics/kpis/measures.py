"""What is counted, said without SQL: which statements, and whether the statements or the people behind them."""

from dataclasses import dataclass
from enum import StrEnum


class Counting(StrEnum):
    """What one unit of a measure is."""

    STATEMENTS = "statements"
    PEOPLE = "people"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A count over the platform's own statements that are not voided.

    `verbs` are verb IRIs; `object_kinds` are kinds of our own activities, empty for all of them. People are counted once
    per window, so their counts are never added up. `parts` are leader groups that are counted each on their own as well,
    beside everyone together.
    """

    counting: Counting
    verbs: frozenset[str]
    object_kinds: frozenset[str] = frozenset()
    without_leader_groups: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for a measure that would count everything."""
        if not self.verbs:
            raise ValueError("A measure names the verbs that it counts.")
