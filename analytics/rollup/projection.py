"""Which columns of a statement carry what a measure speaks of; the only place that knows both."""

from django.db.models import Count, Q

from analytics.kpis.measures import Counting, Measure

# Word for word the condition of the partial index statement_counted: only the platform's own word counts.
COUNTED = Q(authority="platform", is_voided=False)
PERIOD_COLUMN = "month"
UNIT_COLUMN = "unit_id"
PERSON_COLUMN = "actor"


def condition(measure: Measure) -> Q:
    """Return which of the counted statements a measure looks at."""
    chosen = Q(verb__in=sorted(measure.verbs))
    if measure.object_kinds:
        chosen &= Q(object_kind__in=sorted(measure.object_kinds))
    if measure.without_leader_groups:
        chosen &= ~Q(leader_group__in=sorted(measure.without_leader_groups))
    return chosen


def aggregate(measure: Measure) -> Count:
    """Return the SQL count of a measure; people are counted once, however many statements they have."""
    chosen = condition(measure)
    if measure.counting is Counting.PEOPLE:
        return Count(PERSON_COLUMN, distinct=True, filter=chosen)
    # Any column of the index that is never null: the number of a row is not in it.
    return Count(PERIOD_COLUMN, filter=chosen)
