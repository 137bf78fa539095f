"""One figure explained: what it is made of, recomputed from its sources, and whether that is what has been released."""

from dataclasses import dataclass
from decimal import Decimal

import structlog

from analytics.kpis.arithmetic import divided
from analytics.kpis.definition import Kpi
from analytics.kpis.registry import kpi_by_key
from analytics.models import Figure, Revision
from analytics.release.recount import queries

log = structlog.get_logger(__name__)
SAMPLE = 50


@dataclass(frozen=True)
class Explained:
    """A window worked out anew, beside what has been released of it."""

    kpi: Kpi
    numerator: int
    denominator: int | None
    released: Figure | None
    revisions: tuple[Revision, ...]

    @property
    def value(self) -> Decimal | None:
        """The value by the sources; None without anything to divide by."""
        if not self.kpi.is_ratio:
            return Decimal(self.numerator)
        if not self.denominator:
            return None
        return divided(self.numerator, self.denominator, scale=self.kpi.scale, decimals=self.kpi.decimals)

    @property
    def is_equal(self) -> bool:
        """Tell whether the released figure has the same parts and is by the same definition."""
        figure = self.released
        return figure is not None and (figure.numerator, figure.denominator, figure.kpi_version) == (
            self.numerator,
            self.denominator,
            self.kpi.version,
        )


def explain(kpi: Kpi, organisation_id: int, period: int, unit_id: int | None) -> Explained:
    """Work a window out from statements and headcounts; needs a scope that reads the organisation."""
    released = queries.figure(organisation_id, kpi, period, unit_id)
    return Explained(
        kpi=kpi,
        numerator=queries.recounted(kpi, organisation_id, period, unit_id),
        denominator=queries.employees(organisation_id, period, unit_id) if kpi.is_ratio else None,
        released=released,
        revisions=tuple(queries.revisions(released)) if released else (),
    )


def check_sample(size: int = SAMPLE) -> int:
    """Explain some figures and log an error for each that disagrees with its sources; return how many do.

    A figure whose window waits to be counted is passed over.
    """
    wrong = 0
    for figure in queries.sample(size):
        found = _disagreement(figure)
        if found is None:
            continue
        wrong += 1
        log.error(
            "figure_disagrees_with_its_sources",
            figure=figure.pk,
            kpi=figure.kpi,
            period=figure.period,
            released=figure.numerator,
            recounted=found.numerator,
        )
    return wrong


def _disagreement(figure: Figure) -> Explained | None:
    """Return what a figure ought to be, if it is not. Looked at twice: it may have been written between two reads."""
    kpi, found = kpi_by_key(figure.kpi), None
    for _ in range(2):
        if kpi is None or queries.is_waiting(figure.organisation_id, figure.period):
            return None
        found = explain(kpi, figure.organisation_id, figure.period, figure.unit_id)
        if found.is_equal:
            return None
    return found
