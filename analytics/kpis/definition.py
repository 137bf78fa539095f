"""A KPI as a frozen declaration: everything that a page, a file or a feed says about a figure comes from here."""

from dataclasses import dataclass
from enum import StrEnum

from analytics.kpis.measures import Counting, Measure


@dataclass(frozen=True)
class Bilingual:
    """A text in both languages of the platform."""

    sv: str
    en: str

    def __post_init__(self) -> None:
        """Raise ValueError when one language is missing."""
        if not self.sv.strip() or not self.en.strip():
            raise ValueError("A text needs both Swedish and English.")

    def text(self, language: str) -> str:
        """Return the text in a language code such as "sv" or "en-gb"; Swedish for languages that we do not speak."""
        return self.en if language.split("-")[0] == "en" else self.sv


@dataclass(frozen=True)
class Noun:
    """What a numerator is a number of, for one and for any other number."""

    one: Bilingual
    many: Bilingual

    def text(self, number: int, language: str) -> str:
        """Return the form that goes with the number."""
        return (self.one if number == 1 else self.many).text(language)


class Population(StrEnum):
    """What a figure is divided by: nothing, or a stated number of people."""

    NONE = "none"
    EMPLOYEES = "employees"


class Source(StrEnum):
    """Where a figure's parts are read: learning records, or a declared table of the platform."""

    STATEMENTS = "statements"
    TABLE = "table"


class Grain(StrEnum):
    """How long a period is."""

    MONTH = "month"
    YEAR = "year"


class Dimension(StrEnum):
    """What a figure can be broken down by."""

    ORGANISATION = "organisation"
    UNIT = "unit"


# No group smaller than this stands behind a figure that leaves its organisation.
LEAST_FLOOR = 5


@dataclass(frozen=True)
class SharedTable:
    """A table that may leave the organisations: a row for each of them, a period of this length, and perhaps their sum."""

    grain: Grain
    has_sum: bool = False


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One key figure. Value = count of `measure` / `population` × `scale`, with `decimals` decimals.

    `counted` names what the numerator is a number of, `unit` what the value is a number of.
    Raise `version` when the meaning or the measure changes: all of history is then counted again.

    `grains` and `dimensions` say by what it is counted inside an organisation. `shared_tables` are all that other
    organisations ever see of it, under `floor`; empty means that it stays at home.
    """

    key: str
    version: int
    title: Bilingual
    meaning: Bilingual
    numerator: Bilingual
    denominator: Bilingual
    exclusions: Bilingual
    source: Bilingual
    counted: Noun
    unit: Bilingual
    owner: Bilingual
    measure: Measure
    population: Population = Population.NONE
    scale: int = 1
    decimals: int = 0
    source_kind: Source = Source.STATEMENTS
    grains: tuple[Grain, ...] = (Grain.MONTH, Grain.YEAR)
    dimensions: tuple[Dimension, ...] = (Dimension.ORGANISATION, Dimension.UNIT)
    floor: int = LEAST_FLOOR
    shared_tables: tuple[SharedTable, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for tables that could be worked out from each other (docs/decisions/0021)."""
        shared = [table.grain for table in self.shared_tables]
        if self.floor < LEAST_FLOOR or len(set(shared)) != len(shared) or not set(shared) <= set(self.grains):
            raise ValueError(f"{self.key}: a floor is {LEAST_FLOOR} or more, and a table is declared once, of a grain.")
        if len(shared) > 1 and (self.is_ratio or self.measure.counting is not Counting.PEOPLE):
            raise ValueError(f"{self.key}: months that add up to the year would give away the month that is hidden.")
        if any(table.has_sum for table in self.shared_tables) and self.measure.counting is Counting.PEOPLE:
            raise ValueError(f"{self.key}: people are never added up.")

    @property
    def shared_grains(self) -> tuple[Grain, ...]:
        """The lengths of the periods that other organisations see."""
        return tuple(table.grain for table in self.shared_tables)

    @property
    def is_ratio(self) -> bool:
        """Tell whether the figure needs a denominator."""
        return self.population is not Population.NONE
