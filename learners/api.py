"""The front door of this room for analytics."""

from learners.acting import acting_of
from learners.queries.first_tries import Tries as FirstTries
from learners.queries.first_tries import first_tries
from learners.queries.organisations import launched_on, organisation_ref, reach, unit_lineages, units_below
from learners.queries.own_attempt import OwnAttempt, own_attempt_of
from learners.roles import Permission
from learners.tenancy import Acting, OrganisationRef, UnitRef

__all__ = [
    "Acting",
    "FirstTries",
    "OrganisationRef",
    "OwnAttempt",
    "Permission",
    "UnitRef",
    "acting_of",
    "first_tries",
    "launched_on",
    "organisation_ref",
    "own_attempt_of",
    "reach",
    "unit_lineages",
    "units_below",
]
