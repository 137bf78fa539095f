"""Publishing past the review: an academy admin may, and says why."""

from typing import Any

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page

from courses.gates import require_ready


@transaction.atomic
def publish_with_reason(*, page: Page, user: Any, reason: str) -> None:
    """Publish the page's latest revision without review, or put it on the schedule when its date lies ahead.

    The reason is kept in the page's history. Raises NotReady for content that may not be published, and Wagtail's
    PublishPagePermissionError for a user who may not publish.
    """
    revision = page.get_latest_revision()
    require_ready(revision.as_object())
    log(instance=page, action="courses.publish.unreviewed", user=user, data={"reason": reason}, revision=revision)
    PublishPageRevisionAction(revision, user=user).execute()
