"""Count windows in SQL. Windows that exclude each other share a query; people are counted anew in every window."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import BigIntegerField, Case, Count, QuerySet, Value, When

from analytics.kpis.periods import months_in
from analytics.kpis.registry import KPIS
from analytics.models import Statement
from analytics.models.figures import Level
from analytics.rollup.projection import COUNTED, PERIOD_COLUMN, UNIT_COLUMN, aggregate
from analytics.rollup.queries.marks import organisations_of
from analytics.rollup.windows import Counts, Place, Window

Rows = QuerySet[Statement, Statement]
Row = dict[str, Any]


def count(windows: Iterable[Window], place: Place) -> Counts:
    """Return every KPI's count in every window given; 0 where nothing is left to count."""
    wanted = set(windows)
    counts: Counts = {(kpi.key, window): 0 for kpi in KPIS for window in wanted}
    for window, row in _counted(wanted, place):
        for kpi in KPIS:
            counts[kpi.key, window] = row[_name(kpi.key)]
    return counts


def _counted(windows: set[Window], place: Place) -> Iterator[tuple[Window, Row]]:
    layers: dict[tuple[int, str, int], list[Window]] = defaultdict(list)
    for window in sorted(windows):
        depth = len(place.lineages[window.scope_id]) if window.level == Level.UNIT else 0
        layers[window.period, window.level, depth].append(window)
    for (period, level, _), layer in layers.items():
        if level == Level.UNIT:
            yield from _units(layer, period, place)
        else:
            yield layer[0], _whole(level, period, place)


def _whole(level: str, period: int, place: Place) -> Row:
    """Count an organisation or a federation, which needs no grouping."""
    rows = _statements(period)
    if level == Level.ORGANISATION:
        return rows.filter(organisation_id=place.organisation_id).aggregate(**_aggregates())
    # Their ids rather than a join: only with them does the index of counted statements lead to the rows.
    return rows.filter(organisation_id__in=organisations_of(place.federation_id)).aggregate(**_aggregates())


def _units(layer: list[Window], period: int, place: Place) -> Iterator[tuple[Window, Row]]:
    """Count units of one depth: no statement belongs to two of them, so one grouped query does for all."""
    below = {window.scope_id: place.below(window.scope_id) for window in layer}
    rows = _statements(period).filter(
        organisation_id=place.organisation_id, unit_id__in=[unit for units in below.values() for unit in units]
    )
    top = Case(
        *(When(**{f"{UNIT_COLUMN}__in": units}, then=Value(top)) for top, units in below.items()),
        output_field=BigIntegerField(),
    )
    grouped = rows.annotate(top_unit=top).values("top_unit").order_by("top_unit").annotate(**_aggregates())
    for row in grouped:
        yield Window(Level.UNIT, row["top_unit"], period), dict(row)


def _statements(period: int) -> Rows:
    return Statement.objects.filter(COUNTED, **{f"{PERIOD_COLUMN}__range": months_in(period)})


def _aggregates() -> dict[str, Count]:
    return {_name(kpi.key): aggregate(kpi.measure) for kpi in KPIS}


def _name(key: str) -> str:
    return f"n_{key.replace('-', '_')}"
