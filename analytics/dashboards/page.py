"""The page of a municipality's figures: from released figures to what the template writes down."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from analytics.dashboards import choices, drawing, wording
from analytics.dashboards.addresses import WHOLE, figure_address
from analytics.dashboards.choices import Choice
from analytics.kpis.definition import Kpi
from analytics.kpis.periods import is_open, is_year, written
from analytics.kpis.registry import KPIS
from analytics.release.figures import ReleasedFigure
from learners.views.organisation.units import indented

# What has been released, by KPI, unit (None: the whole organisation) and period.
Released = dict[tuple[str, int | None, int], ReleasedFigure]
# So many months are named in a sentence; more are counted.
MOST_NAMED = 3


def released(figures: Iterable[ReleasedFigure]) -> Released:
    """Lay figures out by KPI, unit and period."""
    return {(figure.kpi.key, figure.unit_id, figure.period): figure for figure in figures}


def context(choice: Choice, figures: Released, launched_on: date, now: datetime) -> dict[str, Any]:
    """Return all that templates/analytics/figures.html needs."""
    return {
        "organisation": choice.reach.organisation,
        "span": wording.head(choice.period, choice.months, is_open(choice.period, now)),
        "as_of": max((figure.as_of for figure in figures.values()), default=None),
        "is_open": is_open(choice.period, now),
        "filters": _filters(choice, launched_on, now),
        "cards": [_card(kpi, choice, figures) for kpi in choice.kpis] if figures else [],
        "sections": [_section(kpi, choice, figures) for kpi in choice.kpis] if figures else [],
    }


def part_name(choice: Choice) -> str:
    """Return the name of the chosen part of the organisation."""
    return choice.top.name if choice.top else _("The whole organisation")


def _filters(choice: Choice, launched_on: date, now: datetime) -> dict[str, Any]:
    whole = [(WHOLE, _("The whole organisation"), choice.top is None)] if choice.reach.is_whole else []
    least = min(unit.depth for unit in choice.reach.units)
    return {
        "units": whole
        + [
            (str(unit.id), f"{'– ' * (unit.depth - least)}{unit.name}", unit.id == choice.top_id)
            for unit in choice.reach.units
            if unit.depth > 0 or not choice.reach.is_whole
        ],
        "years": [_period(year, choice) for year in choices.years(launched_on, now)],
        "months": [_period(month, choice) for month in choices.months(launched_on, now)],
        "kpis": [(kpi.key, wording.said(kpi.title), choice.kpis == (kpi,)) for kpi in KPIS],
    }


def _period(period: int, choice: Choice) -> tuple[str, str, bool]:
    return written(period), capfirst(wording.period_name(period)), period == choice.period


def _card(kpi: Kpi, choice: Choice, figures: Released) -> dict[str, Any]:
    figure = figures.get((kpi.key, choice.top_id, choice.period))
    return {
        "kpi": kpi.key,
        "title": wording.said(kpi.title),
        "value": wording.value_of(figure) if figure else None,
        "is_missing": figure is not None and figure.value is None,
        "basis": _basis(figure),
        "trend": _trend(kpi, choice, figures),
        "spark": _spark([figures.get((kpi.key, choice.top_id, month)) for month in choice.months]),
        "meaning": wording.said(kpi.meaning),
        "numerator": wording.said(kpi.numerator),
        "denominator": wording.said(kpi.denominator),
        "exclusions": wording.said(kpi.exclusions),
        "figure": figure,
        "url": figure_address(choice.reach, kpi, choice.top_id, choice.period) if figure else "",
    }


def _basis(figure: ReleasedFigure | None) -> str:
    if figure is None:
        return _("Nothing has been counted for this period.")
    said = f"{capfirst(wording.so_far(figure.period, figure.is_preliminary))}: {wording.basis(figure)}"
    left_out = wording.left_out(figure.kpi)
    return f"{said.removesuffix('.')}. {left_out}" if left_out else said


def _spark(months: list[ReleasedFigure | None]) -> dict[str, Any] | None:
    """Draw the months as a line; the way to a month that is not over is drawn apart, since it will still change."""
    points = drawing.spark([month.value if month else None for month in months])
    if not points:
        return None
    is_last_open = next(month.is_preliminary for month in reversed(months) if month and month.value is not None)
    return {
        "line": " ".join(points[:-1] if is_last_open else points),
        "open": " ".join(points[-2:]) if is_last_open else "",
        "end": points[-1].split(","),
    }


def _trend(kpi: Kpi, choice: Choice, figures: Released) -> dict[str, str]:
    """Compare the latest month shown with the one before it, which may lie before what is shown."""
    known = sorted(period for key, unit, period in figures if key == kpi.key and unit == choice.top_id)
    months = [period for period in known if not is_year(period)]
    latest, before = (months[-1:] or [0])[0], (months[-2:-1] or [0])[0]
    direction, words = wording.trend(
        figures.get((kpi.key, choice.top_id, latest)), figures.get((kpi.key, choice.top_id, before))
    )
    return {"direction": direction, "words": words}


def _section(kpi: Kpi, choice: Choice, figures: Released) -> dict[str, Any]:
    rows = [_row(kpi, choice, figures, unit.id, unit.name, unit.depth) for unit in choice.units]
    least = min((unit.depth for unit in choice.units), default=0)
    total = _row(kpi, choice, figures, choice.top_id, part_name(choice), least)
    return {
        "kpi": kpi.key,
        "number": KPIS.index(kpi) + 1,
        "title": wording.said(kpi.title),
        "finding": finding(kpi, [figures.get((kpi.key, choice.top_id, month)) for month in choice.months]),
        "about": " ".join(filter(None, [wording.said(kpi.meaning), wording.left_out(kpi), _by_month(choice)])),
        "months": [wording.short_month(month) for month in choice.months],
        "chart": drawing.chart([_column(figures.get((kpi.key, choice.top_id, m)), m) for m in choice.months]),
        "rows": [row | {"indent": indented(row["depth"] - least)} for row in rows],
        "total": total,
        "is_missing": any(cell["is_missing"] for row in [*rows, total] for cell in row["cells"]),
        "meaning": wording.said(kpi.meaning),
        "numerator": wording.said(kpi.numerator),
        "denominator": wording.said(kpi.denominator),
        "exclusions": wording.said(kpi.exclusions),
        "source": wording.said(kpi.source),
    }


def _by_month(choice: Choice) -> str:
    if choice.top is None:
        return _("By month, the whole organisation.")
    return _("By month, %(part)s.") % {"part": choice.top.name}


def _row(kpi: Kpi, choice: Choice, figures: Released, unit_id: int | None, name: str, depth: int) -> dict[str, Any]:
    cells = [_cell(kpi, choice, figures, unit_id, month) for month in choice.months]
    return {"name": name, "depth": depth, "cells": cells}


def _cell(kpi: Kpi, choice: Choice, figures: Released, unit_id: int | None, month: int) -> dict[str, Any]:
    figure = figures.get((kpi.key, unit_id, month))
    if figure is None:
        return {"text": "", "is_missing": False, "url": ""}
    return {
        "text": wording.value_of(figure),
        "is_missing": figure.value is None,
        "url": figure_address(choice.reach, kpi, unit_id, month),
    }


def _column(figure: ReleasedFigure | None, month: int) -> tuple[str, Any, str]:
    label = wording.short_month(month)
    return (label, figure.value, wording.value_of(figure)) if figure else (label, 0, "")


def finding(kpi: Kpi, months: Iterable[ReleasedFigure | None]) -> str:
    """Say in a sentence what the chart of some months shows."""
    known = [figure for figure in months if figure and figure.value is not None]
    title = wording.said(kpi.title)
    if not known:
        return _("%(title)s: nothing to show yet") % {"title": title}
    top = max(figure.value for figure in known if figure.value is not None)
    if not top:
        return _("%(title)s: none in the period") % {"title": title}
    most = [figure for figure in known if figure.value == top]
    words = {"title": title, "n": len(most), "value": wording.value_of(most[0])}
    if len(most) == len(known) > MOST_NAMED:
        return _("%(title)s: the same in %(n)s months, %(value)s") % words
    if len(most) > MOST_NAMED:
        return _("%(title)s: most in %(n)s months, %(value)s") % words
    named = wording.listed([wording.month_name(figure.period) for figure in most])
    return _("%(title)s: most in %(month)s, %(value)s") % (words | {"month": named})
