"""Into the tables, in the caller's transaction: compare, insert, void, mark the windows that must be counted anew."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from analytics.lrs import references, voiding
from analytics.lrs.authors import PLATFORM
from analytics.lrs.rows import Candidate
from analytics.models import DirtyMark, Reason, Statement
from analytics.xapi import json_text
from analytics.xapi.equality import same

_IDS_A_QUERY = 500


class Conflict(ValueError):
    """The id at this position of the batch stands for another statement already (xAPI-Communication 2.1.2)."""

    def __init__(self, position: int) -> None:
        super().__init__("This id stands for another statement already; nothing of the request was stored.")
        self.position = position


def keep(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Store the rows of one tenant, but for those that are stored already; enter the tenant's scope before.

    Returns those that were not.
    Raises Conflict when an id stands for another statement, voiding.NotYours when a row may not void its target.
    """
    fresh = _inserted(candidates)
    rows = [candidate.row for candidate in fresh]
    referrals = references.referrals_of(rows)
    voided = voiding.settle([candidate.row for candidate in candidates], referrals)
    references.append([(candidate.row, candidate.sent) for candidate in fresh], referrals)
    _mark(rows, Reason.STATEMENT)
    _mark(voided, Reason.VOIDED)
    return fresh


def _inserted(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Insert what is new. Whoever loses a race for an id finds the winner's row at the next comparison.

    Each race lost is an id fewer to insert, so there are no more of them than ids, however many send the same.
    """
    for _ in range(len(candidates) + 1):
        fresh = _not_stored(candidates)
        try:
            with transaction.atomic():
                # In the order of ids: two batches that share some wait for each other and never in a circle.
                rows = (candidate.row for candidate in fresh)
                Statement.objects.bulk_create(sorted(rows, key=lambda row: row.statement_id))
        except IntegrityError as error:
            lost = error
        else:
            return fresh
    raise lost


def _not_stored(candidates: Sequence[Candidate]) -> list[Candidate]:
    stored = dict(_stored(candidate.row.statement_id for candidate in candidates))
    for position, candidate in enumerate(candidates):
        earlier = stored.get(candidate.row.statement_id)
        if earlier is not None and not same(json_text.loads(earlier.encode()), candidate.sent):
            raise Conflict(position)
    return [candidate for candidate in candidates if candidate.row.statement_id not in stored]


def _stored(ids: Iterable[UUID]) -> Iterator[tuple[UUID, str]]:
    wanted = list(ids)
    for start in range(0, len(wanted), _IDS_A_QUERY):
        some = Statement.objects.filter(statement_id__in=wanted[start : start + _IDS_A_QUERY])
        yield from some.values_list("statement_id", "raw")


def _mark(rows: Iterable[Statement], reason: Reason) -> None:
    """Append a mark for each window in which the platform's own statements count; others count nowhere."""
    windows = {
        (row.organisation_id, row.unit_id, row.month) for row in rows if row.authority == PLATFORM and not row.voids
    }
    DirtyMark.objects.bulk_create(
        DirtyMark(organisation_id=organisation_id, unit_id=unit_id, month=month, reason=reason)
        for organisation_id, unit_id, month in windows
    )
