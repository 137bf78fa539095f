"""Whether a stamp fits its tenant: columns that contradict each other would be counted in two places, or in none."""

from dataclasses import replace

import structlog

from analytics.lrs.authors import Author
from analytics.lrs.rows import Stamp
from learners.models import Unit

log = structlog.get_logger(__name__)


def fitting(stamp: Stamp, author: Author) -> Stamp:
    """Return the stamp without its unit if that is another organisation's; enter the author's scope before.

    The statement then counts for the organisation alone, and the contradiction is logged as an error: a learner's click
    is not lost to it. Raises ValueError when the stamp names another organisation than the author's.
    """
    who = stamp.dimensions
    if who is None:
        return stamp
    if who.organisation_id != author.organisation_id:
        raise ValueError("A statement's dimensions are those of its own organisation.")
    if Unit.objects.filter(pk=who.unit_id, organisation_id=author.organisation_id).exists():
        return stamp
    log.error("unit_of_another_organisation", unit=who.unit_id, organisation=author.organisation_id)
    return replace(stamp, leaves_unit_out=True)
