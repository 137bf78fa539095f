"""Hears the events of learning and stores a statement for each, in the transaction of whoever published it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from academy.events import handles
from academy.scoping import Scope, entered
from analytics.emit.statements import EVENTS, statement_for
from analytics.lrs import authors, ingest
from analytics.lrs.rows import Stamp, Subject
from analytics.lrs.waking import ask_for_counting
from analytics.models import Statement
from analytics.xapi.build import Json
from analytics.xapi.versions import Version
from learners.api import launched_on
from learners.events import Dimensions, LearningEvent

_held_back: ContextVar[list[LearningEvent] | None] = ContextVar("academy_events_held_back", default=None)


def store_statement(event: LearningEvent) -> None:
    """Store what the event says and have the figures counted anew once it is committed."""
    held_back = _held_back.get()
    if held_back is None:
        _store([event])
    else:
        held_back.append(event)


@contextmanager
def stored_together() -> Iterator[None]:
    """Store what is told inside the block at its end, a batch for each stamp, in one transaction with what was done in it.

    For loads, which would otherwise enter the store once a click. What raises undoes all of it. Not for a block in which
    memberships are corrected: what is held back would not be corrected with the rest.
    """
    events: list[LearningEvent] = []
    with transaction.atomic():
        token = _held_back.set(events)
        try:
            yield
        finally:
            _held_back.reset(token)
        _store(events)


def _store(events: Iterable[LearningEvent]) -> None:
    batches: dict[tuple[Dimensions, Subject], list[Json]] = {}
    for event in events:
        emitted = statement_for(event)
        subject = Subject(Statement.Kind(emitted.kind), event.module.key, event.module.kind)
        batches.setdefault((event.dimensions, subject), []).append(emitted.statement)
    for (dimensions, subject), statements in batches.items():
        ingest.record(
            statements,
            author=_author(dimensions.organisation_id),
            version=Version.V2_0,
            stamp=Stamp(dimensions, subject),
        )
    if batches:
        ask_for_counting()


def _author(organisation_id: int) -> authors.Author:
    with entered(Scope(actor=authors.PLATFORM, tenants=frozenset({organisation_id}))):
        return authors.platform(organisation_id, launched_on(organisation_id))


for _kind in EVENTS:
    handles(_kind)(store_statement)
