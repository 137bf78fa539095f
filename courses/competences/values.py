"""A framework as its files have it: plain values, checked, with both languages side by side."""

import hashlib
import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Words:
    """The same words in both languages."""

    sv: str
    en: str


@dataclass(frozen=True)
class LevelData:
    """A step of a maturity scale."""

    number: int
    name: Words
    text: Words
    lines: str = ""


@dataclass(frozen=True)
class GoalData:
    """A goal."""

    key: str
    name: Words
    text: Words


@dataclass(frozen=True)
class CapabilityData:
    """A capability; `goals` are keys, `lines` says where its source has it."""

    key: str
    name: Words
    text: Words
    goals: tuple[str, ...] = ()
    lines: str = ""


@dataclass(frozen=True)
class GroupData:
    """Capabilities that are close to each other."""

    key: str
    name: Words
    capabilities: tuple[CapabilityData, ...]


@dataclass(frozen=True)
class AreaData:
    """Groups that are close to each other."""

    key: str
    name: Words
    text: Words
    groups: tuple[GroupData, ...]


@dataclass(frozen=True)
class FrameworkData:
    """A whole framework in one version."""

    key: str
    version: int
    name: Words
    source: Words
    levels: tuple[LevelData, ...] = ()
    goals: tuple[GoalData, ...] = ()
    areas: tuple[AreaData, ...] = field(default=())

    @property
    def groups(self) -> tuple[GroupData, ...]:
        """The groups of all areas, in order."""
        return tuple(group for area in self.areas for group in area.groups)

    @property
    def capabilities(self) -> tuple[CapabilityData, ...]:
        """The capabilities of all groups, in order."""
        return tuple(capability for group in self.groups for capability in group.capabilities)

    @property
    def digest(self) -> str:
        """The same for the same content, whatever the layout of the files."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    @property
    def shape(self) -> frozenset[tuple[str, str, str]]:
        """What exists and where: (kind, key, key of what it belongs to). Wording is no part of it."""
        return frozenset(
            [("area", area.key, self.key) for area in self.areas]
            + [("group", group.key, area.key) for area in self.areas for group in area.groups]
            + [("capability", one.key, group.key) for group in self.groups for one in group.capabilities]
            + [("goal", goal.key, self.key) for goal in self.goals]
            + [("level", str(level.number), self.key) for level in self.levels]
        )
