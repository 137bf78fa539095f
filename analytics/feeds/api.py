"""/api/v1/: the platform's one API. Figures are its first part; other rooms add routers."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query

from academy.scoping import entered
from analytics.feeds import values
from analytics.feeds.cursors import cursor, figure_place, row_place
from analytics.feeds.door import Api
from analytics.feeds.errors import answer_errors
from analytics.feeds.keys import BasicKey, BearerKey
from analytics.feeds.parameters import data_selection, period, refuse_unknown, selection
from analytics.feeds.schemas import (
    DataOut,
    DataQuery,
    ErrorsOut,
    FigureQuery,
    FiguresOut,
    KpisOut,
    PageQuery,
    RevisionsOut,
    SharedOut,
    SharedQuery,
)
from analytics.kpis.periods import written
from analytics.kpis.registry import KPIS
from analytics.release import queries
from analytics.release.figures import ReleasedFigure
from analytics.release.reach import of_organisation
from analytics.release.shared.queries import published, published_periods

REFUSALS: dict[int, Any] = dict.fromkeys((401, 403, 422, 429, 500, 503), ErrorsOut)

api = Api(
    title=f"{settings.ACADEMY_NAME} API",
    version="1",
    description=(
        "An organisation's own figures, for its own systems, and what its federation shares. Keys are issued by the "
        "organisation itself. Every answer is JSON; every refusal has the shape of ErrorsOut."
    ),
    urls_namespace="api",
    docs_url=None,
    auth=[BasicKey(), BearerKey()],
    servers=[{"url": settings.BASE_URL}],
)
answer_errors(api)


@api.get("/kpis", response={200: KpisOut, **REFUSALS}, summary="All KPIs and what they mean", tags=["figures"])
def kpis(request: HttpRequest) -> KpisOut:
    """Every KPI with its meaning, numerator, denominator and exclusions, in Swedish and English."""
    refuse_unknown(request.GET, ())
    return KpisOut(count=len(KPIS), values=[values.kpi_out(kpi) for kpi in KPIS])


@api.get(
    "/figures",
    response={200: FiguresOut, **REFUSALS},
    summary="Figures of the key's own organisation and its units",
    tags=["figures"],
)
def figures(request: HttpRequest, asked: Query[FigureQuery]) -> FiguresOut:
    """Figures by KPI, period and unit, with all their parts. `version` rises whenever a value changes."""
    refuse_unknown(request.GET, FigureQuery.model_fields)
    after = figure_place(asked.cursor)
    with entered(_scope(request)):
        reach = of_organisation(_scope(request).organisation_id)
        found, more = queries.page(reach, selection(reach, asked), size=asked.per_page, after=after)
    names = {unit.id: unit.name for unit in reach.units}
    return FiguresOut(
        count=len(found),
        next=_next(request, _place(found)) if more else None,
        values=[values.figure_out(figure, reach, names) for figure in found],
    )


@api.get(
    "/data",
    response={200: DataOut, **REFUSALS},
    summary="Data points by KPI, municipality and period, in Kolada's shape",
    tags=["figures"],
)
def data(request: HttpRequest, asked: Query[DataQuery]) -> DataOut:
    """The whole organisation's figures, for systems that read Kolada already. Ids of KPIs are the academy's own."""
    refuse_unknown(request.GET, DataQuery.model_fields)
    after = figure_place(asked.cursor)
    with entered(_scope(request)):
        reach = of_organisation(_scope(request).organisation_id)
        found, more = queries.page(reach, data_selection(reach, asked), size=asked.per_page, after=after)
    return DataOut(
        count=len(found),
        next=_next(request, _place(found)) if more else None,
        values=[values.point_out(figure, reach) for figure in found],
    )


@api.get(
    "/revisions",
    response={200: RevisionsOut, **REFUSALS},
    summary="What has changed in figures of periods that had ended",
    tags=["figures"],
)
def revisions(request: HttpRequest, asked: Query[PageQuery]) -> RevisionsOut:
    """Every later change of a figure, with its reason, oldest first: new ones appear on the last page, and after it."""
    refuse_unknown(request.GET, PageQuery.model_fields)
    after, size = row_place(asked.cursor), asked.per_page
    with entered(_scope(request)):
        found = queries.revisions(_scope(request).organisation_id, size=size + 1, after=after)
    return RevisionsOut(
        count=len(found[:size]),
        next=_next(request, cursor(found[size - 1].id)) if len(found) > size else None,
        values=[values.revision_out(revision) for revision in found[:size]],
    )


@api.get(
    "/shared",
    response={200: SharedOut, **REFUSALS},
    summary="What the organisations of the federation show each other",
    tags=["shared"],
)
def shared(request: HttpRequest, asked: Query[SharedQuery]) -> SharedOut:
    """The latest snapshot of a period. Hidden values have no numbers, and `state` says why."""
    refuse_unknown(request.GET, SharedQuery.model_fields)
    wanted = period(asked.period)
    with entered(_scope(request)):
        federation_id = of_organisation(_scope(request).organisation_id).organisation.federation_id
        periods = published_periods(federation_id)
        chosen = wanted if wanted is not None else next(iter(periods), None)
        snapshots = published(federation_id, chosen) if chosen is not None else []
    return SharedOut(
        periods=[written(each) for each in periods],
        snapshot=values.snapshot_out(snapshots[0]) if snapshots else None,
    )


def _scope(request: HttpRequest) -> Any:
    return request.auth  # type: ignore[attr-defined]


def _place(found: Sequence[ReleasedFigure]) -> str:
    last = found[-1]
    return cursor(last.kpi.key, last.period, last.unit_id)


def _next(request: HttpRequest, place: str) -> str:
    query: Any = request.GET.copy()
    query["cursor"] = place
    return f"{settings.BASE_URL}{request.path}?{query.urlencode()}"
