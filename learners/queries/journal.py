"""The journal of an organisation, as it is read: who has done what, and when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from learners.models import Change, Membership
from learners.queries.names import shown_names
from learners.queries.reached import reached
from learners.roles import Permission
from learners.tenancy import Acting


@dataclass(frozen=True)
class Entry:
    """One change. `by` is empty for the platform and for people of other organisations.

    `subject_id`, `subject`, `reason`, `before` and `after` are there only for a person whom the reader may see;
    `is_about_someone` tells of the others.
    """

    at: datetime
    kind: str
    by: str
    subject_id: int | None
    subject: str
    is_about_someone: bool
    about: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]


def changes(acting: Acting, kind: str = "") -> QuerySet[Change]:
    """Return the journal of the organisation acted for, newest first; `kind` chooses one kind of change."""
    rows = Change.objects.filter(organisation_id=acting.organisation.id).order_by("-at", "-pk")
    return rows.filter(kind=kind) if kind else rows


def kinds(acting: Acting) -> set[str]:
    """Return the kinds of change that the journal of the organisation acted for holds."""
    return set(Change.objects.filter(organisation_id=acting.organisation.id).values_list("kind", flat=True).distinct())


def entries(acting: Acting, rows: Sequence[Change]) -> list[Entry]:
    """Return changes as values, with the names that the reader may see. Three queries, however many."""
    people = {row.by_id for row in rows} | {row.subject_id for row in rows}
    names = shown_names(acting.organisation.id, {person_id for person_id in people if person_id})
    seen = _within(acting, {row.subject_id for row in rows if row.subject_id})
    return [_entry(row, names, is_hidden=bool(row.subject_id) and row.subject_id not in seen) for row in rows]


def _entry(row: Change, names: Mapping[int, str], *, is_hidden: bool) -> Entry:
    return Entry(
        at=row.at,
        kind=row.kind,
        by=names.get(row.by_id or 0, ""),
        subject_id=None if is_hidden else row.subject_id,
        subject="" if is_hidden else names.get(row.subject_id or 0, ""),
        is_about_someone=row.subject_id is not None,
        about=row.about,
        reason="" if is_hidden else row.reason,
        before={} if is_hidden else row.before,
        after={} if is_hidden else row.after,
    )


def _within(acting: Acting, person_ids: Collection[int]) -> set[int]:
    """Return those of these people who work, or have worked, where the reader sees people."""
    within = reached(acting, Permission.SEE_PEOPLE, "unit__path")
    rows = Membership.objects.filter(within, organisation_id=acting.organisation.id, person_id__in=person_ids)
    return set(rows.values_list("person_id", flat=True))
