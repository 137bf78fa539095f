"""How many employees a unit has, stated or taken back. What is divided by it is released anew in the same transaction."""

from datetime import date, datetime

from django.db import transaction

from analytics.kpis.registry import KPIS
from analytics.models import Headcount
from analytics.release import queries
from analytics.release.publish import prepare
from analytics.rollup.actions import turns
from analytics.rollup.queries.marks import place_of
from analytics.rollup.windows import Place


class HeadcountRefused(ValueError):
    """The number cannot be taken; the text says why, for developers."""


def set_headcount(
    *, organisation_id: int, unit_id: int, as_of: date, employees: int, source: str, now: datetime
) -> Headcount:
    """Set how many employees a unit with all below it had on a day; a second number for the day replaces the first.

    Elected members are not employees. Needs the organisation's scope. Raises HeadcountRefused for a negative number, a
    number without source, or a unit of another organisation.
    """
    if employees < 0 or not source.strip():
        raise HeadcountRefused("A headcount is 0 or more employees and names its source.")
    place = place_of(organisation_id)
    if unit_id not in place.lineages:
        raise HeadcountRefused("The unit is not one of the organisation's.")
    with transaction.atomic():
        # First of all: a fill that has read the old number must not write after us.
        turns.seize(place.federation_id)
        headcount, _ = Headcount.objects.update_or_create(
            unit_id=unit_id,
            as_of=as_of,
            defaults={"organisation_id": organisation_id, "employees": employees, "source": source.strip()},
        )
        _release(place, unit_id, now)
    return headcount


def remove_headcount(*, organisation_id: int, unit_id: int, as_of: date, now: datetime) -> None:
    """Take away the number stated for a unit and a day, if there is one. Needs the organisation's scope."""
    place = place_of(organisation_id)
    with transaction.atomic():
        turns.seize(place.federation_id)
        rows = Headcount.objects.filter(organisation_id=organisation_id, unit_id=unit_id, as_of=as_of)
        if rows.delete()[0]:
            _release(place, unit_id, now)


def _release(place: Place, unit_id: int, now: datetime) -> None:
    """Release anew what is divided by the unit's number: its own figures and the organisation's."""
    ratios = [kpi for kpi in KPIS if kpi.is_ratio]
    prepare(place, queries.counted(place, [unit_id], ratios), now, are_fresh=False)()
