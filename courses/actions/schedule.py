"""Publishing and taking down by the date on the page. The dates are rows; a job that comes late does it late."""

import uuid
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from wagtail.log_actions import log as log_action
from wagtail.models import Page, Revision

from academy.events import publish
from academy.periods import local_day
from courses.events import PageExpired, PublicationFailed, ReviewDue
from courses.gates import NotReady
from courses.models import MicroCoursePage
from courses.reviewing.queries import NOTICE

log = structlog.get_logger(__name__)


def publish_due(now: datetime) -> int:
    """Publish the revisions whose time has come, the earliest first; return how many. One that fails stops no other."""
    due = Revision.objects.page_revisions().filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    return sum(_publish_one(pk, now) for pk in due.values_list("pk", flat=True))


def _publish_one(pk: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            revision = _still_due(pk, now)
            if revision is not None:
                revision.publish(log_action="wagtail.publish.scheduled")
            return revision is not None
    except NotReady as refused:
        _give_up(pk, now, refused.problems)
    except Exception:
        # Tried again at the next round: what it is, nobody knows.
        log.exception("publication_failed", revision=pk)
    return False


def _still_due(pk: int, now: datetime) -> Revision | None:
    found: Revision | None = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lte=now).first()
    return found


@transaction.atomic
def _give_up(pk: int, now: datetime, problems: list[str]) -> None:
    """Take the page off the schedule and say so; its author mends it and publishes anew."""
    revision = _still_due(pk, now)
    if revision is None:
        return
    page: Any = revision.content_object
    due_at = revision.approved_go_live_at or now
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log_action(instance=page, action="courses.publish.refused", data={"problems": problems}, revision=revision)
    publish(
        PublicationFailed(
            event_id=uuid.uuid4(),
            occurred_at=now,
            page_id=page.pk,
            title=revision.object_str,
            due_at=due_at,
            writer_id=revision.user_id or page.owner_id,
        )
    )


def expire_due(now: datetime) -> int:
    """Unpublish the pages whose last moment has come; return how many."""
    due = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    return sum(_expire_one(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _expire_one(pk: int, now: datetime) -> bool:
    row = Page.objects.select_for_update().filter(pk=pk, live=True, expire_at__lte=now).first()
    if row is None:
        return False
    page = row.specific
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    publish(
        PageExpired(event_id=uuid.uuid4(), occurred_at=now, page_id=page.pk, title=page.title, writer_id=page.owner_id)
    )
    return True


@transaction.atomic
def tell_what_is_due(now: datetime) -> int:
    """Raise ReviewDue for each published module whose review comes within a month; return how many."""
    last_day = local_day(now) + NOTICE
    due = list(MicroCoursePage.objects.live().filter(review_by__lte=last_day).order_by("review_by", "pk"))
    for page in due:
        publish(
            ReviewDue(
                event_id=uuid.uuid4(),
                occurred_at=now,
                page_id=page.pk,
                title=page.title,
                review_by=page.review_by,
                writer_id=page.owner_id,
            )
        )
    return len(due)
