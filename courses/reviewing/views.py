"""Publishing without review: asked for a reason first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.actions.publishing import publish_with_reason
from courses.gates import NotReady
from courses.models import MicroCoursePage
from courses.reviewing.forms import PublishForm
from courses.reviewing.queries import NewerDraft, mark_of
from courses.translating.queries import module_by_id


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask why the latest draft is published without review, and publish it."""
    page = module_by_id(page_id)
    if page is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    shown = mark_of(page.latest_revision_id, page.latest_revision_created_at)
    form, problems = PublishForm(request.POST or None, initial={"shown": shown}), list[str]()
    if request.method == "POST" and form.is_valid():
        try:
            publish_with_reason(page=page, user=request.user, now=timezone.now(), **form.cleaned_data)
        except NewerDraft:
            form.tell_of_newer(page)
        except NotReady as refused:
            problems = refused.problems
        else:
            said = _("“%(title)s” is on the schedule.") if _is_scheduled(page) else _("“%(title)s” is published.")
            messages.success(request, said % {"title": page.get_admin_display_title()})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    draft = page.get_latest_revision_as_object()
    context = {"page": page, "draft": draft, "form": form, "problems": problems, "state": page.current_workflow_state}
    return render(request, "courses/review/publish.html", context)


def _is_scheduled(page: MicroCoursePage) -> bool:
    fresh = module_by_id(page.pk)
    return fresh is not None and fresh.approved_schedule
