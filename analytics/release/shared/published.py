"""A published snapshot as plain values: what pages, files and feeds get of the shared channel, and all that they get."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from analytics.kpis.arithmetic import divided
from analytics.kpis.definition import Kpi
from analytics.kpis.periods import is_year

SHOWN = "shown"
# The sum of one is what stands above it.
FEWEST_ADDED_UP = 2


@dataclass(frozen=True, kw_only=True)
class PublishedCell:
    """What one organisation shows of one KPI. Numbers are None wherever the state is not "shown"."""

    organisation_id: int
    organisation: str
    slug: str
    scb_code: str
    kpi: Kpi
    kpi_version: int
    period: int
    state: str
    numerator: int | None
    denominator: int | None
    denominator_as_of: date | None
    corrected_because: str

    @property
    def value(self) -> Decimal | None:
        """The value, divided and rounded once; None when none is shown."""
        return _value(self.kpi, self.numerator, self.denominator)


@dataclass(frozen=True)
class PublishedSum:
    """What those that are shown add up to. `is_whole` tells whether they are all organisations of the federation."""

    kpi: Kpi
    numerator: int
    denominator: int | None
    organisations: int
    is_whole: bool

    @property
    def value(self) -> Decimal | None:
        """The value, divided and rounded once."""
        return _value(self.kpi, self.numerator, self.denominator)


@dataclass(frozen=True)
class Published:
    """One snapshot with its cells, in the order of the organisations' names."""

    number: int
    period: int
    taken_at: datetime
    reason: str
    cells: tuple[PublishedCell, ...]

    def of(self, kpi: Kpi) -> list[PublishedCell]:
        """Return the cells of one KPI."""
        return [cell for cell in self.cells if cell.kpi.key == kpi.key]

    def sum_of(self, kpi: Kpi) -> PublishedSum | None:
        """Add up what is shown of a KPI; None if its table has no sum or fewer than two are shown."""
        grain = "year" if is_year(self.period) else "month"
        if not any(table.has_sum for table in kpi.shared_tables if table.grain == grain):
            return None
        cells = self.of(kpi)
        shown = [cell for cell in cells if cell.state == SHOWN]
        if len(shown) < FEWEST_ADDED_UP:
            return None
        return PublishedSum(
            kpi=kpi,
            numerator=sum(cell.numerator or 0 for cell in shown),
            denominator=sum(cell.denominator or 0 for cell in shown) if kpi.is_ratio else None,
            organisations=len(shown),
            is_whole=len(shown) == len(cells),
        )


def _value(kpi: Kpi, numerator: int | None, denominator: int | None) -> Decimal | None:
    if numerator is None:
        return None
    if not kpi.is_ratio:
        return Decimal(numerator)
    return divided(numerator, denominator, scale=kpi.scale, decimals=kpi.decimals) if denominator else None
