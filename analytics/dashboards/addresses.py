"""The parts of an address that name a unit and a period; `whole` is the organisation itself."""

from django.http import Http404
from django.urls import reverse

from analytics.kpis.definition import Kpi
from analytics.kpis.periods import read, written
from analytics.release.reach import Reach
from learners.api import UnitRef

WHOLE = "hela"


def unit_part(unit_id: int | None) -> str:
    """Return how an address names a unit, or the whole organisation (None)."""
    return WHOLE if unit_id is None else str(unit_id)


def unit_named(part: str, reach: Reach) -> UnitRef | None:
    """Return the unit that an address names, None for the whole organisation; raise Http404 if it is out of reach."""
    if part == WHOLE and reach.is_whole:
        return None
    unit = reach.unit(int(part)) if part.isdecimal() and part.isascii() else None
    if unit is None:
        raise Http404
    return unit


def period_named(part: str) -> int:
    """Return the period that an address names; raise Http404 if it names none."""
    try:
        return read(part)
    except ValueError:
        raise Http404 from None


def figure_address(reach: Reach, kpi: Kpi, unit_id: int | None, period: int) -> str:
    """Return the address of the page that explains one figure."""
    return reverse("analytics:figure", args=[reach.organisation.slug, kpi.key, unit_part(unit_id), written(period)])
