"""Count windows in SQL: one query for all of a batch, whatever the number of units and measures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from academy.scoping import Scope, required_scope
from analytics.kpis.periods import is_year, months_in
from analytics.kpis.registry import KPIS
from analytics.models.figures import Level
from analytics.rollup.queries.marks import organisations_of
from analytics.rollup.windows import Counts, Place, Window

# No month at all, where only a year is wanted.
_NO_MONTH = 0
# Columns of a row by name: the level, the scope, the part, and two counts for each KPI.
_Row = dict[str, int | str | None]


def count(windows: Iterable[Window], place: Place) -> Counts:
    """Return every KPI's count in every window given, and in each part that its measure names; 0 where nothing is left."""
    wanted = set(windows)
    counts: Counts = {}
    for kpi in KPIS:
        for window in wanted:
            counts |= {(kpi.key, replace(window, part=part)): 0 for part in ("", *kpi.measure.parts)}
    scope = _federation(place)
    for year, month in sorted(_spans(wanted)):
        for row in _rows(scope, place, year, month):
            _take(counts, row, place, year, month)
    return counts


def _spans(windows: Iterable[Window]) -> set[tuple[int, int]]:
    """Return the pairs of year and month to ask for; in a fill it is one, the month of the batch."""
    months: dict[int, set[int]] = defaultdict(set)
    for window in windows:
        is_whole = is_year(window.period)
        months[window.period if is_whole else window.period // 100] |= set() if is_whole else {window.period}
    return {(year, month) for year, wanted in months.items() for month in wanted or {_NO_MONTH}}


def _federation(place: Place) -> Scope:
    """Return the scope of all organisations of the federation, as far as the one entered reaches."""
    return Scope(required_scope().actor, frozenset(organisations_of(place.federation_id)))


def _rows(scope: Scope, place: Place, year: int, month: int) -> list[_Row]:
    from analytics.rollup import expressions, sql  # here, because Ibis takes half a second and only workers count

    first, last = months_in(year)
    values = {
        expressions.ORGANISATION: place.organisation_id,
        expressions.MONTH: month,
        expressions.FIRST: first,
        expressions.LAST: last,
    }
    depth = max((len(lineage) for lineage in place.lineages.values()), default=1)
    return sql.rows(expressions.query(scope, tuple(kpi.measure for kpi in KPIS), depth), values)


def _take(counts: Counts, row: _Row, place: Place, year: int, month: int) -> None:
    """Put the counts of a row where they were asked for; those of other units are left aside."""
    from analytics.rollup.expressions import LEVEL, PART, SCOPE, in_month, in_year

    level = str(row[LEVEL])
    whole = {Level.ORGANISATION: place.organisation_id, Level.FEDERATION: place.federation_id}
    scope_id = whole.get(Level(level), int(row[SCOPE] or 0))
    for at, kpi in enumerate(KPIS):
        for period, column in ((year, in_year(at)), (month, in_month(at))):
            key = kpi.key, Window(level, scope_id, period, str(row[PART]))
            if key in counts:
                counts[key] = int(row[column] or 0)
