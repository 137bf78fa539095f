"""Pages of figures. Each asks for the reach first; without one, every question gets the same 404."""

from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.scoping import required_scope
from analytics.dashboards import explanation, files, page, table_file
from analytics.dashboards.access import reach_of, reach_or_404
from analytics.dashboards.addresses import period_named, unit_named
from analytics.dashboards.choices import chosen
from analytics.kpis.registry import kpi_by_key
from analytics.release.queries import Selection, changes, selected
from learners.api import Permission, acting_of, launched_on
from learners.roles import has

Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Lead to the figures of the organisation that one acts for, or to the shared ones for who sees those alone."""
    acting = acting_of(request)
    if acting is None:
        raise Http404
    if reach_of(request, Permission.SEE_FIGURES, acting.organisation.slug):
        return redirect("analytics:figures", acting.organisation.slug)
    if has(acting.grants, Permission.SEE_SHARED):
        return redirect("analytics:region")
    raise Http404


@require_safe
@login_required
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation's figures as far as one sees."""
    reach, now = reach_or_404(request, Permission.SEE_FIGURES, slug), timezone.now()
    launch = launched_on(reach.organisation.id)
    choice = chosen(request.GET, reach, launch, now)
    found = page.released(selected(reach, choice.selection))
    context = page.context(choice, found, launch, now)
    acting = acting_of(request)
    keeps = reach_of(request, Permission.MANAGE_UNITS, slug)
    context |= {
        "may_download": reach_of(request, Permission.DOWNLOAD_FIGURES, slug) is not None,
        "may_share": keeps is not None and keeps.is_whole,
        "may_see_shared": acting is not None and has(acting.grants, Permission.SEE_SHARED),
    }
    return render(request, "analytics/figures.html", context)


@require_safe
@login_required
def figure(request: HttpRequest, slug: str, kpi: str, unit: str, period: str) -> HttpResponse:
    """Open one figure: what it means and what it is made of."""
    reach = reach_or_404(request, Permission.SEE_FIGURES, slug)
    declared, top, number = kpi_by_key(kpi), unit_named(unit, reach), period_named(period)
    if declared is None:
        raise Http404
    wanted = Selection((declared,), frozenset({top.id if top else None}), ((number, number),))
    found = next(selected(reach, wanted), None)
    if found is None:
        raise Http404
    return render(request, "analytics/figure.html", explanation.context(found, reach, top, changes(reach, found)))


@require_safe
@login_required
def figures_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Hand over the figures of the page as a file."""
    reach = reach_or_404(request, Permission.DOWNLOAD_FIGURES, slug)
    choice = chosen(request.GET, reach, launched_on(reach.organisation.id), timezone.now())
    lines = files.rows(choice, required_scope(), get_language() or "sv")
    return _as_file(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), files.name(choice))


@require_safe
@login_required
def figures_table(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over the figures of the page as one table, a row per unit and a column per month."""
    reach = reach_or_404(request, Permission.DOWNLOAD_FIGURES, slug)
    choice = chosen(request.GET, reach, launched_on(reach.organisation.id), timezone.now())
    table = table_file.text(choice, selected(reach, choice.file_selection))
    return _as_file(HttpResponse(table, content_type="text/csv; charset=utf-8"), files.name(choice, _("table")))


def _as_file(response: Answer, name: str) -> Answer:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
