"""Declarations and figures in the shapes of the feed."""

from analytics.feeds.schemas import FigureOut, KpiOut, TextOut, UnitOut
from analytics.kpis.definition import Bilingual, Kpi
from analytics.kpis.periods import written
from analytics.release.figures import ReleasedFigure
from analytics.release.reach import Reach


def kpi_out(kpi: Kpi) -> KpiOut:
    """Return a declaration as the feed shows it."""
    return KpiOut(
        id=kpi.key,
        version=kpi.version,
        title=_text(kpi.title),
        meaning=_text(kpi.meaning),
        numerator=_text(kpi.numerator),
        denominator=_text(kpi.denominator),
        exclusions=_text(kpi.exclusions),
        source=_text(kpi.source),
        unit=_text(kpi.unit),
        scale=kpi.scale,
        decimals=kpi.decimals,
        owner=_text(kpi.owner),
    )


def figure_out(figure: ReleasedFigure, reach: Reach, names: dict[int, str]) -> FigureOut:
    """Return a figure as the feed shows it; `names` are those of the units."""
    return FigureOut(
        kpi=figure.kpi.key,
        kpi_version=figure.kpi_version,
        municipality=reach.organisation.scb_code,
        organisation=reach.organisation.slug,
        unit=None if figure.unit_id is None else UnitOut(id=figure.unit_id, name=names[figure.unit_id]),
        period=written(figure.period),
        # JSON knows one kind of number; this one has at most as many digits as the KPI has decimals.
        value=None if figure.value is None else float(figure.value),
        numerator=figure.numerator,
        denominator=figure.denominator,
        denominator_as_of=figure.denominator_as_of,
        state=figure.state,
        preliminary=figure.is_preliminary,
        version=figure.version,
        as_of=figure.as_of,
    )


def _text(text: Bilingual) -> TextOut:
    return TextOut(sv=text.sv, en=text.en)
