"""Voiding, in whatever order the two statements arrive (xAPI-Data 2.3.2)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from analytics.lrs.authors import may_void
from analytics.lrs.references import Referral
from analytics.lrs.rows import Row
from analytics.models import Statement


class NotYours(PermissionError):
    """The statement at this position would void one that another authority made; the platform alone may do that."""

    def __init__(self, position: int) -> None:
        super().__init__(
            "A statement can be voided only with the key that stored it; nothing of the request was stored."
        )
        self.position = position


def settle(rows: Sequence[Row], author: str, referrals: Iterable[Referral]) -> list[Statement]:
    """Void what the fresh ones of a batch's rows void, and those of them that were voided before they came.

    `author` is the column value of whoever stores them; `referrals` are those that the fresh rows make, and those to
    them. Returns the rows that are voided now. A voiding statement is never voided: one that tries has no effect.
    Raises NotYours when a fresh row would void another authority's statement.
    """
    authorities = _voiding_authorities(referrals)
    if not authorities:
        return []
    targets = list(_targets(authorities))
    _refuse_foreign(rows, author, targets)
    voided = [row for row in targets if any(may_void(name, row.authority) for name in authorities[row.statement_id])]
    Statement.objects.filter(pk__in=[row.pk for row in voided]).update(is_voided=True)
    return voided


def _voiding_authorities(referrals: Iterable[Referral]) -> dict[UUID, set[str]]:
    """Return who voids what."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for referral in referrals:
        if referral.voids is not None:
            found[referral.voids].add(referral.authority)
    return found


def _targets(authorities: dict[UUID, set[str]]) -> list[Statement]:
    valid = Q(statement_id__in=list(authorities), voids__isnull=True, is_voided=False)
    fields = ("organisation_id", "unit_id", "month", "authority", "statement_id", "voids")
    return list(Statement.objects.filter(valid).only(*fields))


def _refuse_foreign(rows: Sequence[Row], author: str, targets: Sequence[Statement]) -> None:
    authors = {row.statement_id: row.authority for row in targets}
    for position, row in enumerate(rows):
        if row.voids in authors and not may_void(author, authors[row.voids]):
            raise NotYours(position)
