"""Who has written what is reviewed: comparing revisions, because saving a comment makes a revision too."""

from typing import Any

from wagtail.models import Page, Revision, TaskState

# What a revision holds beside the words that learners see.
_NOT_TEXT = frozenset(
    {
        *("wagtail_admin_comments", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"),
        *("live", "live_revision", "draft_title", "first_published_at", "last_published_at", "expired", "url_path"),
        *("locked", "locked_at", "locked_by", "go_live_at", "expire_at", "review_by", "path", "depth", "numchild"),
    }
)


def writers(page: Page) -> set[int]:
    """Return the ids of those who have changed the content since what is published now, or since the beginning."""
    rows = page.revisions.order_by("created_at", "pk").values_list("pk", "user_id", "content")
    found: set[int] = set()
    before: Any = None
    for pk, user_id, content in rows:
        text = {name: value for name, value in content.items() if name not in _NOT_TEXT}
        if pk == page.live_revision_id:
            found.clear()
        elif text != before and user_id:
            found.add(user_id)
        before = text
    return found


def is_own_work(page: Page, user: Any) -> bool:
    """Tell whether the user has written what is to be published, or has submitted it."""
    state = page.current_workflow_state
    return user.pk in writers(page) or bool(state and state.requested_by_id == user.pk)


def is_settled(revision: Revision, page: Page) -> bool:
    """Tell whether a revision of the page is published, on the schedule, or has been put before a reviewer."""
    out = revision.pk == page.live_revision_id or revision.approved_go_live_at is not None
    return out or TaskState.objects.filter(revision=revision).exists()
