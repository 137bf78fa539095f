"""The one way in: the platform's handlers and the HTTP resource both call `record`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import repeat
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from academy.scoping import entered
from analytics.lrs import definitions, policy, store
from analytics.lrs.authors import Author
from analytics.lrs.drafts import draft
from analytics.lrs.queries import units
from analytics.lrs.rows import Stamp, candidates, common_of, with_id
from analytics.xapi.normalise import normalised
from analytics.xapi.statement import validate_batch
from analytics.xapi.versions import Version

NO_STAMP = Stamp()


def _nothing_more(_: datetime) -> None:
    """What the platform keeps beside its statements."""


def record(
    statements: Sequence[Mapping[str, Any]],
    *,
    author: Author,
    version: Version,
    stamp: Stamp = NO_STAMP,
    accept: Callable[[Sequence[Mapping[str, Any]]], None] = policy.anyone,
    keep: Callable[[datetime], None] = _nothing_more,
    clock: Callable[[], datetime] = timezone.now,
    texts: Sequence[str] | None = None,
) -> list[UUID]:
    """Store a batch, all of it or nothing, and return the statements' ids in the order given.

    Joins the caller's transaction; without one, returning means durable. A statement that is stored already is passed
    over, and a unit of another organisation is left out of the stamp. `accept` raises what the author's policy refuses
    in a valid batch; `keep` writes what belongs beside them, in the transaction and after them. `clock` is a function and
    not a moment, because `stored` must be read behind the lock: whoever reads up to a stored time must have met all
    before it. `texts` are the statements' own, if they are known.

    Raises xapi.errors.StatementError for an invalid statement, store.Conflict for an id that stands for another
    statement, voiding.NotYours for voiding another author's, and whatever `accept` raises.
    Raises ValueError for a stamp of another organisation than the author's.
    """
    validate_batch(statements, version)
    accept(statements)
    if not statements:
        return []
    drafts = [
        draft(with_id(normalised(statement, version)), statement, text)
        for statement, text in zip(statements, texts or repeat(None, len(statements)), strict=True)
    ]
    refers_to_another = any(each.refers_to for each in drafts)
    with transaction.atomic(), entered(author.scope):
        numbers = store.enter(author.organisation_id, len(drafts), alone=refers_to_another)
        stored, stamp = clock(), units.fitting(stamp, author)
        made = candidates(drafts, numbers, author=author, version=version, stored=stored)
        fresh = store.keep(made, common_of(author, stored, stamp))
        if author.defines:
            definitions.note((each.sent for each in fresh), organisation_id=author.organisation_id)
        keep(stored)
    return [each.statement_id for each in drafts]
