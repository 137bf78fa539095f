"""Whether an organisation takes part in the shared figures of a period. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from academy.periods import Month
from analytics.kpis.periods import last_day, months_in


@dataclass(frozen=True)
class Decided:
    """One decision: it holds from its day on, over all that was decided before it."""

    takes_part: bool
    valid_from: date


def first_day(period: int) -> date:
    """Return the first day of a period."""
    return Month.from_number(months_in(period)[0]).first_day


def takes_part_on(decisions: Sequence[Decided], day: date) -> bool:
    """Tell whether an organisation takes part on a day; `decisions` as they were made, the oldest first.

    Nobody takes part who has not decided to.
    """
    return next((each.takes_part for each in reversed(decisions) if each.valid_from <= day), False)


def takes_part(decisions: Sequence[Decided], period: int, since: date) -> bool:
    """Tell whether an organisation takes part in a whole period, or in what of it lies after `since`, the launch."""
    first, last = max(first_day(period), since), last_day(period)
    changes = {each.valid_from for each in decisions if first < each.valid_from <= last}
    return all(takes_part_on(decisions, day) for day in {first, *changes})
