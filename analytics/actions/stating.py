"""Stating numbers of employees as a person does: within one's reach, and written down in the organisation's journal."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from analytics.actions.headcounts import remove_headcount, set_headcount
from analytics.actions.queries.headcounts import StatedNumber, stated_number
from analytics.rollup.actions import turns
from learners.actions.journal import note_change
from learners.changes import ChangeKind
from learners.errors import NotYours
from learners.models import Unit
from learners.queries.units import unit_within
from learners.roles import Permission
from learners.tenancy import Acting


@transaction.atomic
def state(*, acting: Acting, unit_id: int, as_of: date, employees: int, source: str, now: datetime) -> None:
    """State how many employees a unit has, or correct the number of a day. Raises NotYours and HeadcountRefused."""
    unit = _held(acting, unit_id)
    before = stated_number(acting.organisation.id, unit.pk, as_of)
    after = StatedNumber(as_of, employees, source.strip())
    if before == after:
        return
    set_headcount(
        organisation_id=acting.organisation.id,
        unit_id=unit.pk,
        as_of=as_of,
        employees=employees,
        source=source,
        now=now,
    )
    _note(acting, ChangeKind.HEADCOUNT_STATED, unit, now, before=before, after=after)


@transaction.atomic
def take_back(*, acting: Acting, unit_id: int, as_of: date, now: datetime) -> None:
    """Take away a number that was stated wrongly. Raises NotYours, also when none is stated for the day."""
    unit = _held(acting, unit_id)
    before = stated_number(acting.organisation.id, unit.pk, as_of)
    if before is None:
        raise NotYours(f"{unit_id} {as_of}")
    remove_headcount(organisation_id=acting.organisation.id, unit_id=unit.pk, as_of=as_of, now=now)
    _note(acting, ChangeKind.HEADCOUNT_REMOVED, unit, now, before=before, after=None)


def _held(acting: Acting, unit_id: int) -> Unit:
    unit = unit_within(acting, Permission.STATE_HEADCOUNTS, unit_id)
    if unit is None:
        raise NotYours(str(unit_id))
    # What stands there before is read only once nobody else can change it.
    turns.seize(acting.organisation.federation_id)
    return unit


def _note(
    acting: Acting,
    kind: ChangeKind,
    unit: Unit,
    now: datetime,
    *,
    before: StatedNumber | None,
    after: StatedNumber | None,
) -> None:
    note_change(
        organisation_id=acting.organisation.id,
        by_id=acting.person_id,
        kind=kind,
        now=now,
        about=unit.name,
        before=_said(before),
        after=_said(after),
    )


def _said(number: StatedNumber | None) -> dict[str, Any]:
    if number is None:
        return {}
    return {"as_of": number.as_of.isoformat(), "employees": number.employees, "source": number.source}
