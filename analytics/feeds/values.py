"""Declarations and figures in the shapes of the feed."""

from typing import Literal

from analytics.feeds.schemas import (
    DataPointOut,
    FigureOut,
    KpiOut,
    PointOut,
    RevisionOut,
    RevisionSideOut,
    SharedFigureOut,
    SnapshotOut,
    TextOut,
    UnitOut,
)
from analytics.kpis.definition import Bilingual, Kpi
from analytics.kpis.periods import written
from analytics.release.figures import ReleasedFigure, RevisedFigure
from analytics.release.reach import Reach
from analytics.release.shared.published import Published, PublishedCell


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


def point_out(figure: ReleasedFigure, reach: Reach) -> DataPointOut:
    """Return a figure of the whole organisation as a data point in Kolada's shape."""
    value = None if figure.value is None else float(figure.value)
    status: Literal["", "Missing"] = "Missing" if value is None else ""
    return DataPointOut(
        kpi=figure.kpi.key,
        municipality=reach.organisation.scb_code or reach.organisation.slug,
        period=written(figure.period),
        values=[PointOut(gender="T", count=1, status=status, value=value)],
    )


def revision_out(revision: RevisedFigure) -> RevisionOut:
    """Return a revision as the feed shows it."""
    return RevisionOut(
        kpi=revision.kpi,
        unit=revision.unit_id,
        period=written(revision.period),
        version=revision.version,
        reason=revision.reason,
        revised_at=revision.revised_at,
        before=RevisionSideOut(
            kpi_version=revision.from_kpi_version,
            numerator=revision.from_numerator,
            denominator=revision.from_denominator,
        ),
        after=RevisionSideOut(
            kpi_version=revision.to_kpi_version, numerator=revision.to_numerator, denominator=revision.to_denominator
        ),
    )


def snapshot_out(snapshot: Published) -> SnapshotOut:
    """Return a snapshot as the feed shows it."""
    return SnapshotOut(
        period=written(snapshot.period),
        number=snapshot.number,
        taken_at=snapshot.taken_at,
        reason=snapshot.reason,
        values=[_shared(cell) for cell in snapshot.cells],
    )


def _shared(cell: PublishedCell) -> SharedFigureOut:
    return SharedFigureOut(
        kpi=cell.kpi.key,
        kpi_version=cell.kpi_version,
        municipality=cell.scb_code,
        organisation=cell.organisation,
        organisation_slug=cell.slug,
        value=None if cell.value is None else float(cell.value),
        numerator=cell.numerator,
        denominator=cell.denominator,
        denominator_as_of=cell.denominator_as_of,
        state=cell.state,
        corrected_because=cell.corrected_because,
    )


def _text(text: Bilingual) -> TextOut:
    return TextOut(sv=text.sv, en=text.en)
