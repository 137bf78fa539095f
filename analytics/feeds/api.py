"""/api/v1/: the platform's one API. Figures are its first part; other rooms add routers."""

from math import ceil
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest
from django.middleware.http import ConditionalGetMiddleware
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import cache_control
from ninja import NinjaAPI, Query
from ninja.decorators import decorate_view

from academy.scoping import entered
from analytics.feeds.errors import ApiError, answer_errors
from analytics.feeds.keys import BasicKey, BearerKey
from analytics.feeds.parameters import refuse_unknown, selection
from analytics.feeds.schemas import ErrorsOut, FigureQuery, FiguresOut, KpisOut
from analytics.feeds.values import figure_out, kpi_out
from analytics.kpis.registry import KPIS
from analytics.release import queries
from analytics.release.reach import of_organisation

PER_PAGE = 500
REFUSALS: dict[int, Any] = dict.fromkeys((401, 403, 422), ErrorsOut)

api = NinjaAPI(
    title=f"{settings.ACADEMY_NAME} API",
    version="1",
    description="An organisation's own figures, for its own systems. Keys are issued by the academy.",
    urls_namespace="api",
    docs_url=None,
    auth=[BasicKey(), BearerKey()],
)
answer_errors(api)

_may_be_unchanged = decorator_from_middleware(ConditionalGetMiddleware)
_own_eyes_only = cache_control(private=True, no_cache=True)


@api.get("/kpis", response={200: KpisOut, **REFUSALS}, summary="All KPIs and what they mean", tags=["figures"])
@decorate_view(_may_be_unchanged, _own_eyes_only)
def kpis(request: HttpRequest) -> KpisOut:
    """Every KPI with its meaning, numerator, denominator and exclusions, in Swedish and English."""
    refuse_unknown(request.GET, ())
    return KpisOut(count=len(KPIS), values=[kpi_out(kpi) for kpi in KPIS])


@api.get(
    "/figures",
    response={200: FiguresOut, **REFUSALS, 404: ErrorsOut},
    summary="Released figures of the key's own organisation",
    tags=["figures"],
)
@decorate_view(_may_be_unchanged, _own_eyes_only)
def figures(request: HttpRequest, asked: Query[FigureQuery]) -> FiguresOut:
    """Figures by KPI, period and unit. `version` rises whenever a value changes; ETag tells whether anything has."""
    refuse_unknown(request.GET, FigureQuery.model_fields)
    with entered(request.auth):  # type: ignore[attr-defined]
        reach = of_organisation(request.auth.organisation_id)  # type: ignore[attr-defined]
        count, found = queries.page(reach, selection(reach, asked), start=(asked.page - 1) * PER_PAGE, size=PER_PAGE)
    names = {unit.id: unit.name for unit in reach.units}
    pages = max(1, ceil(count / PER_PAGE))
    if asked.page > pages:
        raise ApiError(404, "no_such_page", f"page: the last one is {pages}.", "page")
    return FiguresOut(
        count=count,
        page=asked.page,
        pages=pages,
        next=_address(request, asked.page + 1) if asked.page < pages else None,
        previous=_address(request, asked.page - 1) if asked.page > 1 else None,
        values=[figure_out(figure, reach, names) for figure in found],
    )


@api.api_operation(["POST", "PUT", "PATCH", "DELETE"], "/kpis", auth=None, include_in_schema=False)
@api.api_operation(["POST", "PUT", "PATCH", "DELETE"], "/figures", auth=None, include_in_schema=False)
def only_read(request: HttpRequest) -> NoReturn:
    """Refuse to change anything, as JSON: figures are only read."""
    raise ApiError(405, "method_not_allowed", "Figures are only read: ask with GET.")


def _address(request: HttpRequest, page: int) -> str:
    query: Any = request.GET.copy()
    query["page"] = page
    return f"{settings.BASE_URL}{request.path}?{query.urlencode()}"
