"""All windows of one organisation and month, with all measures, as one expression. Imports Ibis.

It reads the index statement_counted once: first the year's statements of the federation shrink to one row for each person
in each unit, then these few are put together for the federation, the organisation and each unit. A person is one row of
the group that is counted, so nobody is counted twice and no distinct values are sorted.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import ibis
from django.db import connection
from ibis.expr.types import Table

from academy.scoping import Scope
from analytics.kpis.measures import Measure
from analytics.models import Statement
from analytics.models.figures import Level
from analytics.rollup.projection import (
    PART_COLUMN,
    PERIOD_COLUMN,
    PERSON_COLUMN,
    UNIT_COLUMN,
    counted,
    number,
    total,
)
from analytics.rollup.sql import Query, bound, compiled
from analytics.rollup.tables import scoped_table
from learners.models import Unit

# The numbers that a query takes.
ORGANISATION, MONTH, FIRST, LAST = "organisation", "month", "first", "last"
# The columns of its rows, beside two for each measure.
LEVEL, SCOPE, PART = "level", "scope", "part"
_IS_MONTH = "is_month"


def in_year(measure: int) -> str:
    """Return the column that has the count of the year, for the measure at this position."""
    return f"year_{measure}"


def in_month(measure: int) -> str:
    """Return the column that has the count of the month."""
    return f"month_{measure}"


@lru_cache(maxsize=100)
def query(scope: Scope, measures: tuple[Measure, ...], depth: int) -> Query:
    """Return the query for a federation's scope, compiled once for each depth of a tree, for the database in use."""
    return compiled(windows(scope, measures, depth), connection.vendor)


def windows(scope: Scope, measures: Sequence[Measure], depth: int) -> Table:
    """Return a row for each level, scope and part: the counts of each measure in the year and in the month.

    `depth` is how many levels of units the organisation has. The federation's scope id is 0, as is the organisation's:
    the numbers bound say which they are.
    """
    pieces = _pieces(scoped_table(scope, Statement), measures)
    own = pieces.filter(pieces.organisation_id == bound(ORGANISATION))
    in_units = own.join(_tree(scope, depth), UNIT_COLUMN)
    found = [
        *_levels(pieces, Level.FEDERATION, (), measures),
        *_levels(own, Level.ORGANISATION, (), measures),
        *_levels(in_units, Level.UNIT, (SCOPE,), measures),
    ]
    return ibis.union(*found)


def _pieces(statements: Table, measures: Sequence[Measure]) -> Table:
    """One row for each person in each unit: how many statements each measure looks at, in the month and otherwise."""
    chosen = counted(statements)
    chosen = chosen.filter(chosen[PERIOD_COLUMN].between(bound(FIRST), bound(LAST)))
    keys = ["organisation_id", UNIT_COLUMN, PERSON_COLUMN, *([PART_COLUMN] if _has_parts(measures) else [])]
    is_month = (chosen[PERIOD_COLUMN] == bound(MONTH)).name(_IS_MONTH)
    numbers = {f"n_{at}": number(chosen, measure) for at, measure in enumerate(measures)}
    return chosen.group_by([*keys, is_month]).aggregate(**numbers)


def _tree(scope: Scope, depth: int) -> Table:
    """Each unit of the organisation beside itself and each unit above it, whose id is the scope.

    By parents rather than by paths: whether one text begins with another can only be tried pair by pair.
    """
    every = scoped_table(scope, Unit)
    units = every.filter(every.organisation_id == bound(ORGANISATION))
    steps = [units.select(units.id.name(SCOPE), units.id.name(UNIT_COLUMN), units.parent_id)]
    for _ in range(depth - 1):
        below, above = steps[-1], units.view()
        up = below.join(above, below.parent_id == above.id)
        steps.append(up.select(above.id.name(SCOPE), below[UNIT_COLUMN], above.parent_id))
    return ibis.union(*steps) if depth > 1 else steps[0]


def _levels(pieces: Table, level: Level, keys: tuple[str, ...], measures: Sequence[Measure]) -> Iterable[Table]:
    """Count everyone, and if any measure asks for it each leader group too."""
    yield _level(pieces, level, keys, measures)
    if _has_parts(measures):
        groups = pieces.filter(pieces[PART_COLUMN] != "").rename({PART: PART_COLUMN})
        yield _level(groups, level, (*keys, PART), measures)


def _level(pieces: Table, level: Level, keys: tuple[str, ...], measures: Sequence[Measure]) -> Table:
    """One row for each value of the keys, made of one row for each of these and each person."""
    sums = {}
    for at in range(len(measures)):
        sums[in_year(at)] = pieces[f"n_{at}"].sum()
        sums[in_month(at)] = pieces[f"n_{at}"].sum(where=pieces[_IS_MONTH])
    people = pieces.group_by([*keys, PERSON_COLUMN]).aggregate(**sums)
    counts = {
        name(at): total(people, name(at), each) for at, each in enumerate(measures) for name in (in_year, in_month)
    }
    table = (people.group_by(list(keys)) if keys else people).aggregate(**counts)
    table = table.mutate(**{LEVEL: ibis.literal(level.value)})
    missing = {SCOPE: ibis.literal(0, "int64"), PART: ibis.literal("")}
    table = table.mutate(**{name: value for name, value in missing.items() if name not in keys})
    return table.select(LEVEL, SCOPE, PART, *counts)


def _has_parts(measures: Iterable[Measure]) -> bool:
    return any(measure.parts for measure in measures)
