"""Into the tables, in the caller's transaction: compare, insert, void, mark the windows that must be counted anew."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import OperationalError

from analytics.lrs import locks, postgres, references, statement_rows, voiding
from analytics.lrs.authors import PLATFORM
from analytics.lrs.rows import Candidate, Common
from analytics.models import DirtyMark, Reason, Statement
from analytics.xapi import json_text
from analytics.xapi.equality import same

_IDS_A_QUERY = 500

_Window = tuple[int, int | None, int]


class Conflict(ValueError):
    """The id at this position of the batch stands for another statement already (xAPI-Communication 2.1.2)."""

    def __init__(self, position: int) -> None:
        super().__init__("This id stands for another statement already; nothing of the request was stored.")
        self.position = position


def enter(organisation_id: int, count: int, *, alone: bool) -> Sequence[int]:
    """Begin to store so many statements of a tenant: take its lock, and numbers for their rows, in rising order."""
    if postgres.is_spoken():
        return locks.enter_ingest(organisation_id, count, alone=alone)
    return statement_rows.next_numbers_on_sqlite(count)


def keep(candidates: Sequence[Candidate], common: Common) -> list[Candidate]:
    """Store the rows of one tenant, but for those that are stored already; enter the tenant's scope before.

    Returns those that were not.
    Raises Conflict when an id stands for another statement, voiding.NotYours when a row may not void its target.
    """
    fresh, some_are_referred_to = _inserted(candidates, common)
    if some_are_referred_to or any(each.row.refers_to for each in fresh):
        referrals = references.referrals_of([each.row for each in fresh], common)
        voided = voiding.settle([each.row for each in candidates], common.authority, referrals)
        references.append_through(referrals, common.organisation_id)
        _mark(((row.organisation_id, row.unit_id, row.month) for row in voided if _counts(row)), Reason.VOIDED)
    if common.authority == PLATFORM:
        windows = ((common.organisation_id, common.unit_id, each.row.month) for each in fresh if not each.row.voids)
        _mark(windows, Reason.STATEMENT)
    return fresh


def _inserted(candidates: Sequence[Candidate], common: Common) -> tuple[list[Candidate], bool]:
    """Insert what is new. What an id stands for already is compared, when whoever stored it has committed."""
    found = statement_rows.insert(candidates, common)
    if len(found.numbers) == len(candidates):
        return list(candidates), found.some_are_referred_to
    _compare({position: each for position, each in enumerate(candidates) if each.row.number not in found.numbers})
    return [each for each in candidates if each.row.number in found.numbers], found.some_are_referred_to


def _compare(repeated: dict[int, Candidate]) -> None:
    """Raise Conflict at the position of a statement whose id stands for another one."""
    stored = dict(_stored(each.row.statement_id for each in repeated.values()))
    for position, each in repeated.items():
        earlier = stored.get(each.row.statement_id)
        if earlier is None:
            raise OperationalError("A statement was deleted while it was sent again.")
        if not same(json_text.loads(earlier.encode()), each.sent):
            raise Conflict(position)


def _stored(ids: Iterable[UUID]) -> Iterator[tuple[UUID, str]]:
    wanted = list(ids)
    for start in range(0, len(wanted), _IDS_A_QUERY):
        some = Statement.objects.filter(statement_id__in=wanted[start : start + _IDS_A_QUERY])
        yield from some.values_list("statement_id", "raw")


def _counts(row: Statement) -> bool:
    return row.authority == PLATFORM and not row.voids


def _mark(windows: Iterable[_Window], reason: Reason) -> None:
    """Append a mark for each window in which the platform's own statements count; others count nowhere."""
    DirtyMark.objects.bulk_create(
        DirtyMark(organisation_id=organisation_id, unit_id=unit_id, month=month, reason=reason)
        for organisation_id, unit_id, month in set(windows)
    )
