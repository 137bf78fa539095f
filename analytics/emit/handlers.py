"""Hears the events of learning and stores a statement for each, in the transaction of whoever published it."""

from academy.events import handles
from academy.scoping import Scope, entered
from analytics.emit.statements import EVENTS, statement_for
from analytics.lrs import authors, ingest
from analytics.lrs.rows import Stamp, Subject
from analytics.lrs.waking import ask_for_counting
from analytics.models import Statement
from analytics.xapi.versions import Version
from learners.api import launched_on
from learners.events import LearningEvent


def store_statement(event: LearningEvent) -> None:
    """Store what the event says and have the figures counted anew once it is committed."""
    emitted = statement_for(event)
    subject = Subject(Statement.Kind(emitted.kind), event.module.key, event.module.kind)
    ingest.record(
        [emitted.statement],
        author=_author(event.dimensions.organisation_id),
        version=Version.V2_0,
        stamp=Stamp(event.dimensions, subject),
    )
    ask_for_counting()


def _author(organisation_id: int) -> authors.Author:
    with entered(Scope(actor=authors.PLATFORM, tenants=frozenset({organisation_id}))):
        return authors.platform(organisation_id, launched_on(organisation_id))


for _kind in EVENTS:
    handles(_kind)(store_statement)
