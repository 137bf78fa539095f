"""Hears the events of learning and stores a statement for each, in the transaction of whoever published it."""

from typing import Any

from celery import current_app

from academy.events import handles
from academy.jobs import kick
from academy.scoping import Scope, entered
from analytics.emit.statements import EVENTS, statement_for
from analytics.lrs import authors, ingest
from analytics.lrs.rows import Stamp, Subject
from analytics.models import Statement
from analytics.xapi.versions import Version
from learners.api import launched_on
from learners.events import LearningEvent

# By name: the job stands above this stage and may not be imported here.
_FILL = "analytics.fill_windows"


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
    kick(fill_job())


def _author(organisation_id: int) -> authors.Author:
    with entered(Scope(actor=authors.PLATFORM, tenants=frozenset({organisation_id}))):
        return authors.platform(organisation_id, launched_on(organisation_id))


def fill_job() -> Any:
    """Return the job that counts the windows which wait."""
    return current_app.signature(_FILL)


for _kind in EVENTS:
    handles(_kind)(store_statement)
