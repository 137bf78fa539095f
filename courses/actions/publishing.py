"""Publishing past the review: an academy admin may, and says why."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page

from courses.gates import require_ready
from courses.reviewing.queries import require_shown


@transaction.atomic
def publish_with_reason(*, page: Page, user: Any, reason: str, shown: str, now: datetime) -> None:
    """Publish the page's latest revision without review, or put it on the schedule when its date lies ahead.

    `shown` is the mark of the draft that the user was shown. The reason is kept in the page's history. Raises NewerDraft
    when there is another by now, NotReady for content that may not be published, and Wagtail's
    PublishPagePermissionError for a user who may not publish.
    """
    revision = require_shown(shown, page)
    draft = revision.as_object()
    require_ready(draft)
    day = draft.go_live_at
    data = {"reason": reason} | ({"go_live_at": day.isoformat()} if day and day > now else {})
    log(instance=page, action="courses.publish.unreviewed", user=user, data=data, revision=revision)
    PublishPageRevisionAction(revision, user=user).execute()
