"""Windows: the pieces that are counted, each on its own (docs/figures.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytics.kpis.periods import periods_of
from analytics.models.figures import Level

Lineages = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, order=True)
class Window:
    """A unit with all below it, an organisation or a federation, in one month or year.

    `part` is a leader group if it is a part of those alone, and empty for everyone.
    """

    level: str
    scope_id: int
    period: int
    part: str = ""


# What one KPI's measure counts in one window, by the KPI's key and the window.
Counts = dict[tuple[str, Window], int]


@dataclass(frozen=True)
class Place:
    """Where a fill works at a time: one organisation and all that it must know of it. `lineages` has every unit."""

    organisation_id: int
    federation_id: int
    lineages: Lineages

    def lineage(self, unit_id: int | None) -> tuple[int, ...]:
        """Return the ids from the root unit down to this one; none for no unit and for another organisation's."""
        return () if unit_id is None else self.lineages.get(unit_id, ())

    def below(self, unit_id: int) -> list[int]:
        """Return the ids of a unit and of all units below it."""
        return [unit for unit, lineage in self.lineages.items() if unit_id in lineage]

    @property
    def root_units(self) -> list[int]:
        """The organisation's topmost units, as a rule one."""
        return [unit for unit, lineage in self.lineages.items() if len(lineage) == 1]


def containing(place: Place, unit_ids: Iterable[int | None], month: int) -> set[Window]:
    """Return all windows that contain a statement of one of these units in this month.

    A statement of no unit (None), or of one that is not the organisation's, counts for the organisation alone.
    """
    scopes = {(Level.ORGANISATION, place.organisation_id), (Level.FEDERATION, place.federation_id)}
    for unit_id in unit_ids:
        scopes |= {(Level.UNIT, unit) for unit in place.lineage(unit_id)}
    return {Window(level, scope_id, period) for level, scope_id in scopes for period in periods_of(month)}


def of_all_units(place: Place, month: int) -> set[Window]:
    """Return the windows of every unit of the organisation in the periods of this month."""
    return {Window(Level.UNIT, unit, period) for unit in place.lineages for period in periods_of(month)}
