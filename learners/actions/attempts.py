"""What the actions on an attempt share: locking the row, and what every event of it says."""

from datetime import date
from typing import Any

from courses.api import ModuleContent
from learners.dimensions import Dimensions, dimensions_on
from learners.errors import AttemptClosed
from learners.identity import account_name
from learners.models import Enrolment, Membership
from learners.queries.dimensions import held_by


def locked(enrolment: Enrolment) -> Enrolment:
    """Return the attempt as it stands, locked until the transaction ends; raise AttemptClosed when it is over."""
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not row.is_open:
        raise AttemptClosed(str(row.public_id))
    return row


def hold_membership(membership_id: int) -> bool:
    """Hold the membership that an attempt begins through until the transaction ends; tell whether it is there.

    A correction of it holds the same row: without this, neither would see the other, because foreign keys are checked
    at the very end, and the attempt would be stamped by what was.
    """
    return Membership.objects.select_for_update(no_key=True).filter(pk=membership_id).first() is not None


def event_fields(enrolment: Enrolment, content: ModuleContent, day: date) -> dict[str, Any]:
    """Return the fields that every event of an attempt carries."""
    return {
        "account": account_name(enrolment.person_id),
        "registration": enrolment.registration,
        "module": content.activity,
        "dimensions": _dimensions(enrolment, day),
    }


def _dimensions(enrolment: Enrolment, day: date) -> Dimensions:
    """The membership as valid on the day: the enrolment's, or the person's other one in the same organisation."""
    held = held_by(enrolment.person_id, enrolment.organisation_id)
    return dimensions_on(held, enrolment.membership_id, day)
