"""From the rows of a file to what each would do, with every mistake at once. Pure: the world is handed in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from learners.entering.cells import Wrong, clean, day, email, first_day, known, words_of
from learners.entering.columns import LANGUAGES, LEADER_GROUPS, REQUIRED, ROLES, Column
from learners.entering.faults import Fault, Mistake
from learners.entering.reading import Sheet
from learners.entering.units import UnitNames
from learners.roles import Grant, Permission, Role, allowed, grantable
from learners.tenancy import UnitRef


class Outcome(StrEnum):
    """What a row would do. Who is not known in the organisation is new, whatever the rest of the world knows."""

    NEW = "new"
    ADDED = "added"
    THERE = "there"
    WRONG = "wrong"


@dataclass(frozen=True)
class Held:
    """A membership of the organisation, as far as the file's reader may see it, with the roles given over its unit."""

    unit_id: int
    position: str
    leader_group: str
    valid_from: date
    valid_to: date | None
    roles: frozenset[Role]


@dataclass(frozen=True)
class World:
    """What the rows are held against: all plain values, read in a handful of queries."""

    today: date
    grants: tuple[Grant, ...]
    units: UnitNames
    sectors: Mapping[str, str]
    held: Mapping[str, list[Held]] = field(default_factory=dict)
    own_email: str = ""


@dataclass(frozen=True)
class Entry:
    """A row that can be entered."""

    email: str
    first_name: str
    last_name: str
    unit_id: int
    position: str
    sector: str
    leader_group: str
    valid_from: date
    valid_to: date | None
    language: str
    role: Role | None


@dataclass(frozen=True)
class Checked:
    """One row: its number, its cells by column as written, what it would do, and what is wrong with it."""

    number: int
    cells: dict[str, str]
    outcome: Outcome
    mistakes: tuple[Mistake, ...] = ()
    entry: Entry | None = None


Cells = dict[str, str]
Numbered = tuple[int, Cells]


def cells_of(sheet: Sheet) -> tuple[list[Numbered], list[Mistake]]:
    """Return the cells of each row by column, and the mistakes of headings and of rows that are too long."""
    mistakes = _headings(sheet)
    places = {column: place for place, column in reversed(list(enumerate(sheet.columns))) if column}
    rows = []
    for number, cells in sheet.rows:
        if any(cell.strip() for cell in cells[len(sheet.columns) :]):
            mistakes.append(Mistake(number, None, Fault.TOO_MANY_CELLS))
        rows.append((number, {c.value: cells[at] for c, at in places.items() if at < len(cells)}))
    return rows, mistakes


def _headings(sheet: Sheet) -> list[Mistake]:
    mistakes = [Mistake(1, column, Fault.HEADING_MISSING) for column in REQUIRED if column not in sheet.columns]
    seen: set[Column] = set()
    for written, column in zip(sheet.headings, sheet.columns, strict=True):
        if column is None and written:
            mistakes.append(Mistake(1, None, Fault.HEADING_UNKNOWN, written[:60]))
        elif column is not None and column in seen:
            mistakes.append(Mistake(1, column, Fault.HEADING_TWICE))
        if column is not None:
            seen.add(column)
    return mistakes


def addresses(rows: Iterable[Numbered]) -> list[str]:
    """Return the addresses that the rows give, in small letters, for looking up who is here already."""
    found = set()
    for _, cells in rows:
        try:
            found.add(email(clean(Column.EMAIL, cells.get(Column.EMAIL, ""))))
        except Wrong:
            continue
    return sorted(found)


def check(rows: Iterable[Numbered], world: World, before: Iterable[Mistake] = ()) -> list[Checked]:
    """Return what each row would do. `before` are mistakes already known; those of row 1 are not repeated here."""
    rows = list(rows)
    found: dict[int, list[Mistake]] = defaultdict(list)
    for mistake in before:
        found[mistake.row].append(mistake)
    twins = _twins(rows)
    checked = []
    for number, cells in rows:
        entry, wrong = _entry(number, cells, world)
        mistakes = (*found[number], *twins.get(number, ()), *wrong)
        if mistakes or entry is None:
            checked.append(Checked(number, cells, Outcome.WRONG, mistakes))
            continue
        outcome, refusal = _outcome(number, entry, world)
        checked.append(Checked(number, cells, outcome, (refusal,) if refusal else (), entry))
    return checked


def _twins(rows: list[Numbered]) -> dict[int, list[Mistake]]:
    """Return the mistakes of rows that say the same, or give the same address, as an earlier one."""
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    first: dict[str, int] = {}
    mistakes: dict[int, list[Mistake]] = {}
    for number, cells in rows:
        whole = tuple(sorted((column, " ".join(cell.split()).lower()) for column, cell in cells.items()))
        address = cells.get(Column.EMAIL, "").strip().lower()
        if whole in seen:
            mistakes[number] = [Mistake(number, None, Fault.SAME_ROW, str(seen[whole]))]
        elif address and address in first:
            mistakes[number] = [Mistake(number, Column.EMAIL, Fault.EMAIL_TWICE, str(first[address]))]
        seen.setdefault(whole, number)
        first.setdefault(address, number)
    return mistakes


class _Row:
    """The cells of one row, read one by one; what cannot be read is noted and reads as nothing."""

    def __init__(self, number: int, cells: Cells) -> None:
        self.number = number
        self.mistakes: list[Mistake] = []
        self._cells: dict[Column, str] = {}
        for column in Column:
            self._cells[column] = self.tried(column, lambda c=column: clean(c, cells.get(c, ""))) or ""
        self._clean = frozenset(Column) - {mistake.column for mistake in self.mistakes}

    def tried(self, column: Column, read: Any) -> Any:
        """Return what `read` gives; note a mistake in the column and return None when it raises Wrong."""
        try:
            return read()
        except Wrong as wrong:
            self.mistakes.append(Mistake(self.number, column, wrong.fault, wrong.detail))
            return None

    def text(self, column: Column) -> str:
        """Return a cell's text; a required one that is empty is a mistake."""
        if not self._cells[column] and column in REQUIRED and column in self._clean:
            self.mistakes.append(Mistake(self.number, column, Fault.EMPTY))
        return self._cells[column]

    def read(self, column: Column, parse: Any) -> Any:
        """Return what `parse` makes of a cell that is not empty."""
        text = self.text(column)
        return self.tried(column, lambda: parse(text)) if text else None


_LANGUAGES, _GROUPS, _ROLES = words_of(LANGUAGES), words_of(LEADER_GROUPS), words_of(ROLES)


def _entry(number: int, cells: Cells, world: World) -> tuple[Entry | None, list[Mistake]]:
    row = _Row(number, cells)
    address = row.read(Column.EMAIL, email)
    first_name, last_name = row.text(Column.FIRST_NAME), row.text(Column.LAST_NAME)
    unit = row.read(Column.UNIT, lambda text: _unit(text, world))
    sector = row.read(Column.SECTOR, lambda text: known(text, world.sectors, Fault.SECTOR_UNKNOWN))
    group = row.read(Column.LEADER_GROUP, lambda text: known(text, _GROUPS, Fault.GROUP_UNKNOWN))
    begins = row.read(Column.VALID_FROM, lambda text: first_day(text, world.today)) or world.today
    ends = row.read(Column.VALID_TO, lambda text: _last_day(text, begins, world.today))
    row.tried(Column.VALID_TO, lambda: _closes_later(unit, ends))
    language = row.read(Column.LANGUAGE, lambda text: known(text, _LANGUAGES, Fault.LANGUAGE_UNKNOWN))
    role = row.read(Column.ROLE, lambda text: _role(text, unit, address == world.own_email, world))
    if row.mistakes:
        return None, row.mistakes
    position = row.text(Column.POSITION)
    names = (address, first_name, last_name, unit.id, position)
    return Entry(*names, sector or "", group or "", begins, ends, language or "sv", role), []


def _unit(text: str, world: World) -> UnitRef:
    unit = world.units.find(text, world.today)
    if not allowed(world.grants, Permission.MANAGE_PEOPLE, unit.path):
        raise Wrong(Fault.UNIT_OUT_OF_REACH)
    return unit


def _last_day(text: str, begins: date, today: date) -> date | None:
    ends = day(text)
    if ends is not None and ends < begins:
        raise Wrong(Fault.DATE_ORDER)
    if ends is not None and ends < today:
        raise Wrong(Fault.DATE_PAST)
    return ends


def _closes_later(unit: UnitRef | None, ends: date | None) -> None:
    if unit is not None and unit.closed_on is not None and (ends is None or ends > unit.closed_on):
        raise Wrong(Fault.UNIT_CLOSES, unit.closed_on.isoformat())


def _role(text: str, unit: UnitRef | None, is_own: bool, world: World) -> Role | None:
    role = known(text, _ROLES, Fault.ROLE_UNKNOWN)
    if role is None or role == Role.STAFF or unit is None:
        return None
    if is_own or role not in grantable(world.grants, unit.path):  # nobody gives a role to themselves
        raise Wrong(Fault.ROLE_NOT_YOURS)
    return role


def _outcome(number: int, entry: Entry, world: World) -> tuple[Outcome, Mistake | None]:
    held = world.held.get(entry.email, [])
    same = [one for one in held if _is_same(one, entry)]
    if not same:
        return (Outcome.ADDED if held else Outcome.NEW), None
    if entry.role is not None and not any(entry.role in one.roles for one in same):
        # A file never changes what is there, and a role must not be lost without a word.
        return Outcome.WRONG, Mistake(number, Column.ROLE, Fault.ROLE_ON_EXISTING)
    return Outcome.THERE, None


def _is_same(one: Held, entry: Entry) -> bool:
    """Tell whether a membership is the same place at overlapping times: entered again it would be there twice.

    A cell that may be empty and is means "as it is".
    """
    same_group = entry.leader_group in {"", one.leader_group}
    same_position = entry.position.casefold() in {"", one.position.casefold()}
    overlaps = (one.valid_to is None or one.valid_to >= entry.valid_from) and (
        entry.valid_to is None or entry.valid_to >= one.valid_from
    )
    return one.unit_id == entry.unit_id and same_group and same_position and overlaps
