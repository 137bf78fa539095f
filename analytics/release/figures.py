"""A released figure as plain values: what pages, files and feeds get, and all that they get."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from analytics.kpis.arithmetic import divided
from analytics.kpis.definition import Kpi
from analytics.kpis.periods import is_year


@dataclass(frozen=True, kw_only=True)
class ReleasedFigure:
    """One figure of one organisation. `unit_id` is None for the whole organisation; `period` is YYYYMM or YYYY."""

    kpi: Kpi
    kpi_version: int
    unit_id: int | None
    period: int
    state: str
    numerator: int
    denominator: int | None
    denominator_as_of: date | None
    is_preliminary: bool
    version: int
    as_of: datetime

    @property
    def is_year(self) -> bool:
        """Tell whether the figure is a year's."""
        return is_year(self.period)

    @property
    def value(self) -> Decimal | None:
        """The value as everyone sees it, divided and rounded here and nowhere else; None when there is none to show."""
        if not self.kpi.is_ratio:
            return Decimal(self.numerator)
        if not self.denominator:
            return None
        return divided(self.numerator, self.denominator, scale=self.kpi.scale, decimals=self.kpi.decimals)


@dataclass(frozen=True, kw_only=True)
class RevisedFigure:
    """A change of a figure of a period that had ended; `id` says in which order they were made."""

    id: int
    kpi: str
    unit_id: int | None
    period: int
    version: int
    reason: str
    revised_at: datetime
    from_kpi_version: int
    to_kpi_version: int
    from_numerator: int
    to_numerator: int
    from_denominator: int | None
    to_denominator: int | None
