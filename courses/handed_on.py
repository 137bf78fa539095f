"""What the CMS says after a step of review: who has the course now, or that it is published."""

from django.contrib.messages import add_message, get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Task, WorkflowState

from courses.models import MicroCoursePage
from courses.reviewing.kinds import ReviewKind
from courses.translating.queries import module_by_id

# What Wagtail's editor sends along with a step of review; everything else is a draft that is saved.
STEPS = frozenset({"action-submit", "action-workflow-action"})


def tell(request: HttpRequest, page: Page) -> None:
    """Say where a module is after a step of review, in place of Wagtail's words, which say that it "is updated"."""
    now = module_by_id(page.pk) if isinstance(page, MicroCoursePage) and STEPS & request.POST.keys() else None
    if now is None:
        return
    said = list(get_messages(request))  # read, so that the last of them, Wagtail's own, is not shown as well
    for message in said[:-1]:
        add_message(request, message.level, message.message, extra_tags=message.extra_tags)
    edit = messages.button(reverse("wagtailadmin_pages:edit", args=[now.pk]), _("Edit"))
    live = messages.button(now.url, _("View live")) if now.live and not now.has_unpublished_changes else None
    messages.success(request, where_it_is(now), buttons=[button for button in (live, edit) if button])


def where_it_is(page: MicroCoursePage) -> str:
    """Return a sentence on who has the page's latest draft now, or on its publication."""
    state = page.current_workflow_state
    given: dict[str, str] = {}
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        author = state.requested_by or page.owner
        words = _("Changes are asked for. “%(title)s” is with %(name)s now.")
        given = {"name": author.get_full_name() if author else "–"}
    elif state is not None and state.current_task_state is not None:
        words = _waits_for(state.current_task_state.task.specific)
    elif page.approved_schedule and page.scheduled_revision:
        moment = localtime(page.scheduled_revision.approved_go_live_at)
        words, given = (
            _("“%(title)s” is approved. It is published %(day)s."),
            {"day": date_format(moment, "DATETIME_FORMAT")},
        )
    elif page.live and not page.has_unpublished_changes:
        words = _("“%(title)s” is approved and published.")
    else:
        words = _("“%(title)s” is saved as a draft.")
    return words % (given | {"title": page.get_latest_revision_as_object().get_admin_display_title()})


def _waits_for(task: Task) -> str:
    kind = getattr(task, "kind", "")
    if kind == ReviewKind.SUBJECT:
        return _("“%(title)s” waits for its subject review now. A colleague who has not written it takes it.")
    if kind == ReviewKind.LANGUAGE:
        return _("“%(title)s” waits for its language and accessibility review now. A reviewer takes it.")
    return _("“%(title)s” waits for its next review now.")
