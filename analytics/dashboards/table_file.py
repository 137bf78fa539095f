"""The same figures as one table to paste into a report: a row per key figure and unit, a column per month."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from analytics.dashboards import wording
from analytics.dashboards.choices import Choice
from analytics.dashboards.files import BYTE_ORDER_MARK, defused, value_written
from analytics.kpis.periods import written
from analytics.release.figures import ReleasedFigure


def text(choice: Choice, figures: Iterable[ReleasedFigure]) -> str:
    """Return the file. A value that is missing is an empty cell; months stand in order, units as in the page's tree."""
    import pandas as pd  # two seconds the first time: only for who asks for this file

    names = {None: _("The whole organisation")} | {unit.id: unit.name for unit in choice.reach.units}
    shown = [figure for figure in figures if figure.period in choice.months]
    cells = [(figure.kpi.key, figure.unit_id or 0, figure.period, value_written(figure)) for figure in shown]
    frame = pd.DataFrame(cells, columns=["kpi", "unit", "period", "value"])
    table = frame.pivot(index=["kpi", "unit"], columns="period", values="value")
    units = [choice.top_id or 0, *(unit.id for unit in choice.units)]
    rows = [(kpi.key, unit) for kpi in choice.kpis for unit in dict.fromkeys(units) if (kpi.key, unit) in table.index]
    titles = {kpi.key: wording.said(kpi.title) for kpi in choice.kpis}
    table = table.reindex(index=pd.MultiIndex.from_tuples(rows, names=["kpi", "unit"]), columns=list(choice.months))
    heads = pd.DataFrame(
        [(titles[kpi], defused(names[unit or None])) for kpi, unit in rows], columns=[_("Key figure"), _("Unit")]
    )
    table.columns = pd.Index([written(month) for month in choice.months])
    return BYTE_ORDER_MARK + pd.concat([heads, table.reset_index(drop=True)], axis=1).to_csv(
        sep=";", index=False, lineterminator="\r\n"
    )
