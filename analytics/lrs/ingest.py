"""The one way in: the platform's handlers call `record`, the HTTP resource the same in company with its neighbours."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from itertools import repeat
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from academy.scoping import entered
from analytics.lrs import definitions, policy, store
from analytics.lrs.authors import Author
from analytics.lrs.drafts import Draft, draft
from analytics.lrs.queries import units
from analytics.lrs.rows import Stamp, candidates, common_of, with_id
from analytics.lrs.together import Together
from analytics.xapi.normalise import normalised
from analytics.xapi.statement import validate_batch
from analytics.xapi.versions import Version

NO_STAMP = Stamp()

# A larger one gains nothing by company: a transaction costs what storing ten statements costs.
_A_SMALL_BATCH = 10
_MOST_IN_COMPANY = 20


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
    drafts = _drafts(statements, version, accept, texts)
    if drafts:
        _store(drafts, author=author, version=version, stamp=stamp, keep=keep, clock=clock)
    return [each.statement_id for each in drafts]


def record_in_company(
    statements: Sequence[Mapping[str, Any]],
    *,
    author: Author,
    version: Version,
    accept: Callable[[Sequence[Mapping[str, Any]]], None] = policy.anyone,
    texts: Sequence[str] | None = None,
) -> list[UUID]:
    """Store a batch as `record` does, a small one in one transaction with those that other threads send as the same author.

    Each is still stored whole or not at all, and by itself where the company has a fault; returning means durable. What
    refers to another statement, and what a caller's transaction holds, goes by itself. Raises what `record` raises.
    """
    drafts = _drafts(statements, version, accept, texts)
    one = _Batch(drafts, author, version)
    goes_alone = len(drafts) > _A_SMALL_BATCH or connection.in_atomic_block or any(each.refers_to for each in drafts)
    if drafts:
        _store_one(one) if goes_alone else _company.do(one.line, one)
    return [each.statement_id for each in drafts]


def _drafts(
    statements: Sequence[Mapping[str, Any]],
    version: Version,
    accept: Callable[[Sequence[Mapping[str, Any]]], None],
    texts: Sequence[str] | None,
) -> list[Draft]:
    """Return valid statements that are accepted, as far as they are known without a look at the clock."""
    validate_batch(statements, version)
    accept(statements)
    return [
        draft(with_id(normalised(statement, version)), statement, text)
        for statement, text in zip(statements, texts or repeat(None, len(statements)), strict=True)
    ]


def _store(
    drafts: Sequence[Draft],
    *,
    author: Author,
    version: Version,
    stamp: Stamp = NO_STAMP,
    keep: Callable[[datetime], None] = _nothing_more,
    clock: Callable[[], datetime] = timezone.now,
) -> None:
    refers_to_another = any(each.refers_to for each in drafts)
    with transaction.atomic(), entered(author.scope):
        numbers = store.enter(author.organisation_id, len(drafts), alone=refers_to_another)
        stored, stamp = clock(), units.fitting(stamp, author)
        made = candidates(drafts, numbers, author=author, version=version, stored=stored)
        fresh = store.keep(made, common_of(author, stored, stamp))
        if author.defines:
            definitions.note((each.sent for each in fresh), organisation_id=author.organisation_id)
        keep(stored)


class _Batch(NamedTuple):
    """One request's statements, on their way into the store."""

    drafts: list[Draft]
    author: Author
    version: Version

    @property
    def line(self) -> Hashable:
        """Whose statements can be stored in one go: the author's agent follows from the name."""
        author = self.author
        return author.name, author.organisation_id, author.launched_on, author.defines, self.version


def _store_one(batch: _Batch) -> None:
    _store(batch.drafts, author=batch.author, version=batch.version)


def _store_all(batches: Sequence[_Batch]) -> list[None]:
    drafts = [each for batch in batches for each in batch.drafts]
    _store(drafts, author=batches[0].author, version=batches[0].version)
    return [None] * len(batches)


_company = Together(_store_all, _store_one, most=_MOST_IN_COMPANY)
