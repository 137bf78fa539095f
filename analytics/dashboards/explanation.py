"""One figure, opened: what it means, what it is made of, and as of when."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from analytics.dashboards import wording
from analytics.dashboards.addresses import unit_part
from analytics.kpis.periods import written
from analytics.release.figures import ReleasedFigure
from analytics.release.reach import Reach
from analytics.release.revisions import Changed, label
from learners.api import UnitRef


def context(
    figure: ReleasedFigure, reach: Reach, unit: UnitRef | None, changes: Iterable[Changed] = ()
) -> dict[str, Any]:
    """Return all that templates/analytics/figure.html needs."""
    kpi = figure.kpi
    address = reverse("analytics:figures", args=[reach.organisation.slug])
    return {
        "title": wording.said(kpi.title),
        "part": unit.name if unit else reach.organisation.name,
        "period": wording.period_name(figure.period),
        "value": wording.value_of(figure),
        "basis": wording.basis(figure),
        "figure": figure,
        "numerator": wording.number(figure.numerator),
        "denominator": _denominator(figure),
        "meaning": wording.said(kpi.meaning),
        "numerator_text": wording.said(kpi.numerator),
        "denominator_text": wording.said(kpi.denominator),
        "exclusions": wording.said(kpi.exclusions),
        "source": wording.said(kpi.source),
        "owner": wording.said(kpi.owner),
        "kpi_key": kpi.key,
        "changes": [
            {
                "at": each.at,
                "version": each.version,
                "before": wording.parts(kpi, each.before[0], each.before[1]),
                "after": wording.parts(kpi, each.after[0], each.after[1]),
                "reason": label(each.reason),
            }
            for each in changes
        ],
        "is_missing": figure.value is None,
        "back_title": _("Key figures for %(organisation)s") % {"organisation": reach.organisation.name},
        "back_url": f"{address}?enhet={unit_part(figure.unit_id)}&period={written(figure.period)}",
    }


def _denominator(figure: ReleasedFigure) -> str:
    if not figure.kpi.is_ratio:
        return ""
    if figure.denominator is None or figure.denominator_as_of is None:
        return _("Missing: nobody has stated how many employees there are.")
    words = {"number": wording.number(figure.denominator), "date": date_format(figure.denominator_as_of)}
    return _("%(number)s, as of %(date)s") % words
