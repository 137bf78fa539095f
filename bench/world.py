"""A federation to measure in: five municipalities with forty units each, at the same place in every run."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from academy.scoping import unscoped_quietly
from courses.site import ensure_site
from learners.actions.people import add_organisation, add_unit
from learners.models import Federation, Organisation, Unit

ORGANISATIONS = 5
# Below each root unit: units, and units below each of these.
BRANCHES, TWIGS = 3, 12
LAUNCHED_ON = date(2016, 1, 1)


@dataclass(frozen=True)
class Place:
    """One organisation: its id, its slug, and the ids of its root unit and its lowest units."""

    id: int
    slug: str
    root_id: int
    leaf_ids: tuple[int, ...]

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """The root and the lowest units."""
        return (self.root_id, *self.leaf_ids)


def make_world(
    organisations: int = ORGANISATIONS, *, key: str = "matning", shape: tuple[int, int] = (BRANCHES, TWIGS)
) -> list[Place]:
    """Make a federation of so many organisations, each with so many branches of so many units."""
    with unscoped_quietly("a measurement makes its world"), transaction.atomic():
        ensure_site()
        federation = Federation.objects.create(key=key, name=key.title(), launched_on=LAUNCHED_ON)
        return [_organisation(federation, f"{key}-{number}", shape) for number in range(organisations)]


def _organisation(federation: Federation, slug: str, shape: tuple[int, int]) -> Place:
    organisation = add_organisation(
        federation=federation,
        name=f"Kommun {slug}",
        slug=slug,
        kind=Organisation.Kind.MUNICIPALITY,
        scb_code="",
    )
    root = Unit.objects.get(organisation=organisation, parent=None)
    branches = [
        add_unit(organisation=organisation, name=f"Förvaltning {each}", parent=root) for each in range(shape[0])
    ]
    leaves = [
        add_unit(organisation=organisation, name=f"{branch.name}, enhet {twig}", parent=branch).pk
        for branch in branches
        for twig in range(shape[1])
    ]
    return Place(organisation.pk, organisation.slug, root.pk, tuple(leaves))
