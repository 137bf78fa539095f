"""Reads of figures. `selected` and `page` are the only way by which a figure reaches a page, a file or a feed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from analytics.kpis.definition import Kpi
from analytics.kpis.registry import kpi_by_key
from analytics.models import Fact, Figure, Headcount, Revision
from analytics.models.figures import Level
from analytics.release.denominators import Headcounts, Stated
from analytics.release.figures import ReleasedFigure, RevisedFigure
from analytics.release.reach import Reach
from analytics.release.revisions import Changed
from analytics.rollup.windows import Counts, Place, Window

Rows = QuerySet[Figure, Figure]
Key = tuple[str, str, int | None, int, str]
AT_A_TIME = 2_000


@dataclass(frozen=True)
class Selection:
    """Which figures: of these KPIs and units (None: the whole organisation), in any of these ranges of periods.

    A range is (first, last), both included, as YYYYMM or YYYY. No range at all means all of time.
    """

    kpis: tuple[Kpi, ...]
    units: frozenset[int | None]
    ranges: tuple[tuple[int, int], ...] = ()


def selected(reach: Reach, selection: Selection) -> Iterator[ReleasedFigure]:
    """Give the figures that are both selected and within reach, by KPI, period and unit, a few at a time."""
    return (figure for row in _rows(reach, selection).iterator(AT_A_TIME) if (figure := _released(row)))


def page(
    reach: Reach, selection: Selection, *, size: int, after: tuple[str, int, int | None] | None = None
) -> tuple[list[ReleasedFigure], bool]:
    """Return the first `size` figures beyond a KPI, period and unit, and whether there are more.

    Figures that appear meanwhile neither repeat nor hide one that was there, as they would if rows were counted.
    """
    rows = _rows(reach, selection)
    if after is not None:
        rows = rows.filter(_beyond(*after))
    found = list(rows[: size + 1])
    return [figure for row in found[:size] if (figure := _released(row))], len(found) > size


def _beyond(kpi: str, period: int, unit_id: int | None) -> Q:
    later = Q(kpi__gt=kpi) | Q(kpi=kpi, period__gt=period)
    return later | Q(kpi=kpi, period=period, level=Level.UNIT, unit_id__gt=unit_id or 0)


def revisions(organisation_id: int, *, size: int, after: int = 0) -> list[RevisedFigure]:
    """Return the first revisions of an organisation's figures after the one with this id, in the order they were made.

    Of the whole organisation and of its units, as long as their KPI is declared.
    """
    rows = Revision.objects.filter(organisation_id=organisation_id, pk__gt=after, figure__part="")
    return [
        RevisedFigure(
            id=row.pk,
            kpi=row.figure.kpi,
            unit_id=row.figure.unit_id,
            period=row.figure.period,
            version=row.version,
            reason=row.reason,
            revised_at=row.revised_at,
            from_kpi_version=row.from_kpi_version,
            to_kpi_version=row.to_kpi_version,
            from_numerator=row.from_numerator,
            to_numerator=row.to_numerator,
            from_denominator=row.from_denominator,
            to_denominator=row.to_denominator,
        )
        for row in rows.select_related("figure").order_by("pk")[:size]
    ]


def changes(reach: Reach, figure: ReleasedFigure) -> list[Changed]:
    """Return what the log says of one figure within reach, the latest change first."""
    units = Q(figure__unit_id=figure.unit_id) if figure.unit_id else Q(figure__unit__isnull=True)
    rows = Revision.objects.filter(
        units,
        organisation_id=reach.organisation.id,
        figure__kpi=figure.kpi.key,
        figure__period=figure.period,
        figure__part="",
    ).order_by("-version")
    return [
        Changed(
            version=row.version,
            at=row.revised_at,
            reason=row.reason,
            before=(row.from_numerator, row.from_denominator),
            after=(row.to_numerator, row.to_denominator),
        )
        for row in rows
    ]


def _rows(reach: Reach, selection: Selection) -> Rows:
    units = {unit.id for unit in reach.units} & selection.units
    within = Q(level=Level.UNIT, unit_id__in=units)
    if reach.is_whole and None in selection.units:
        within |= Q(level=Level.ORGANISATION)
    periods = Q()
    for first, last in selection.ranges:
        periods |= Q(period__range=(first, last))
    return Figure.objects.filter(
        within,
        periods,
        organisation_id=reach.organisation.id,
        audience=Figure.Audience.INTERNAL,
        kpi__in=[kpi.key for kpi in selection.kpis],
        part="",
    ).order_by("kpi", "period", "level", "unit_id")


def _released(row: Figure) -> ReleasedFigure | None:
    """A row of a KPI that no longer exists explains nothing, and is not shown."""
    kpi = kpi_by_key(row.kpi)
    if kpi is None:
        return None
    return ReleasedFigure(
        kpi=kpi,
        kpi_version=row.kpi_version,
        unit_id=row.unit_id,
        period=row.period,
        state=row.state,
        numerator=row.numerator,
        denominator=row.denominator,
        denominator_as_of=row.denominator_as_of,
        is_preliminary=row.is_preliminary,
        version=row.version,
        as_of=row.as_of,
    )


def headcounts(organisation_id: int) -> Headcounts:
    """Return every number of employees that an organisation has stated, by unit, oldest first."""
    stated: dict[int, list[Stated]] = defaultdict(list)
    rows = Headcount.objects.filter(organisation_id=organisation_id).order_by("as_of")
    for unit_id, as_of, employees in rows.values_list("unit_id", "as_of", "employees"):
        stated[unit_id].append(Stated(as_of, employees))
    return stated


def existing(organisation_id: int, periods: Collection[int]) -> dict[Key, Figure]:
    """Return the figures that these periods have already, by KPI, level, unit, period and part."""
    rows = Figure.objects.filter(organisation_id=organisation_id, audience=Figure.Audience.INTERNAL, period__in=periods)
    return {(row.kpi, row.level, row.unit_id, row.period, row.part): row for row in rows}


def counted(place: Place, unit_ids: Iterable[int], kpis: Iterable[Kpi]) -> Counts:
    """Return what has been counted for these KPIs in the windows of these units and of the organisation."""
    versions = {kpi.key: kpi.version for kpi in kpis}
    within = Q(level=Level.UNIT, scope_id__in=list(unit_ids))
    within |= Q(level=Level.ORGANISATION, scope_id=place.organisation_id)
    rows = Fact.objects.filter(within, kpi__in=versions)
    return {
        (fact.kpi, Window(fact.level, fact.scope_id, fact.period, fact.part)): fact.count
        for fact in rows
        if fact.kpi_version == versions[fact.kpi]
    }
