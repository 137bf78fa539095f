"""The page and the file of what a federation's organisations share. Without the permission each is a 404."""

import csv
import io

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.dashboards import region
from analytics.dashboards.addresses import period_named
from analytics.dashboards.files import BYTE_ORDER_MARK, defused
from analytics.kpis.periods import written
from analytics.release.shared.published import Published
from analytics.release.shared.queries import published, published_periods
from learners.api import Permission, acting_of
from learners.roles import has


@require_safe
@login_required
def region_page(request: HttpRequest) -> HttpResponse:
    """Show the shared figures of the reader's federation: one period, one snapshot."""
    federation_id = _federation_or_404(request, Permission.SEE_SHARED)
    periods = published_periods(federation_id)
    if not periods:
        return render(request, "analytics/region_empty.html")
    snapshots, shown = _chosen(request, federation_id, periods)
    context = region.context(periods, snapshots, shown)
    acting = acting_of(request)
    context["may_download"] = acting is not None and has(acting.grants, Permission.DOWNLOAD_SHARED)
    return render(request, "analytics/region.html", context)


@require_safe
@login_required
def region_csv(request: HttpRequest) -> HttpResponse:
    """Hand over a snapshot as a file."""
    federation_id = _federation_or_404(request, Permission.DOWNLOAD_SHARED)
    periods = published_periods(federation_id)
    if not periods:
        raise Http404
    _snapshots, shown = _chosen(request, federation_id, periods)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([defused(cell) for cell in row] for row in region.file_rows(shown))
    response = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = _("shared-figures")  # outside the braces: what gathers messages does not look into them
    name = f"{name}-{written(shown.period)}-{shown.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _federation_or_404(request: HttpRequest, permission: Permission) -> int:
    acting = acting_of(request)
    if acting is None or not has(acting.grants, permission):
        raise Http404
    return acting.organisation.federation_id


def _chosen(request: HttpRequest, federation_id: int, periods: list[int]) -> tuple[list[Published], Published]:
    """Return a period's snapshots and the one that is asked for, the latest of all if none is; else Http404."""
    part, number = request.GET.get("period", ""), request.GET.get("nr", "")
    period = period_named(part) if part else periods[0]
    snapshots = published(federation_id, period)
    if not number and snapshots:
        return snapshots, snapshots[0]
    shown = next((each for each in snapshots if str(each.number) == number), None)
    if shown is None:
        raise Http404
    return snapshots, shown
