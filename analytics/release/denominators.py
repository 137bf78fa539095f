"""Which number of employees a figure is divided by."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.kpis.periods import last_day
from analytics.models.figures import Level
from analytics.rollup.windows import Place, Window


@dataclass(frozen=True, order=True)
class Stated:
    """So many employees on a day, as stated by the organisation."""

    as_of: date
    employees: int


# What has been stated for each unit, oldest first.
Headcounts = Mapping[int, Sequence[Stated]]


def employees_of(window: Window, place: Place, headcounts: Headcounts) -> Stated | None:
    """Return the number valid when the window's period ends, or the latest before; None when none is stated.

    An organisation's number is that of its topmost units; if one of them is missing, so is the whole.
    """
    units = [window.scope_id] if window.level == Level.UNIT else place.root_units
    day = last_day(window.period)
    stated = [_latest(headcounts.get(unit, ()), day) for unit in units]
    return _together(number for number in stated if number) if stated and all(stated) else None


def _latest(stated: Sequence[Stated], day: date) -> Stated | None:
    index = bisect_right(stated, day, key=lambda number: number.as_of)
    return stated[index - 1] if index else None


def _together(numbers: Iterable[Stated]) -> Stated:
    known = list(numbers)
    return Stated(min(number.as_of for number in known), sum(number.employees for number in known))
