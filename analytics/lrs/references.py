"""Rows by which statements are found beyond their columns, appended with them: no row is ever changed or shared.

A statement whose object is a StatementRef is found by whatever finds the statement it refers to, and so on along the
chain (xAPI-Communication 2.1.3, filter conditions for StatementRefs), in whatever order they arrive.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from analytics.lrs import mentions, reference_rows
from analytics.lrs.rows import Common, Row
from analytics.models import Statement
from analytics.xapi import json_text

LONGEST_CHAIN = 20
"""How many statements are followed along StatementRefs: without an end, a chain of thousands would cost its square."""


class Referral(NamedTuple):
    """A stored statement that refers to another one; voiding is one way of doing so."""

    refers_to: UUID
    row: int
    statement_id: UUID
    stored: datetime
    authority: str
    voids: UUID | None


@dataclass(frozen=True)
class _Target:
    row: int
    refers_to: UUID | None
    keys: frozenset[UUID]


def referrals_of(fresh: Sequence[Row], common: Common) -> list[Referral]:
    """Return the referrals that fresh statements make, and those of stored statements to fresh ones."""
    made = [
        Referral(row.refers_to, row.number, row.statement_id, common.stored, common.authority, row.voids)
        for row in fresh
        if row.refers_to is not None
    ]
    return [*made, *_referrals_to([row.statement_id for row in fresh])]


def _referrals_to(ids: Collection[UUID]) -> list[Referral]:
    columns = ("refers_to", "pk", "statement_id", "stored", "authority", "voids")
    return [Referral(*row) for row in Statement.objects.filter(refers_to__in=ids).values_list(*columns)]


def append_through(known: Sequence[Referral], organisation_id: int) -> None:
    """Append the rows by which statements are found through what they refer to; `known` is what referrals_of says."""
    if known:
        reference_rows.insert(list(_through(known, organisation_id)), some_are_there=True)


def _through(known: Sequence[Referral], organisation_id: int) -> Iterator[reference_rows.Row]:
    referring = _with_ancestors(known)
    targets = _targets({referral.refers_to for referral in referring})
    for referral in referring:
        for target in _chain(referral, targets):
            for key in target.keys:
                yield reference_rows.Row(organisation_id, key, referral.stored, referral.row, target.row)


def _with_ancestors(known: Iterable[Referral]) -> list[Referral]:
    """Return the referrals with those to their own statements, and so on upwards."""
    found = {referral.row: referral for referral in known}
    level = list(found.values())
    for _ in range(LONGEST_CHAIN):
        above = _referrals_to([referral.statement_id for referral in level])
        level = [referral for referral in above if referral.row not in found]
        if not level:
            break
        found |= {referral.row: referral for referral in level}
    return list(found.values())


def _targets(wanted: set[UUID]) -> dict[UUID, _Target]:
    """Return the statements with these ids that are stored, and those they refer to in turn."""
    found: dict[UUID, _Target] = {}
    for _ in range(LONGEST_CHAIN):
        rows = Statement.objects.filter(statement_id__in=wanted).values_list("statement_id", "pk", "refers_to", "raw")
        level = {
            identifier: _Target(row, refers_to, frozenset(mentions.keys_through(json_text.loads(raw.encode()))))
            for identifier, row, refers_to, raw in rows
        }
        found |= level
        wanted = {target.refers_to for target in level.values() if target.refers_to} - found.keys()
        if not wanted:
            break
    return found


def _chain(start: Referral, targets: Mapping[UUID, _Target]) -> Iterator[_Target]:
    """Give the statements that one refers to, along the chain; a circle ends where it began."""
    seen, wanted = {start.statement_id}, start.refers_to
    for _ in range(LONGEST_CHAIN):
        target = targets.get(wanted)
        if target is None or wanted in seen:
            return
        yield target
        seen.add(wanted)
        if target.refers_to is None:
            return
        wanted = target.refers_to
