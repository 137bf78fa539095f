"""The figures of the page as a CSV file that a Swedish spreadsheet opens as it is."""

import csv
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from academy.scoping import Scope, entered
from analytics.dashboards import wording
from analytics.dashboards.addresses import unit_part
from analytics.dashboards.choices import Choice
from analytics.kpis.periods import written
from analytics.release.figures import ReleasedFigure
from analytics.release.queries import selected

BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that hands back each row instead of keeping it."""

    def write(self, row: str) -> str:
        """Return the row."""
        return row


def rows(choice: Choice, scope: Scope, language: str) -> Iterator[str]:
    """Give the file line by line. Runs after the view has returned, so it enters scope and language by itself."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    names = {unit.id: unit.name for unit in choice.reach.units}
    with entered(scope), override(language):
        yield BYTE_ORDER_MARK
        yield writer.writerow(_head())
        for figure in selected(choice.reach, choice.file_selection):
            yield writer.writerow([defused(cell) for cell in _cells(figure, choice, names)])


def name(choice: Choice, *form: str) -> str:
    """Return the file's name: whose figures, which part and which period, and its form where there are several."""
    return (
        "-".join(
            [_("key-figures"), choice.reach.organisation.slug, unit_part(choice.top_id), written(choice.period), *form]
        )
        + ".csv"
    )


def defused(cell: str) -> str:
    """Return the cell as text that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _head() -> list[str]:
    return [
        _("Organisation code"),
        _("Organisation"),
        _("Unit"),
        _("Unit id"),
        _("Period"),
        _("Key figure"),
        _("Key figure id"),
        _("Value"),
        _("Numerator"),
        _("Denominator"),
        _("Denominator as of"),
        _("State"),
        _("Preliminary"),
        _("Calculated"),
        _("Version"),
        _("Version of the definition"),
    ]


def _cells(figure: ReleasedFigure, choice: Choice, names: dict[int, str]) -> list[str]:
    organisation = choice.reach.organisation
    return [
        organisation.scb_code,
        organisation.name,
        _("The whole organisation") if figure.unit_id is None else names[figure.unit_id],
        "" if figure.unit_id is None else str(figure.unit_id),
        written(figure.period),
        wording.said(figure.kpi.title),
        figure.kpi.key,
        value_written(figure),
        str(figure.numerator),
        "" if figure.denominator is None else str(figure.denominator),
        figure.denominator_as_of.isoformat() if figure.denominator_as_of else "",
        state_of(figure),
        _("yes") if figure.is_preliminary else _("no"),
        _moment(figure.as_of),
        str(figure.version),
        str(figure.kpi_version),
    ]


def state_of(figure: ReleasedFigure) -> str:
    """Say in words whether the value is there to see, and if not, why."""
    return _("no denominator") if figure.value is None else _("shown")


def value_written(figure: ReleasedFigure) -> str:
    """Write the value with the decimal sign of the language and nothing between thousands."""
    if figure.value is None:
        return ""
    return number_format(figure.value, decimal_pos=figure.kpi.decimals, use_l10n=True, force_grouping=False)


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
