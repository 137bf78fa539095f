"""Which tenant someone acts for: plain values read once a request, and the scope they give."""

from dataclasses import dataclass
from datetime import date

from academy.scoping import Scope
from learners.roles import Grant


@dataclass(frozen=True)
class OrganisationRef:
    """An organisation as other rooms need it."""

    id: int
    slug: str
    name: str
    scb_code: str
    federation_id: int


@dataclass(frozen=True)
class UnitRef:
    """A unit as other rooms need it; `depth` counts from 0 at the organisation's root unit."""

    id: int
    name: str
    path: str
    parent_id: int | None
    depth: int
    closed_on: date | None


@dataclass(frozen=True)
class Acting:
    """One current membership, as the person who holds it acts through it."""

    membership_id: int
    person_id: int
    position: str
    organisation: OrganisationRef
    unit_id: int
    unit_path: str
    grants: tuple[Grant, ...]

    @property
    def scope(self) -> Scope:
        """The tenant that this membership may read."""
        return Scope(actor=f"membership:{self.membership_id}", tenants=frozenset({self.organisation.id}))
