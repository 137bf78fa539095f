"""Correcting the columns beside statements when it turns out that the learner worked elsewhere than was known.

`raw` is never touched: who the learner was stands in columns alone. What a figure had counted under the old unit and what
it must count under the new one is marked in the same transaction.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from academy.periods import local_day
from analytics.lrs.authors import PLATFORM
from analytics.models import DirtyMark, Reason, Statement
from learners.dimensions import Dimensions

Rule = Callable[[UUID, date], Dimensions]
_REGISTRATIONS_A_QUERY = 500
_COLUMNS = ("unit_id", "sector", "leader_group")
_Columns = tuple[int | None, str, str]


def restamp(organisation_id: int, actor: str, registrations: Sequence[UUID], rule: Rule) -> Counter[int]:
    """Make the platform's statements of these attempts say what the rule says; return how many changed, by month (YYYYMM).

    `actor` is the column value of the learner's account. The rule is asked for the Swedish day of each timestamp. Enter
    the tenant's scope and a transaction before.
    """
    changed: dict[_Columns, list[int]] = defaultdict(list)
    windows: set[tuple[int | None, int]] = set()
    months: Counter[int] = Counter()
    for row in _rows(organisation_id, actor, registrations):
        was, now = _columns(row), _said(rule(cast("UUID", row.registration), local_day(row.timestamp)))
        if was != now:
            changed[now].append(row.pk)
            windows |= {(was[0], row.month), (now[0], row.month)}
            months[row.month] += 1
    for values, ids in changed.items():
        _write(values, ids)
    DirtyMark.objects.bulk_create(
        DirtyMark(organisation_id=organisation_id, unit_id=unit_id, month=month, reason=Reason.MEMBERSHIP_CORRECTED)
        for unit_id, month in windows
    )
    return months


def _rows(organisation_id: int, actor: str, registrations: Sequence[UUID]) -> Iterator[Statement]:
    for start in range(0, len(registrations), _REGISTRATIONS_A_QUERY):
        some = registrations[start : start + _REGISTRATIONS_A_QUERY]
        rows = Statement.objects.filter(organisation_id=organisation_id, authority=PLATFORM, actor=actor)
        yield from rows.filter(registration__in=some).only("registration", "timestamp", "month", *_COLUMNS)


def _columns(row: Statement) -> _Columns:
    return row.unit_id, row.sector, row.leader_group


def _said(dimensions: Dimensions) -> _Columns:
    return dimensions.unit_id, dimensions.sector, dimensions.leader_group


def _write(values: _Columns, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), _REGISTRATIONS_A_QUERY):
        some = Statement.objects.filter(pk__in=ids[start : start + _REGISTRATIONS_A_QUERY])
        some.update(**dict(zip(_COLUMNS, values, strict=True)))
