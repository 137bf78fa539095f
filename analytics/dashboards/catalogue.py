"""The catalogue of key figures, generated from their declarations: nothing is said here that is not declared."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.dashboards import wording
from analytics.kpis.definition import Dimension, Grain, Kpi, SharedTable, Source
from analytics.kpis.registry import KPIS


@require_safe
@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show every key figure with all that is declared of it."""
    return render(request, "analytics/catalogue.html", {"kpis": [entry(kpi) for kpi in KPIS]})


def entry(kpi: Kpi) -> dict[str, Any]:
    """Return a declaration in words."""
    return {
        "key": kpi.key,
        "title": wording.said(kpi.title),
        "meaning": wording.said(kpi.meaning),
        "formula": formula(kpi),
        "numerator": wording.said(kpi.numerator),
        "denominator": wording.said(kpi.denominator),
        "exclusions": wording.said(kpi.exclusions),
        "source": wording.said(kpi.source),
        "source_kind": _source(kpi.source_kind),
        "owner": wording.said(kpi.owner),
        "version": kpi.version,
        "windows": _windows(kpi),
        "floor": kpi.floor,
        "tables": [_table(table) for table in kpi.shared_tables],
    }


def formula(kpi: Kpi) -> str:
    """Return how the value is worked out, in one line."""
    counted = kpi.counted.many.text(wording.language())
    if not kpi.is_ratio:
        return _("Number of %(counted)s") % {"counted": counted}
    words = {"counted": counted, "scale": wording.number(kpi.scale)}
    return _("Number of %(counted)s ÷ number of employees × %(scale)s") % words


def _source(kind: Source) -> str:
    return {
        Source.STATEMENTS: _("Learning records"),
        Source.TABLE: _("What organisations enter"),
    }[kind]


def _windows(kpi: Kpi) -> str:
    parts = {Dimension.ORGANISATION: _("organisation"), Dimension.UNIT: _("unit")}
    lengths = {Grain.MONTH: _("month"), Grain.YEAR: _("year")}
    return _("By %(parts)s, for each %(lengths)s") % {
        "parts": _(" and ").join(parts[each] for each in kpi.dimensions),
        "lengths": _(" and ").join(lengths[each] for each in kpi.grains),
    }


def _table(table: SharedTable) -> str:
    if table.grain is Grain.YEAR:
        return _("A row for each organisation, by year")
    if table.has_sum:
        return _("A row for each organisation and the sum of those shown, by month")
    return _("A row for each organisation, by month")
