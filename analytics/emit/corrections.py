"""Hears that someone's memberships were corrected, and makes what was recorded say the same, in that transaction."""

from academy.events import handles
from academy.scoping import Scope, entered
from analytics.emit.statements import actor_of
from analytics.lrs import authors, keys
from analytics.lrs.restamp import restamp
from analytics.lrs.waking import ask_for_counting
from learners.events import MembershipCorrected, Moved


@handles(MembershipCorrected)
def restamp_statements(event: MembershipCorrected) -> None:
    """Restamp the statements of the person's attempts, say how many moved, and have the figures counted anew."""
    with entered(Scope(actor=authors.PLATFORM, tenants=frozenset({event.organisation_id}))):
        moved = restamp(
            event.organisation_id, keys.actor_column(actor_of(event.account)), list(event.rule.homes), event.rule.at
        )
    event.moved.extend(Moved(month, records) for month, records in moved.items())
    if moved:
        ask_for_counting()
