"""From the files of a framework to checked values, or to one sentence that says which file is wrong, and where.

A framework is a folder: framework.toml, and a file for each area in the order of their names.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from courses.competences.values import (
    AreaData,
    CapabilityData,
    FrameworkData,
    GoalData,
    GroupData,
    LevelData,
    Words,
)
from courses.models.competences import KEY_LENGTH, NAME_LENGTH, TEXT_LENGTH

DATA = Path(__file__).parent / "data"
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Read = TypeVar("Read")


class BrokenFramework(ValueError):
    """A framework cannot be used; the message says where and why."""


def frameworks(folder: Path = DATA) -> list[FrameworkData]:
    """Return every framework under the folder, checked one by one and together; raise BrokenFramework."""
    found = [_framework(path) for path in sorted(folder.iterdir()) if path.is_dir()]
    if not found:
        raise BrokenFramework(f"{folder.name}: there is no framework here.")
    goals = {goal.key for framework in found for goal in framework.goals}
    for framework in found:
        for capability in framework.capabilities:
            for goal in sorted(set(capability.goals) - goals):
                raise BrokenFramework(f"{framework.key}: {capability.key} names the goal {goal}, which is nowhere.")
    for kind in (_capability_keys, _group_keys, _area_keys, _goal_keys):
        _require_unique(key for framework in found for key in kind(framework))
    return found


def _capability_keys(framework: FrameworkData) -> list[str]:
    return [one.key for one in framework.capabilities]


def _group_keys(framework: FrameworkData) -> list[str]:
    return [one.key for one in framework.groups]


def _area_keys(framework: FrameworkData) -> list[str]:
    return [one.key for one in framework.areas]


def _goal_keys(framework: FrameworkData) -> list[str]:
    return [one.key for one in framework.goals]


def _require_unique(keys: Iterable[str]) -> None:
    twice = sorted(key for key, times in Counter(keys).items() if times > 1)
    if twice:
        raise BrokenFramework(f"The key {twice[0]} is there twice.")


def _framework(folder: Path) -> FrameworkData:
    head = _Part.of_file(folder / "framework.toml")
    areas = tuple(_area(_Part.of_file(path)) for path in sorted(folder.glob("area-*.toml")))
    framework = FrameworkData(
        key=head.key(),
        version=head.number("version", least=1),
        name=head.words("name", NAME_LENGTH),
        source=head.words("source", TEXT_LENGTH),
        levels=head.each("levels", _level),
        goals=head.each("goals", _goal),
        areas=areas,
    )
    head.nothing_more()
    if folder.name != framework.key:
        raise head.wrong(f"the folder and the key {framework.key} differ")
    if [level.number for level in framework.levels] != list(range(len(framework.levels))):
        raise head.wrong("the levels are not numbered from 0 and up")
    return framework


def _level(part: "_Part") -> LevelData:
    number = part.number("number", least=0)
    return LevelData(number, part.words("name", NAME_LENGTH), part.words("text", TEXT_LENGTH), part.text("lines", 20))


def _goal(part: "_Part") -> GoalData:
    return GoalData(part.key(), part.words("name", NAME_LENGTH), part.words("text", TEXT_LENGTH))


def _area(part: "_Part") -> AreaData:
    key, name, text = part.key(), part.words("name", NAME_LENGTH), part.words("text", TEXT_LENGTH)
    area = AreaData(key, name, text, part.each("groups", _group))
    part.nothing_more()
    return area


def _group(part: "_Part") -> GroupData:
    return GroupData(part.key(), part.words("name", NAME_LENGTH), part.each("capabilities", _capability))


def _capability(part: "_Part") -> CapabilityData:
    key, name, text = part.key(), part.words("name", NAME_LENGTH), part.words("text", TEXT_LENGTH)
    return CapabilityData(key, name, text, part.keys("goals"), part.text("lines", 20))


class _Part:
    """A table of a file, taken apart field by field; what is left over is a mistake too."""

    def __init__(self, where: str, fields: dict[str, Any]) -> None:
        self._where, self._fields = where, dict(fields)

    @classmethod
    def of_file(cls, path: Path) -> "_Part":
        where = f"{path.parent.name}/{path.name}"
        try:
            return cls(where, tomllib.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise BrokenFramework(f"{where}: the file is missing.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BrokenFramework(f"{where}: this is not TOML in UTF-8: {error}.") from error

    def wrong(self, what: str) -> BrokenFramework:
        return BrokenFramework(f"{self._where}: {what}.")

    def key(self) -> str:
        value = self.text("key", KEY_LENGTH)
        if not KEY.fullmatch(value):
            raise self.wrong("key must be small letters a to z, digits and single hyphens")
        self._where += f", {value}"
        return value

    def keys(self, name: str) -> tuple[str, ...]:
        value = self._fields.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(f"{name} must be a list of keys")
        return tuple(value)

    def number(self, name: str, least: int) -> int:
        value = self._fields.pop(name, None)
        if type(value) is not int or value < least:
            raise self.wrong(f"{name} must be a whole number from {least}")
        return value

    def text(self, name: str, longest: int) -> str:
        value = self._fields.pop(name, "")
        if not isinstance(value, str) or len(value) > longest:
            raise self.wrong(f"{name} must be text of at most {longest} signs")
        return value

    def words(self, name: str, longest: int) -> Words:
        value = self._fields.pop(name, None)
        if not isinstance(value, dict) or set(value) != {"sv", "en"}:
            raise self.wrong(f"{name} must have sv and en, and nothing else")
        for language, text in value.items():
            if not isinstance(text, str) or not text.strip() or len(text) > longest:
                raise self.wrong(f"{name}.{language} must be text of 1 to {longest} signs")
        return Words(value["sv"].strip(), value["en"].strip())

    def each(self, name: str, read: Callable[["_Part"], Read]) -> tuple[Read, ...]:
        value = self._fields.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong(f"{name} must be a list of tables")
        parts = [_Part(f"{self._where}, {name} {number}", fields) for number, fields in enumerate(value, start=1)]
        found = tuple(read(part) for part in parts)
        for part in parts:
            part.nothing_more()
        return found

    def nothing_more(self) -> None:
        if self._fields:
            raise self.wrong(f"{', '.join(sorted(self._fields))} means nothing here")
