"""Writing to those who write and review courses. Each thing is told once, whoever tells it again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from learners.actions.messages import send
from learners.messages.catalogue import (
    CHANGES_ASKED,
    COMMENT_WRITTEN,
    COURSE_EXPIRED,
    COURSE_PUBLISHED,
    PUBLICATION_FAILED,
    REVIEW_DUE,
    REVIEW_WAITING,
)
from learners.messages.kinds import MessageKind
from learners.queries.editors import people_with
from learners.roles import Role


def ask_for_review(
    *, task_state_id: int, step: str, page_id: int, title: str, besides: set[int], now: datetime
) -> None:
    """Tell the reviewers, besides those who wrote it, that a course waits; academy admins when there is no other."""
    asked = set(people_with([Role.REVIEWER], now)) - besides
    receivers = asked or set(people_with([Role.ACADEMY_ADMIN], now)) - besides
    context = {"course": title, "page": page_id, "step": step}
    _tell(REVIEW_WAITING, receivers, f"review:{task_state_id}", context, now)


def tell_of_changes_asked(*, task_state_id: int, person_id: int, page_id: int, title: str, now: datetime) -> None:
    """Tell whoever submitted a course that changes are asked for."""
    _tell(CHANGES_ASKED, [person_id], f"changes-asked:{task_state_id}", {"course": title, "page": page_id}, now)


def tell_of_approval(
    *, workflow_state_id: int, person_id: int, page_id: int, title: str, day: str, now: datetime
) -> None:
    """Tell whoever submitted a course that it is published; `day` is when, if that lies ahead, or ""."""
    context = {"course": title, "page": page_id, "day": day}
    _tell(COURSE_PUBLISHED, [person_id], f"approved:{workflow_state_id}", context, now)


def tell_of_failure(*, event_id: object, writer_id: int | None, page_id: int, title: str, now: datetime) -> None:
    """Tell the writer that a course was not published on its day."""
    context = {"course": title, "page": page_id}
    _tell(PUBLICATION_FAILED, _or_admins(writer_id, now), f"not-published:{event_id}", context, now)


def tell_of_expiry(*, event_id: object, writer_id: int | None, page_id: int, title: str, now: datetime) -> None:
    """Tell the writer that a course has left the catalogue on its last day."""
    context = {"course": title, "page": page_id}
    _tell(COURSE_EXPIRED, _or_admins(writer_id, now), f"expired:{event_id}", context, now)


def tell_of_review_due(*, writer_id: int | None, page_id: int, title: str, day: str, now: datetime) -> None:
    """Tell the writer, once for each date, that a course is to be looked through again. `day` is YYYY-MM-DD."""
    context = {"course": title, "page": page_id, "day": day}
    _tell(REVIEW_DUE, _or_admins(writer_id, now), f"review-due:{page_id}:{day}", context, now)


def tell_of_comment(*, comment: str, receivers: set[int], page_id: int, title: str, now: datetime) -> None:
    """Tell those who take part that somebody has commented; `comment` names the comment or the answer."""
    _tell(COMMENT_WRITTEN, receivers, f"comment:{comment}", {"course": title, "page": page_id}, now)


def _or_admins(writer_id: int | None, now: datetime) -> list[int]:
    return [writer_id] if writer_id else people_with([Role.ACADEMY_ADMIN], now)


@transaction.atomic
def _tell(kind: MessageKind, people: Iterable[int], key: str, context: Mapping[str, Any], now: datetime) -> None:
    for person_id in sorted(people):
        send(kind=kind, person_id=person_id, key=f"{key}:{person_id}", context=context, now=now)
