"""Voiding, in whatever order the two statements arrive (xAPI-Data 2.3.2)."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from analytics.lrs.authors import may_void
from analytics.models import Statement


class NotYours(PermissionError):
    """The statement at this position would void one that another authority made; the platform alone may do that."""

    def __init__(self, position: int) -> None:
        super().__init__(
            "A statement can be voided only with the key that stored it; nothing of the request was stored."
        )
        self.position = position


def settle(rows: Sequence[Statement], fresh: Sequence[Statement]) -> list[Statement]:
    """Void what those rows of a batch that are fresh in the table void, and those that were voided before they came.

    Returns the rows that are voided now. A voiding statement is never voided: one that tries has no effect.
    Raises NotYours when a fresh row would void another authority's statement.
    """
    authorities = _voiding_authorities(fresh)
    if not authorities:
        return []
    targets = list(_targets(authorities))
    _refuse_foreign(rows, targets)
    voided = [row for row in targets if any(may_void(name, row.authority) for name in authorities[row.statement_id])]
    Statement.objects.filter(pk__in=[row.pk for row in voided]).update(is_voided=True)
    return voided


def _voiding_authorities(fresh: Sequence[Statement]) -> dict[UUID, set[str]]:
    """Return who voids what, of all that the fresh rows void or that is voided among them."""
    ids = {row.voids for row in fresh if row.voids} | {row.statement_id for row in fresh}
    found: dict[UUID, set[str]] = defaultdict(set)
    for target, authority in Statement.objects.filter(voids__in=ids).values_list("voids", "authority"):
        if target is not None:
            found[target].add(authority)
    return found


def _targets(authorities: dict[UUID, set[str]]) -> list[Statement]:
    valid = Q(statement_id__in=list(authorities), voids__isnull=True, is_voided=False)
    fields = ("organisation_id", "unit_id", "month", "authority", "statement_id", "voids")
    return list(Statement.objects.filter(valid).only(*fields))


def _refuse_foreign(rows: Sequence[Statement], targets: Sequence[Statement]) -> None:
    authors = {row.statement_id: row.authority for row in targets}
    for position, row in enumerate(rows):
        if row.voids in authors and not may_void(row.authority, authors[row.voids]):
            raise NotYours(position)
