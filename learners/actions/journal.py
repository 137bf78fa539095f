"""Writing the journal: who has changed what, and who has read whose record. Each expects the caller's transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from academy.periods import local_day
from learners.changes import ChangeKind
from learners.models import Change, ReadEntry
from learners.tenancy import Acting


def note_change(
    *,
    organisation_id: int,
    by_id: int | None,
    kind: ChangeKind,
    now: datetime,
    subject_id: int | None = None,
    about: str = "",
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Change:
    """Write down a change. `about` names units, teams, dates and roles, never a person: that is `subject_id`."""
    return Change.objects.create(
        organisation_id=organisation_id,
        by_id=by_id,
        at=now,
        kind=kind,
        subject_id=subject_id,
        about=about[:200],
        reason=reason.strip()[:300],
        before=dict(before or {}),
        after=dict(after or {}),
    )


def note_reads(*, acting: Acting, subject_ids: Collection[int], page: ReadEntry.Page, now: datetime) -> None:
    """Write down that these people's records were shown to the reader. Reading one's own record is not logged.

    One row a day for the same reader, person and page: a second look only moves `last_at`. One query, however many.
    """
    rows = [
        ReadEntry(
            organisation_id=acting.organisation.id,
            reader_id=acting.person_id,
            reader_membership_id=acting.membership_id,
            subject_id=subject_id,
            page=page,
            day=local_day(now),
            first_at=now,
            last_at=now,
        )
        for subject_id in sorted(set(subject_ids) - {acting.person_id})
    ]
    ReadEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["reader_membership", "subject", "page", "day"],
        update_fields=["last_at"],
    )
