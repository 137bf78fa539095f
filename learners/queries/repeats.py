"""Whether someone has just done what they ask for again: a button that was pressed twice leads where it led the first time.

It takes the same person, the same values and less than a minute. Anything else that is there already is refused as ever.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from academy.scoping import unscoped_quietly
from learners.changes import ChangeKind
from learners.membership_details import Details
from learners.models import Change, Invitation
from learners.tenancy import Acting

JUST_NOW = timedelta(minutes=1)


def has_just_entered(acting: Acting, person_id: int, details: Details, now: datetime) -> bool:
    """Tell whether the reader has given the person exactly this membership within the last minute."""
    rows = _own(acting, ChangeKind.MEMBERSHIP_ADDED, now).filter(
        organisation_id=acting.organisation.id, subject_id=person_id
    )
    return any(row.after == details.said() for row in rows)


def has_just_added(acting: Acting, values: Mapping[str, Any], email: str, now: datetime) -> bool:
    """Tell whether the reader has added exactly this organisation, asking in the same person, within the last minute.

    `values` are its name, kind, scb_code and slug.
    """
    said = {name: values[name] for name in ("name", "kind", "scb_code")}
    with unscoped_quietly("whether the reader has just added the same organisation"):
        rows = _own(acting, ChangeKind.ORGANISATION_ADDED, now).filter(
            organisation__slug=values["slug"], organisation__federation_id=acting.organisation.federation_id
        )
        added = [row.organisation_id for row in rows if row.after == said]
        asked_in = Invitation.objects.filter(
            organisation_id__in=added, person__email__iexact=email, invited_by_id=acting.person_id
        )
        return asked_in.exists()


def _own(acting: Acting, kind: ChangeKind, now: datetime) -> Any:
    return Change.objects.filter(by_id=acting.person_id, kind=kind, at__gt=now - JUST_NOW)
