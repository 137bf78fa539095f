"""A KPI as a frozen declaration: everything that a page, a file or a feed says about a figure comes from here."""

from dataclasses import dataclass
from enum import StrEnum

from analytics.kpis.measures import Measure


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


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One key figure. Value = count of `measure` / `population` × `scale`, with `decimals` decimals.

    `counted` names what the numerator is a number of, `unit` what the value is a number of.
    Raise `version` when the meaning or the measure changes: all of history is then counted again.
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

    @property
    def is_ratio(self) -> bool:
        """Tell whether the figure needs a denominator."""
        return self.population is not Population.NONE
