"""Figures in words: numbers, periods and comparisons as one says them, in the language of the page."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from academy.periods import Month
from analytics.kpis.definition import Bilingual, Kpi
from analytics.kpis.periods import is_year
from analytics.release.figures import ReleasedFigure


def language() -> str:
    """Return the language of the page."""
    return get_language() or "sv"


def said(text: Bilingual) -> str:
    """Return a declared text in the language of the page."""
    return text.text(language())


def number(value: Decimal | int, decimals: int = 0) -> str:
    """Write a number with grouped thousands, such as 1 058 or 63,4."""
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def value_of(figure: ReleasedFigure) -> str:
    """Write a figure's value; say that it is missing when it is."""
    if figure.value is None:
        return gettext("missing")
    return number(figure.value, figure.kpi.decimals)


def month_name(month: int) -> str:
    """Return a month's name: november."""
    return str(date_format(Month.from_number(month).first_day, "F"))


def listed(words: Sequence[str]) -> str:
    """Write words as a list in a sentence: juni, september och november."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def short_month(month: int) -> str:
    """Return a month's name as short as a table head wants it: mars, nov."""
    return str(date_format(Month.from_number(month).first_day, "N")).rstrip(".")


def period_name(period: int) -> str:
    """Return a period's name: november 2026, or 2026."""
    return (
        str(period) if is_year(period) else str(date_format(Month.from_number(period).first_day, "YEAR_MONTH_FORMAT"))
    )


def span(months: tuple[int, ...]) -> str:
    """Return the first and the last of some months as one says them: January to November 2026."""
    first, last = months[0], months[-1]
    if first == last:
        return period_name(first)
    start = month_name(first) if first // 100 == last // 100 else period_name(first)
    return gettext("%(first)s to %(last)s") % {"first": start, "last": period_name(last)}


def head(period: int, months: tuple[int, ...], is_open: bool) -> str:
    """Say which periods a page shows: a chosen month is that of the cards alone, a year that of everything."""
    if is_year(period):
        return capfirst(span(months))
    words = {"period": so_far(period, is_open), "months": span(months)}
    return gettext("Cards: %(period)s. Charts and tables: %(months)s") % words


def so_far(period: int, is_open: bool) -> str:
    """Name a period, and say so if it is not over: november 2026, or 2026 so far."""
    name = period_name(period)
    return gettext("%(period)s so far") % {"period": name} if is_open else name


def basis(figure: ReleasedFigure) -> str:
    """Say what a value rests on: so many of what, and what they are divided by."""
    counted = f"{number(figure.numerator)} {figure.kpi.counted.text(figure.numerator, get_language() or 'sv')}"
    if not figure.kpi.is_ratio:
        return counted
    if not figure.denominator:
        return gettext("%(counted)s. How many employees there are is not known.") % {"counted": counted}
    return gettext("%(counted)s, %(population)s") % {"counted": counted, "population": population(figure)}


def parts(kpi: Kpi, numerator: int | None, denominator: int | None) -> str:
    """Say what a value is made of: 12 completed courses, 310 employees. Empty when no value is shown."""
    if numerator is None:
        return ""
    counted = f"{number(numerator)} {kpi.counted.text(numerator, language())}"
    if denominator is None:
        return counted
    employees = ngettext("%(number)s employee", "%(number)s employees", denominator) % {"number": number(denominator)}
    return f"{counted}, {employees}"


def population(figure: ReleasedFigure) -> str:
    """Say what a figure is divided by and as of when; empty when by nothing."""
    if not figure.denominator or not figure.denominator_as_of:
        return ""
    return ngettext("%(number)s employee on %(date)s", "%(number)s employees on %(date)s", figure.denominator) % {
        "number": number(figure.denominator),
        "date": date_format(figure.denominator_as_of),
    }


def left_out(kpi: Kpi) -> str:
    """Say whom a KPI leaves out that its neighbours on the page count, in one sentence; empty when nobody."""
    if "elected" in kpi.measure.without_leader_groups:
        return gettext("Elected members are not counted here.")
    return ""


def trend(now: ReleasedFigure | None, before: ReleasedFigure | None) -> tuple[str, str]:
    """Compare a month with the one before it: "up", "down", "same" or "none", and the words for it.

    A month that is not over is set beside the whole one before it, uncompared: part of a month says nothing of a month.
    """
    if now is None or before is None or now.value is None or before.value is None:
        return "none", gettext("No earlier month to compare with")
    difference = now.value - before.value
    words = {
        "month": capfirst(month_name(now.period)),
        "value": value_of(now),
        "difference": number(abs(difference), now.kpi.decimals),
        "before": month_name(before.period),
        "whole": value_of(before),
    }
    if now.is_preliminary:
        return "none", gettext("%(month)s so far: %(value)s (all of %(before)s: %(whole)s)") % words
    if difference == 0:
        return "same", gettext("%(month)s: the same as in %(before)s") % words
    if difference > 0:
        return "up", gettext("%(month)s: up %(difference)s since %(before)s") % words
    return "down", gettext("%(month)s: down %(difference)s since %(before)s") % words
