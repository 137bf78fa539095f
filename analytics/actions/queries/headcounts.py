"""Reads of stated numbers of employees, for whoever states them. Figures never come from here, but from release."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from analytics.models import Headcount


@dataclass(frozen=True)
class StatedNumber:
    """So many employees on a day, and who says so."""

    as_of: date
    employees: int
    source: str


def stated_numbers(organisation_id: int, unit_ids: Collection[int]) -> dict[int, list[StatedNumber]]:
    """Return what is stated for these units of an organisation of the scope, the latest day first. One query."""
    rows = Headcount.objects.filter(organisation_id=organisation_id, unit_id__in=unit_ids).order_by("-as_of")
    found: dict[int, list[StatedNumber]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(StatedNumber(row.as_of, row.employees, row.source))
    return found


def stated_number(organisation_id: int, unit_id: int, as_of: date) -> StatedNumber | None:
    """Return what is stated for a unit and a day, or None."""
    numbers = stated_numbers(organisation_id, [unit_id]).get(unit_id, [])
    return next((number for number in numbers if number.as_of == as_of), None)
