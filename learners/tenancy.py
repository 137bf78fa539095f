"""Which tenant someone acts for: plain values read once a request, and the scope they give."""

from dataclasses import dataclass
from datetime import date

from academy.scoping import Scope
from learners.roles import Grant, Role


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
    # Roles of this membership that sleep until the session has shown a second factor: they are not among the grants.
    withheld: tuple[Role, ...] = ()

    @property
    def scope(self) -> Scope:
        """The tenant that this membership may read."""
        return Scope(actor=f"membership:{self.membership_id}", tenants=frozenset({self.organisation.id}))


@dataclass(frozen=True)
class Place:
    """One current membership as the menu of places shows it; `is_chosen` marks the one acted through."""

    membership_id: int
    organisation: str
    unit: str
    position: str
    roles: tuple[Role, ...]
    is_chosen: bool


@dataclass(frozen=True)
class Standing:
    """Where a signed-in person may act today, and through which membership they do."""

    acting: Acting | None
    places: tuple[Place, ...]
    # The membership that was asked for is not theirs today.
    fell_back: bool
