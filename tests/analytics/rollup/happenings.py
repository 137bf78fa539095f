"""Statements as the record store leaves them: a row and, in the same transaction, a dirty mark."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from academy.periods import STOCKHOLM, Month
from academy.scoping import unscoped_quietly
from analytics.models import DirtyMark, Fact, Figure, Statement
from analytics.release.publish import prepare
from analytics.rollup.fill import fill
from analytics.xapi import vocabulary
from learners.models import Unit

NOVEMBER = datetime(2026, 11, 16, 10, 0, tzinfo=STOCKHOLM)


def happened(
    unit: Unit,
    person: str,
    *,
    at: datetime = NOVEMBER,
    verb: str = vocabulary.COMPLETED.iri,
    kind: str = "module",
    leader_group: str = "",
    authority: str = "platform",
) -> Statement:
    """Store one statement of a person in a unit, with its mark."""
    with transaction.atomic(), unscoped_quietly("a test's statement"):
        row = Statement.objects.create(
            organisation_id=unit.organisation_id,
            statement_id=uuid.uuid4(),
            raw="{}",
            stored=at,
            timestamp=at,
            month=Month.of(at).number,
            actor=person,
            verb=verb,
            activity="https://akademin.example/moduler/1",
            authority=authority,
            unit=unit,
            leader_group=leader_group,
            object_kind=kind,
        )
        marked(unit, row.month)
    return row


def marked(unit: Unit, month: int) -> None:
    """Append a dirty mark."""
    with unscoped_quietly("a test's mark"):
        DirtyMark.objects.create(organisation_id=unit.organisation_id, unit=unit, month=month)


def voided(row: Statement) -> None:
    """Take a statement back, as a voiding statement does."""
    with transaction.atomic(), unscoped_quietly("a test's voiding"):
        Statement.objects.filter(pk=row.pk).update(is_voided=True)
        DirtyMark.objects.create(organisation_id=row.organisation_id, unit_id=row.unit_id, month=row.month)


def filled(at: datetime = NOVEMBER + timedelta(minutes=1)) -> int:
    """Run the fill as the job does, at a moment of the test's choice."""
    return fill(prepare=prepare, clock=lambda: at)


def fact(kpi: str, level: str, scope_id: int, period: int) -> int | None:
    """Return what has been counted in one window, None if it never was."""
    return (
        Fact.objects.filter(kpi=kpi, level=level, scope_id=scope_id, period=period)
        .values_list("count", flat=True)
        .first()
    )


def figure(kpi: str, unit: Unit | None, period: int, organisation_id: int = 0) -> Figure:
    """Return one released figure; without a unit that of the whole organisation."""
    with unscoped_quietly("a test looks"):
        if unit is not None:
            return Figure.objects.get(kpi=kpi, unit=unit, period=period)
        return Figure.objects.get(kpi=kpi, unit=None, period=period, organisation_id=organisation_id)


def marks_left() -> int:
    """Return how many marks wait."""
    with unscoped_quietly("a test looks"):
        return DirtyMark.objects.count()
