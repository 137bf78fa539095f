"""Who a learner was when something happened: the rule, over plain values.

An enrolment says through which membership it was made. On a day on which that one holds, it speaks; otherwise another of
the person's in the same organisation that holds, the earliest begun first; when none does, the enrolment's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Dimensions:
    """Who the learner was when it happened: never rewritten when they change unit."""

    organisation_id: int
    unit_id: int
    sector: str
    leader_group: str


@dataclass(frozen=True)
class Held:
    """One membership of a person: its days, the last included, and what it says."""

    membership_id: int
    valid_from: date
    valid_to: date | None
    dimensions: Dimensions

    def holds_on(self, day: date) -> bool:
        """Tell whether the membership holds on a Swedish day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def dimensions_on(held: Sequence[Held], home_id: int, day: date) -> Dimensions:
    """Return what holds on a day for an enrolment made through `home_id`.

    `held` are all memberships of the person in the organisation, the earliest begun first. Raises KeyError when the
    enrolment's own is not among them.
    """
    by_id = {one.membership_id: one for one in held}
    home = by_id[home_id]
    if home.holds_on(day):
        return home.dimensions
    return next((one for one in held if one.holds_on(day)), home).dimensions


@dataclass(frozen=True)
class DimensionRule:
    """The rule for one person in one organisation; `homes` is each enrolment's membership, by registration."""

    held: tuple[Held, ...]
    homes: Mapping[UUID, int]

    def at(self, registration: UUID, day: date) -> Dimensions:
        """Return what a statement of the attempt says when it is dated on a Swedish day."""
        return dimensions_on(self.held, self.homes[registration], day)
