"""An organisation decides whether its figures are shown to the other organisations of its federation."""

from datetime import date, datetime

from django.db import transaction

from academy.periods import local_day
from analytics.models import SharingChoice
from learners.actions.journal import note_change
from learners.changes import ChangeKind


class SharingRefused(ValueError):
    """The decision cannot be taken; the text says why, for developers."""


def earliest(takes_part: bool, now: datetime) -> date | None:
    """Return the first day from which a decision may hold. What is published stays so; what is not may still be."""
    return None if takes_part else local_day(now).replace(day=1)


def decide_sharing(
    *, organisation_id: int, takes_part: bool, valid_from: date, by_id: int | None, now: datetime
) -> SharingChoice:
    """Take part in the shared figures, or no longer, from a day on. Needs the organisation's scope.

    Raises SharingRefused for leaving from a day before this month: its figures are published and stay so. The same
    decision twice is one.
    """
    first = earliest(takes_part, now)
    if first and valid_from < first:
        raise SharingRefused("An organisation cannot leave from a month that has ended.")
    with transaction.atomic():
        before = SharingChoice.objects.filter(organisation_id=organisation_id).order_by("decided_at", "pk").last()
        if before and (before.takes_part, before.valid_from) == (takes_part, valid_from):
            return before
        made = SharingChoice.objects.create(
            organisation_id=organisation_id,
            takes_part=takes_part,
            valid_from=valid_from,
            decided_at=now,
            decided_by_id=by_id,
        )
        note_change(
            organisation_id=organisation_id,
            by_id=by_id,
            kind=ChangeKind.SHARING_CHANGED,
            now=now,
            before=_said(before),
            after=_said(made),
        )
    return made


def _said(choice: SharingChoice | None) -> dict[str, str | bool]:
    if choice is None:
        return {"takes_part": False}
    return {"takes_part": choice.takes_part, "valid_from": choice.valid_from.isoformat()}
