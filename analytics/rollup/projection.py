"""Which columns of a statement carry what a measure speaks of; the only place that knows both. Imports Ibis."""

from ibis.expr.types import BooleanValue, IntegerScalar, Table

from analytics.kpis.measures import Counting, Measure

PERSON_COLUMN = "actor"
PERIOD_COLUMN = "month"
UNIT_COLUMN = "unit_id"
PART_COLUMN = "leader_group"


def counted(statements: Table) -> Table:
    """Keep what counts at all, the platform's own word that is not taken back.

    Word for word the condition of the partial index statement_counted.
    """
    return statements.filter([statements.authority == "platform", ~statements.is_voided])


def condition(statements: Table, measure: Measure) -> BooleanValue:
    """Return which of the counted statements a measure looks at."""
    chosen: BooleanValue = statements.verb.isin(sorted(measure.verbs))
    if measure.object_kinds:
        chosen &= statements.object_kind.isin(sorted(measure.object_kinds))
    if measure.without_leader_groups:
        chosen &= statements.leader_group.notin(sorted(measure.without_leader_groups))
    return chosen


def number(statements: Table, measure: Measure) -> IntegerScalar:
    """Return how many statements of a group the measure looks at."""
    return statements.count(where=condition(statements, measure))


def total(people: Table, numbers: str, measure: Measure) -> IntegerScalar:
    """Return a measure's count from one row a person: the sum of their statements, or how many people have any."""
    column = people[numbers]
    if measure.counting is Counting.PEOPLE:
        return people.count(where=column > 0)
    return column.sum()
