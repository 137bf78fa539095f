"""Writes of the shared channel: take a snapshot, and take a wrongly published value out of those there are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction

from academy.periods import Month
from analytics.kpis.periods import is_open, is_year, months_between
from analytics.models import ExaminedPeriod, Purge, SharedFigure, Snapshot
from analytics.release.shared import cells, queries
from analytics.release.shared.cells import Said, months_shared
from analytics.release.suppression import Key
from analytics.rollup.actions import turns
from analytics.rollup.queries.marks import federation_of

log = structlog.get_logger(__name__)
# What a cell says.
CONTENT = ("kpi_version", "state", "numerator", "denominator", "denominator_as_of")


def due(federation_id: int, launched_on: date, now: datetime) -> list[int]:
    """Return the periods to look at in the round that closes a month: all that have ended and were not looked at this month.

    Once a month, and all together: published when it happens, a correction would tell when somebody's record changed.
    Months come before their years, which are hidden with them. One query, whatever the number of periods.
    """
    examined = queries.examined(federation_id, Month.of(now).number)
    return [each for each in _periods(launched_on, now) if not is_open(each, now) and each not in examined]


def _periods(launched_on: date, now: datetime) -> list[int]:
    first, this = Month(launched_on.year, launched_on.month), Month.of(now)
    months = months_between(first.number, this.number)
    return months + list(range(first.year, this.year + 1))


def take(*, federation_id: int, launched_on: date, period: int, now: datetime, because: str = "") -> Snapshot | None:
    """Publish a period that has ended, all of it in one transaction; return None when there is nothing new to say.

    Either way the period has been looked at, and the round of this month passes it over: the transaction that publishes
    says so too. `because` is why an operator does not wait for that round. Nothing is published while statements of the
    period wait to be counted, or figures for a raised version of their KPI, nor before anybody takes part, nor a year
    before its months: what they will hide is not known yet. Raises turns.Overtaken when figures were written meanwhile:
    nothing is written then, and the next call starts over. Needs a scope that sees the whole federation.
    """
    turn = turns.current(federation_id)
    if is_open(period, now) or queries.is_waiting(federation_id, period):
        return None
    context = [*(months_shared(period, launched_on) if is_year(period) else []), period]
    snapshots = queries.latest(federation_id, context)
    before = snapshots.pop(period, None)
    if _awaits(federation_id, launched_on, [month for month in context[:-1] if month not in snapshots]):
        return None
    members = queries.members(federation_id, context)
    if cells.is_behind(members):
        return None
    kept = _kept(before)
    said = cells.said(
        members,
        period,
        launched_on,
        hidden_before=queries.hidden_in(snapshots.values()),
        purged=queries.purged(federation_id, context),
        kept={Key(row.organisation_id, row.kpi, period): row.state for row in kept},
    )
    rows = [*_rows(said, before), *_copied(kept, [member.id for member in members])]
    if not _is_news(rows, before):
        _note_examined(federation_id, period, now)
        return None
    with transaction.atomic():
        turns.take(federation_id, turn)
        _note_examined(federation_id, period, now)
        about = {"federation_id": federation_id, "period": period, "taken_at": now, "because": because.strip()[:300]}
        snapshot = _published(rows, before, about)
    log.info("snapshot_taken", federation=federation_id, period=period, number=snapshot.number)
    return snapshot


def _published(rows: Sequence[SharedFigure], before: Snapshot | None, about: Mapping[str, Any]) -> Snapshot:
    snapshot: Snapshot = Snapshot.objects.create(
        number=before.number + 1 if before else 1,
        reason=Snapshot.Reason.CORRECTED if before else Snapshot.Reason.CLOSED,
        **about,
    )
    for row in rows:
        row.snapshot = snapshot
    SharedFigure.objects.bulk_create(rows)
    return snapshot


def _note_examined(federation_id: int, period: int, now: datetime) -> None:
    row = ExaminedPeriod(federation_id=federation_id, period=period, month=Month.of(now).number)
    ExaminedPeriod.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["federation", "period"], update_fields=["month"]
    )


def _awaits(federation_id: int, launched_on: date, unpublished: Sequence[int]) -> bool:
    return any(queries.anyone_takes_part(federation_id, month, launched_on) for month in unpublished)


def _kept(before: Snapshot | None) -> list[SharedFigure]:
    """Return what a snapshot says of KPIs whose version has been raised since: it stays, also in later snapshots.

    Both versions of one period side by side would tell of those in whom they differ, and these may be few.
    """
    rows = queries.cells_of(before) if before else []
    versions = {kpi.key: kpi.version for kpi in cells.kpis_of(before.period)} if before else {}
    raised = {row.kpi for row in rows if row.kpi in versions and row.kpi_version != versions[row.kpi]}
    return [row for row in rows if row.kpi in raised]


def _copied(kept: Sequence[SharedFigure], organisation_ids: Sequence[int]) -> list[SharedFigure]:
    """Return the rows again as new ones. Organisations that have come since have no part in them."""
    there, versions = {_key(row): row for row in kept}, {row.kpi: row.kpi_version for row in kept}
    names = [*CONTENT, "organisation_id", "kpi"]
    copies = [SharedFigure(**{name: getattr(row, name) for name in names}) for row in kept]
    return copies + [
        SharedFigure(organisation_id=each, kpi=kpi, kpi_version=version, state=SharedFigure.State.NOT_TAKING_PART)
        for kpi, version in versions.items()
        for each in organisation_ids
        if (each, kpi) not in there
    ]


def _rows(said: Sequence[Said], before: Snapshot | None) -> list[SharedFigure]:
    known = {_key(row): _content(row) for row in queries.cells_of(before)} if before else {}
    reasons = queries.reasons_since(before) if before else {}
    rows = []
    for each in said:
        row = _row(each)
        # Only of what is shown: the reason for another hidden value would tell that it is another one.
        if row.state == SharedFigure.State.SHOWN and known.get(_key(row), _content(row)) != _content(row):
            key = Key(each.organisation_id, each.kpi.key, before.period if before else 0)
            row.corrected_because = reasons.get(key, "")
        rows.append(row)
    return rows


def _row(said: Said) -> SharedFigure:
    counted = said.counted
    return SharedFigure(
        organisation_id=said.organisation_id,
        kpi=said.kpi.key,
        kpi_version=counted.kpi_version if counted else said.kpi.version,
        state=said.state,
        numerator=counted.count if counted else None,
        denominator=counted.denominator if counted and said.kpi.is_ratio else None,
        denominator_as_of=counted.denominator_as_of if counted and said.kpi.is_ratio else None,
    )


def _key(row: SharedFigure) -> tuple[int, str]:
    return row.organisation_id, row.kpi


def _content(row: SharedFigure) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in CONTENT)


def _is_news(rows: Sequence[SharedFigure], before: Snapshot | None) -> bool:
    """Tell whether these cells say anything else than the last ones. Looks at what is published, never behind it."""
    if before is None:
        return any(row.state != SharedFigure.State.NOT_TAKING_PART for row in rows)
    return {_key(row): _content(row) for row in rows} != {_key(row): _content(row) for row in queries.cells_of(before)}


def purge(*, organisation_id: int, kpi: str, period: int, reason: str, now: datetime) -> Purge:
    """Take an organisation's value out of every snapshot of a period, and write down that this was done and why.

    Raises ValueError without a reason, and when no such value has been published. It is not published again, also not by
    a snapshot that is being worked out. Needs the organisation's scope.
    """
    if not reason.strip():
        raise ValueError("A purge needs a reason that an auditor can read.")
    federation_id = federation_of(organisation_id)
    with transaction.atomic():
        # First: a snapshot that is being worked out must not bring the value back.
        turns.seize(federation_id)
        rows = SharedFigure.objects.filter(
            organisation_id=organisation_id, kpi=kpi, snapshot__period=period, state=SharedFigure.State.SHOWN
        )
        emptied = SharedFigure.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).emptied()
        if not emptied:
            raise ValueError("No such value has been published.")
        made = Purge.objects.create(
            organisation_id=organisation_id,
            kpi=kpi,
            period=period,
            figures=emptied,
            reason=reason.strip()[:300],
            purged_at=now,
        )
    log.info("shared_figure_purged", organisation=organisation_id, kpi=kpi, period=period, figures=emptied)
    return made
