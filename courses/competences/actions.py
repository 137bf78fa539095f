"""Bringing the frameworks of the files into the database: the same files twice change nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from courses.competences.reading import BrokenFramework
from courses.competences.values import FrameworkData, Words
from courses.models.competences import Area, Capability, Framework, Goal, Group, Level


@dataclass(frozen=True)
class Loaded:
    """What became of a framework: whether anything changed, and the keys that its new version has retired."""

    key: str
    version: int
    changed: bool
    retired: tuple[str, ...] = ()


@transaction.atomic
def load(*, frameworks: Iterable[FrameworkData]) -> list[Loaded]:
    """Make the database say what the files say, all or nothing.

    What is no longer there is retired and never deleted. Raises BrokenFramework for a version older than the one in the
    database, and for entries that came, went or moved within a version: people who tagged must be able to name what
    they meant. Wording may be mended within a version.
    """
    known = {row.key: row for row in Framework.objects.select_for_update()}
    # Goals first: capabilities of other frameworks point at them.
    ordered = sorted(frameworks, key=lambda framework: not framework.goals)
    return [_load(framework, known.get(framework.key)) for framework in ordered]


def _load(data: FrameworkData, row: Framework | None) -> Loaded:
    if row and row.digest == data.digest:
        return Loaded(data.key, data.version, changed=False)
    if row:
        _require_rising_version(data, row)
    fields = {
        "version": data.version,
        "digest": data.digest,
        **_both("name", data.name),
        **_both("source", data.source),
    }
    framework, _ = Framework.objects.update_or_create(key=data.key, defaults=fields)
    _levels(framework, data)
    return Loaded(data.key, data.version, changed=True, retired=_entries(framework, data))


def _require_rising_version(data: FrameworkData, row: Framework) -> None:
    if data.version < row.version:
        raise BrokenFramework(
            f"{data.key}: the files say version {data.version}, and version {row.version} is in the database already."
        )
    changed = {key for _, key, _ in data.shape ^ _shape(row)} if data.version == row.version else set()
    if changed:
        raise BrokenFramework(
            f"{data.key}: {', '.join(sorted(changed))} came, went or moved. Raise version above {row.version}."
        )


def _shape(row: Framework) -> frozenset[tuple[str, str, str]]:
    there = {"framework": row, "retired_in": None}
    return frozenset(
        [("area", key, row.key) for key in Area.objects.filter(**there).values_list("key", flat=True)]
        + [("group", *pair) for pair in Group.objects.filter(**there).values_list("key", "area__key")]
        + [("capability", *pair) for pair in Capability.objects.filter(**there).values_list("key", "group__key")]
        + [("goal", key, row.key) for key in Goal.objects.filter(**there).values_list("key", flat=True)]
        + [("level", str(level.number), row.key) for level in row.levels.all()]
    )


def _levels(framework: Framework, data: FrameworkData) -> None:
    framework.levels.all().delete()
    Level.objects.bulk_create(
        Level(
            framework=framework,
            number=level.number,
            lines=level.lines,
            **_both("name", level.name),
            **_both("text", level.text),
        )
        for level in data.levels
    )


def _entries(framework: Framework, data: FrameworkData) -> tuple[str, ...]:
    goals = [(one.key, _both("name", one.name) | _both("text", one.text)) for one in data.goals]
    areas = [(one.key, _both("name", one.name) | _both("text", one.text)) for one in data.areas]
    _keep(Goal, framework, goals)
    area_ids = _keep(Area, framework, areas)
    groups = [
        (group.key, _both("name", group.name) | {"area_id": area_ids[area.key]})
        for area in data.areas
        for group in area.groups
    ]
    group_ids = _keep(Group, framework, groups)
    capabilities = [
        (
            one.key,
            _both("name", one.name) | _both("text", one.text) | {"group_id": group_ids[group.key], "lines": one.lines},
        )
        for group in data.groups
        for one in group.capabilities
    ]
    _goals_of(_keep(Capability, framework, capabilities), data)
    kept: list[tuple[type[models.Model], list[tuple[str, dict[str, Any]]]]] = [
        (Goal, goals),
        (Area, areas),
        (Group, groups),
        (Capability, capabilities),
    ]
    return tuple(key for model, rows in kept for key in _retire(model, framework, {key for key, _ in rows}))


def _keep(model: Any, framework: Framework, rows: list[tuple[str, dict[str, Any]]]) -> dict[str, int]:
    """Insert what is new and change what is known, in one statement; return the ids by key."""
    entries = [
        model(framework=framework, key=key, position=position, since=framework.version, retired_in=None, **fields)
        for position, (key, fields) in enumerate(rows)
    ]
    if entries:
        changed = ["position", "retired_in", *rows[0][1]]
        model.objects.bulk_create(entries, update_conflicts=True, unique_fields=["key"], update_fields=changed)
    return dict(model.objects.filter(framework=framework).values_list("key", "pk"))


def _goals_of(ids: dict[str, int], data: FrameworkData) -> None:
    goals = dict(Goal.objects.values_list("key", "pk"))
    pairs = Capability.goals.through
    pairs.objects.filter(capability_id__in=[ids[one.key] for one in data.capabilities]).delete()
    pairs.objects.bulk_create(
        pairs(capability_id=ids[one.key], goal_id=goals[goal]) for one in data.capabilities for goal in one.goals
    )


def _retire(model: Any, framework: Framework, keys: set[str]) -> list[str]:
    gone = model.objects.filter(framework=framework, retired_in=None).exclude(key__in=keys)
    retired = sorted(gone.values_list("key", flat=True))
    gone.update(retired_in=framework.version)
    return retired


def _both(field: str, words: Words) -> dict[str, str]:
    return {f"{field}_sv": words.sv, f"{field}_en": words.en}
