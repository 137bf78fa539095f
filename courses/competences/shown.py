"""What pages show of the frameworks, in the reader's language."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from academy.alphabet import swedish_key
from courses.models.competences import Area, Capability, Group


@dataclass(frozen=True)
class Link:
    """A name that leads somewhere."""

    name: str
    url: str


@dataclass(frozen=True)
class ShownCapability:
    """A capability with the modules that develop it."""

    row: Capability
    modules: tuple[Link, ...] = ()

    @property
    def name(self) -> str:
        """Its name."""
        return self.row.name

    @property
    def text(self) -> str:
        """What it is."""
        return self.row.text

    @property
    def url(self) -> str:
        """The address of its own page."""
        return reverse("courses:capability", args=[self.row.key])


@dataclass(frozen=True)
class ShownGroup:
    """A group with its capabilities, in the order of the alphabet."""

    row: Group
    capabilities: list[ShownCapability]


@dataclass(frozen=True)
class ShownArea:
    """An area with its groups, in the framework's own order."""

    row: Area
    groups: list[ShownGroup]

    @property
    def taught(self) -> int:
        """How many of its capabilities some module develops."""
        return sum(bool(one.modules) for group in self.groups for one in group.capabilities)

    @property
    def total(self) -> int:
        """How many capabilities it has."""
        return sum(len(group.capabilities) for group in self.groups)


def by_name(capabilities: list[ShownCapability]) -> list[ShownCapability]:
    """Return them in the order of the alphabet, as Swedes expect it."""
    return sorted(capabilities, key=lambda one: swedish_key(one.name))


def as_areas(capabilities: list[ShownCapability]) -> list[ShownArea]:
    """Return the capabilities, which come in the framework's order, under their groups and areas."""
    areas: list[ShownArea] = []
    for group, members in groupby(capabilities, key=lambda one: one.row.group):
        if not areas or areas[-1].row != group.area:
            areas.append(ShownArea(group.area, []))
        areas[-1].groups.append(ShownGroup(group, by_name(list(members))))
    return areas
