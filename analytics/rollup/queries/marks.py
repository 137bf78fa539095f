"""Read dirty marks in batches of one organisation and one month, so that no batch grows with the backlog."""

from dataclasses import dataclass

from analytics.kpis.registry import KPIS
from analytics.models import DirtyMark, Fact
from analytics.models.figures import Level
from analytics.rollup.windows import Place, Window, of_all_units
from learners.api import organisation_ref, unit_lineages

MOST_MARKS = 2_000


@dataclass(frozen=True)
class Marks:
    """Marks of one organisation and month: which, and the units that they name (None: no unit)."""

    ids: tuple[int, ...]
    units: frozenset[int | None]


def oldest() -> tuple[int, int] | None:
    """Return the organisation and the month of the oldest mark; None when nothing waits."""
    return DirtyMark.objects.order_by("pk").values_list("organisation_id", "month").first()


def read(organisation_id: int, month: int) -> Marks:
    """Return what waits for this organisation and month, at most MOST_MARKS marks."""
    rows = DirtyMark.objects.filter(organisation_id=organisation_id, month=month).order_by("pk")
    found = list(rows.values_list("pk", "unit_id")[:MOST_MARKS])
    return Marks(tuple(mark_id for mark_id, _ in found), frozenset(unit_id for _, unit_id in found))


def federation_of(organisation_id: int) -> int:
    """Return the id of the organisation's federation."""
    return organisation_ref(organisation_id).federation_id


def place_of(organisation_id: int) -> Place:
    """Return the organisation with its federation and all its units."""
    return Place(organisation_id, federation_of(organisation_id), unit_lineages(organisation_id))


def never_counted(place: Place, month: int) -> set[Window]:
    """Return the windows of units that lack a fact of any current KPI, so that a quiet unit shows 0."""
    candidates = of_all_units(place, month)
    current = {(kpi.key, kpi.version) for kpi in KPIS}
    rows = Fact.objects.filter(
        level=Level.UNIT, scope_id__in=place.lineages, period__in={window.period for window in candidates}
    )
    counted: dict[Window, set[tuple[str, int]]] = {window: set() for window in candidates}
    for kpi, version, scope_id, period in rows.values_list("kpi", "kpi_version", "scope_id", "period"):
        counted[Window(Level.UNIT, scope_id, period)].add((kpi, version))
    return {window for window, kpis in counted.items() if not current <= kpis}
