"""The front door of this room for analytics."""

from learners.acting import acting_of
from learners.queries.organisations import launched_on, organisation_ref, reach, unit_lineages, units_below
from learners.roles import Permission
from learners.tenancy import Acting, OrganisationRef, UnitRef

__all__ = [
    "Acting",
    "OrganisationRef",
    "Permission",
    "UnitRef",
    "acting_of",
    "launched_on",
    "organisation_ref",
    "reach",
    "unit_lineages",
    "units_below",
]
