"""What is reviewed and by whom it was written, and which modules are to be looked through again."""

import json
import re
from contextlib import suppress
from datetime import datetime, timedelta
from html import unescape
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

_TAGS = (
    (re.compile(r' data-block-key="[^"]*"'), ""),
    (re.compile(r"<(/?)strong>"), r"<\1b>"),
    (re.compile(r"<(/?)em>"), r"<\1i>"),
    (re.compile(r"<br ?/?>"), "<br/>"),
    (re.compile(r">\s+<"), "><"),
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
            return _alike(json.loads(value))
    return _alike(value)


def _alike(value: Any) -> Any:
    """Return rich text as every editor writes it: that of Wagtail sends what it was given in tags of its own, unasked."""
    if isinstance(value, dict):
        return {name: _alike(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_alike(inner) for inner in value]
    if not isinstance(value, str) or "<" not in value:
        return value
    for written, alike in _TAGS:
        value = written.sub(alike, value)
    return unescape(value).strip()


def is_own_work(page: Page, user: Any) -> bool:
    """Tell whether the user has written what is to be published, or has submitted it."""
    state = page.current_workflow_state
    return user.pk in writers(page) or bool(state and state.requested_by_id == user.pk)


def is_settled(revision: Revision, page: Page) -> bool:
    """Tell whether a revision of the page is published, on the schedule, or has been put before a reviewer."""
    # The page that is being saved was read before: somebody may have published since.
    is_live = Page.objects.filter(pk=page.pk, live_revision_id=revision.pk).exists()
    out = is_live or revision.approved_go_live_at is not None
    return out or TaskState.objects.filter(revision=revision).exists()


class NewerDraft(PermissionDenied):
    """Somebody has saved the page since it was read or shown."""


def mark_of(revision_id: int | None, saved_at: datetime | None) -> str:
    """Return what tells a draft from every later one. The editor saves by itself over the same revision, at a new time."""
    return f"{revision_id}@{saved_at.isoformat()}" if revision_id and saved_at else ""


def require_latest(revision: Revision, page: Page) -> None:
    """Raise NewerDraft for a revision that is the page's latest no more. Wagtail asks what it read a while ago."""
    newest, _saved_at = _latest_held(page)
    if newest != revision.pk:
        raise NewerDraft(_("Saving will overwrite a newer version."))


def require_shown(mark: str, page: Page, reader: Any = None) -> Revision:
    """Return the page's latest revision, if it is the draft that the mark was taken of; it stays so in the transaction.

    What nobody but `reader` has saved since, they have seen as well. Raises NewerDraft.
    """
    newest, saved_at = _latest_held(page)
    if mark != mark_of(newest, saved_at) and not (reader and _is_by_alone(reader, mark, page, newest)):
        raise NewerDraft(_("The draft has been saved again since you were shown it."))
    found: Revision = page.revisions.get(pk=newest)
    return found


def _latest_held(page: Page) -> tuple[int | None, datetime | None]:
    """Return the id and the time of the page's latest revision, and let nobody save another in this transaction."""
    with transaction.atomic():
        rows = Page.objects.select_for_update().filter(pk=page.pk)
        return rows.values_list("latest_revision_id", "latest_revision_created_at").first() or (None, None)


def _is_by_alone(reader: Any, mark: str, page: Page, newest: int | None) -> bool:
    shown = _read(mark)
    if shown is None or not page.revisions.filter(pk=shown[0]).exists():
        return False
    later = Q(pk=newest) | Q(pk__gt=shown[0]) | Q(created_at__gt=shown[1])
    return not page.revisions.filter(later).exclude(user=reader).exists()


def _read(mark: str) -> tuple[int, datetime] | None:
    number, _at, moment = mark.partition("@")
    try:
        read = int(number), datetime.fromisoformat(moment)
    except ValueError:
        return None
    return read if read[1].tzinfo else None


def shown_by(mark: str) -> Revision | None:
    """Return the revision that a mark was taken of, as it is now, or None."""
    read = _read(mark)
    return Revision.objects.page_revisions().filter(pk=read[0]).first() if read else None


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
