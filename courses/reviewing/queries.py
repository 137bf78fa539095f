"""What is reviewed and by whom it was written, and which modules are to be looked through again."""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState

from academy.periods import local_day

if TYPE_CHECKING:
    from courses.models import MicroCoursePage

# The author is reminded so long before the date; a module without one is due so long after it was published.
NOTICE = timedelta(days=30)
UNTOUCHED = timedelta(days=365)

# What a revision holds beside the words that learners see.
_NOT_TEXT = frozenset(
    {
        *("wagtail_admin_comments", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"),
        *("live", "live_revision", "draft_title", "first_published_at", "last_published_at", "expired", "url_path"),
        *("locked", "locked_at", "locked_by", "go_live_at", "expire_at", "review_by", "path", "depth", "numchild"),
    }
)


def writers(page: Page) -> set[int]:
    """Return the ids of those who have changed the content since what is published now, or since the beginning.

    Revisions are compared, because saving a comment makes a revision too.
    """
    rows = page.revisions.order_by("created_at", "pk").values_list("pk", "user_id", "content")
    found: set[int] = set()
    before: Any = None
    for pk, user_id, content in rows:
        text = {name: _plain(value) for name, value in content.items() if name not in _NOT_TEXT}
        if pk == page.live_revision_id:
            found.clear()
        elif text != before and user_id:
            found.add(user_id)
        before = text
    return found


def _plain(value: Any) -> Any:
    """Return a stream, which a revision keeps as JSON, as what it says: PostgreSQL gives its names in another order."""
    if isinstance(value, str) and value.startswith("["):
        with suppress(ValueError):
            return json.loads(value)
    return value


def is_own_work(page: Page, user: Any) -> bool:
    """Tell whether the user has written what is to be published, or has submitted it."""
    state = page.current_workflow_state
    return user.pk in writers(page) or bool(state and state.requested_by_id == user.pk)


def is_settled(revision: Revision, page: Page) -> bool:
    """Tell whether a revision of the page is published, on the schedule, or has been put before a reviewer."""
    out = revision.pk == page.live_revision_id or revision.approved_go_live_at is not None
    return out or TaskState.objects.filter(revision=revision).exists()


def require_latest(revision: Revision, page: Page) -> None:
    """Raise PermissionDenied for a revision that is the page's latest no more. Wagtail asks what it read a while ago."""
    with transaction.atomic():
        newest = (
            Page.objects.select_for_update().filter(pk=page.pk).values_list("latest_revision_id", flat=True).first()
        )
    if newest != revision.pk:
        raise PermissionDenied(_("Saving will overwrite a newer version."))


def to_renew(now: datetime, most: int = 10) -> list["MicroCoursePage"]:
    """Return published modules to look through again within a month, the most urgent first.

    One without a date counts as due a year after it was last published.
    """
    from courses.models import MicroCoursePage  # the models need this module first

    soon = Q(review_by__lte=local_day(now) + NOTICE)
    forgotten = Q(review_by=None, last_published_at__lt=now - UNTOUCHED)
    pages = MicroCoursePage.objects.live().filter(soon | forgotten).select_related("locale")
    return list(pages.order_by(F("review_by").asc(nulls_last=True), "last_published_at", "pk")[:most])


def latest(most: int = 5) -> list["MicroCoursePage"]:
    """Return the modules that were published last, the newest first."""
    from courses.models import MicroCoursePage

    return list(MicroCoursePage.objects.live().select_related("locale").order_by("-last_published_at", "-pk")[:most])
