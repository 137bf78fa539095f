"""A unit has been moved: have the figures of what it left and what it came to counted by today's tree.

The argument is in docs/decisions/0013-a-moved-unit-takes-its-history-along.md.
"""

from itertools import product

from academy.events import handles
from academy.scoping import Scope, entered
from analytics.kpis.periods import LAST_YEAR_NUMBER
from analytics.lrs.waking import ask_for_counting
from analytics.models import DirtyMark, Fact
from analytics.models.figures import Level
from analytics.models.reasons import Reason
from analytics.rollup.actions import turns
from learners.events import UnitMoved


@handles(UnitMoved)
def mark_moved(event: UnitMoved) -> None:
    """Mark, in the transaction of the move, the unit, where it stood and where it stands, in every month counted.

    A mark is expanded by the tree of the day on which it is taken up: the moved unit's leads to the units that are above
    it now, so those that were above it before need the mark of its old parent.
    """
    # First: a fill that has read the old tree must not write after us, nor count a month that we do not see.
    turns.seize(event.federation_id)
    units = (event.unit_id, event.old_parent_id, event.new_parent_id)
    with entered(Scope(actor="system: a unit has moved", tenants=frozenset({event.organisation_id}))):
        DirtyMark.objects.bulk_create(
            DirtyMark(organisation_id=event.organisation_id, unit_id=unit_id, month=month, reason=Reason.UNIT_MOVED)
            for unit_id, month in product(units, _months(event.organisation_id))
        )
    ask_for_counting()


def _months(organisation_id: int) -> list[int]:
    """Every month that has been counted. One that has not has marks of its own, which today's tree expands too."""
    rows = Fact.objects.filter(level=Level.ORGANISATION, scope_id=organisation_id, period__gt=LAST_YEAR_NUMBER)
    return list(rows.order_by("period").values_list("period", flat=True).distinct())
