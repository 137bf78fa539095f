"""How far someone sees into an organisation: made once from their grants, and asked for by every read of figures."""

from dataclasses import dataclass

from learners.api import (
    Acting,
    OrganisationRef,
    Permission,
    UnitRef,
    organisation_ref,
    reach,
    unit_lineages,
    units_below,
)

EVERYTHING_BELOW = ""


@dataclass(frozen=True)
class Reach:
    """The units whose figures may be read, in tree order, and whether the organisation's own figures are among them."""

    organisation: OrganisationRef
    is_whole: bool
    units: tuple[UnitRef, ...]

    def unit(self, unit_id: int) -> UnitRef | None:
        """Return a unit within reach, or None."""
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def below(self, top: UnitRef | None) -> tuple[UnitRef, ...]:
        """Return the units below `top`, or below the organisation (None), in tree order."""
        if top is None:
            return tuple(unit for unit in self.units if unit.depth > 0)
        return tuple(unit for unit in self.units if unit.path.startswith(top.path) and unit.id != top.id)


def of_person(acting: Acting, permission: Permission, organisation_slug: str) -> Reach | None:
    """Return how far a person sees with this permission; None, and nothing more, for every kind of no."""
    tops = reach(acting, permission, organisation_slug)
    if tops is None:
        return None
    units = tuple(unit for top in tops for unit in units_below(acting.organisation.id, top.path))
    roots = {unit_id for unit_id, lineage in unit_lineages(acting.organisation.id).items() if len(lineage) == 1}
    return Reach(acting.organisation, roots <= {top.id for top in tops}, units)


def of_organisation(organisation_id: int) -> Reach:
    """Return the reach of an organisation's own system: all of it. Enter the organisation's scope first."""
    units = units_below(organisation_id, EVERYTHING_BELOW)
    return Reach(organisation_ref(organisation_id), is_whole=True, units=tuple(units))
