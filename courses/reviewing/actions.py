"""Sending a page for review, from elsewhere than Wagtail's own editor."""

from typing import Any

from django.db import transaction
from wagtail.models import Page, WorkflowState

from courses.gates import require_ready


@transaction.atomic
def submit(*, page: Page, user: Any) -> None:
    """Put the page's latest revision before the first reviewer, or back before the one who asked for changes.

    Raises NotReady for content that could not be published afterwards.
    """
    require_ready(page.get_latest_revision_as_object())
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        page.get_workflow().start(page, user)
