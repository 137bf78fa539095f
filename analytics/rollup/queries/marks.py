"""Read dirty marks in batches of one organisation and one month, so that no batch grows with the backlog."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytics.kpis.registry import KPIS
from analytics.models import DirtyMark, Fact
from analytics.models.figures import Level
from analytics.rollup.windows import Place, Window, of_all_units
from learners.api import organisation_ref, unit_lineages
from learners.models import Organisation

# How much one transaction writes at most (measured in docs/figures.md): marks, units with those above them, and windows
# that have never been counted.
MOST_MARKS = 2_000
MOST_UNITS = 40
MOST_NEW = 80

# What a fill takes at a time: an organisation and a month.
Batch = tuple[int, int]
# Why the windows of a unit (None: no unit in particular) are counted again.
Why = Mapping[int | None, frozenset[str]]


@dataclass(frozen=True)
class Marks:
    """Marks of one organisation and month, oldest first: each its id, the unit that it names (None: no unit), and why."""

    rows: tuple[tuple[int, int | None, str], ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the marks."""
        return tuple(mark_id for mark_id, _, _ in self.rows)

    @property
    def units(self) -> frozenset[int | None]:
        """The units named."""
        return frozenset(unit_id for _, unit_id, _ in self.rows)

    @property
    def why(self) -> Why:
        """The reasons of each unit's marks."""
        return {unit: frozenset(reason for _, named, reason in self.rows if named == unit) for unit in self.units}

    def few_enough(self, place: Place) -> "Marks":
        """Return those whose units, with all above them, are few enough to be written at a time: always some."""
        taken: set[int | None] = set()
        touched: set[int] = set()
        for unit_id in dict.fromkeys(unit_id for _, unit_id, _ in self.rows):
            more = touched.union(place.lineage(unit_id))
            if taken and len(more) > MOST_UNITS:
                break
            taken.add(unit_id)
            touched = more
        return Marks(tuple(row for row in self.rows if row[1] in taken))


def oldest(passed_over: Iterable[Batch] = ()) -> Batch | None:
    """Return the organisation and the month of the oldest mark but for those passed over; None when nothing waits."""
    waiting = DirtyMark.objects.order_by("pk")
    for organisation_id, month in passed_over:
        waiting = waiting.exclude(organisation_id=organisation_id, month=month)
    return waiting.values_list("organisation_id", "month").first()


def read(organisation_id: int, month: int) -> Marks:
    """Return what waits for this organisation and month, at most MOST_MARKS marks."""
    rows = DirtyMark.objects.filter(organisation_id=organisation_id, month=month).order_by("pk")
    found = list(rows.values_list("pk", "unit_id", "reason")[:MOST_MARKS])
    return Marks(tuple(found))


def federation_of(organisation_id: int) -> int:
    """Return the id of the organisation's federation."""
    return organisation_ref(organisation_id).federation_id


def organisations_of(federation_id: int) -> list[int]:
    """Return the ids of all organisations of a federation; needs a scope that sees them all."""
    return list(Organisation.objects.filter(federation_id=federation_id).order_by("pk").values_list("pk", flat=True))


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
