"""What this room adds to the CMS: what its history says, and the look of its own panels."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from courses.cms_words import label_forms
from courses.comparisons import compare_days_in_words
from courses.handed_on import tell
from courses.home import Awaiting, Begin, Latest, ToRenew
from courses.models import MicroCoursePage
from courses.models.review import APPROVE
from courses.queries import catalogue_to_write_in
from courses.reviewing import views as reviewing
from courses.translating import views as translating
from courses.translating.queries import (
    languages_to,
    name_in_sentence,
    translation_beneath,
    translation_of_record,
    translations_from,
)

label_forms()
compare_days_in_words()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Return the pages that this room adds to the CMS."""
    return [
        path("publicera/<int:page_id>/", reviewing.publish, name="courses_publish"),
        path("oversattning/<int:page_id>/", translating.translate, name="courses_translate"),
        path("oversattning/<int:page_id>/<str:language>/", translating.begin, name="courses_begin_translation"),
    ]


@hooks.register("before_publish_page")
def ask_why(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead whoever publishes a module past the review to saying why. The draft is saved already."""
    return redirect("courses_publish", page.pk) if isinstance(page, MicroCoursePage) else None


@hooks.register("before_bulk_action")
def publish_one_by_one(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Refuse to publish modules marked in a list: each needs its review, or a reason of its own."""
    if action_type != "publish" or not any(isinstance(page.specific, MicroCoursePage) for page in objects):
        return None
    messages.error(request, gettext("Courses are published one by one: open each, and send it for review."))
    return redirect("wagtailadmin_explore_root")


@hooks.register("before_copy_page")
def copies_begin_as_drafts(request: HttpRequest, page: Page) -> None:
    """Let a copy of a published page be a draft: nobody has reviewed what it will become."""
    if request.method == "POST" and "publish_copies" in request.POST:
        sent = request.POST.copy()
        del sent["publish_copies"]
        request.POST = sent  # type: ignore[assignment] # Django's own way to change what was sent


@hooks.register("before_copy_page")
def translations_are_not_copied(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to copy a translation: what is still in the source's language could not be told in the copy."""
    record = translation_beneath(page)
    if record is None:
        return None
    words = gettext("A translation is not copied. Copy “%(source)s”, which it was made from, and translate the copy.")
    messages.error(request, words % {"source": record.source.get_admin_display_title()})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_page_header_buttons")
def translation_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead to the translation of a module: begun, or to be begun."""
    if not isinstance(page, MicroCoursePage) or not page.permissions_for_user(user).can_edit():
        return
    if translation_of_record(page):
        address = reverse("courses_translate", args=[page.pk])
        yield Button(gettext("Translate side by side"), address, icon_name="globe", priority=15)
    for record in translations_from(page):
        words = gettext("Side by side with %(language)s") % {"language": name_in_sentence(record.page.locale)}
        yield Button(words, reverse("courses_translate", args=[record.page_id]), icon_name="globe", priority=15)
    for locale in languages_to(page):
        words = gettext("Translate into %(language)s") % {"language": name_in_sentence(locale)}
        address = reverse("courses_begin_translation", args=[page.pk, locale.language_code])
        yield Button(words, address, icon_name="globe", priority=16)


@hooks.register("construct_page_action_menu")
def words_of_the_menu(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Say what is pressed in the editor's language: the names of the steps are rows in Swedish.

    What came back with changes to make is sent to the step that asked. Wagtail's way to begin again beside it is gone. To
    approve comes first, for whoever may: they have come to review, not to write.
    """
    kept = [item for item in menu_items if item.name != "action-restart-workflow"]
    kept = [SendForReview(item.order) if is_submit(item) else item for item in kept]
    menu_items[:] = sorted(kept, key=lambda item: item.name != APPROVE)


def is_submit(item: Any) -> bool:
    """Tell whether a menu item is Wagtail's own for beginning a review."""
    return isinstance(item, SubmitForModerationMenuItem)


class SendForReview(SubmitForModerationMenuItem):
    """Wagtail's item in other words."""

    def get_context_data(self, parent_context: Any) -> Any:
        """Return Wagtail's context with our label."""
        state = getattr(parent_context.get("page"), "current_workflow_state", None)
        label = gettext("Send for review again") if state else gettext("Send for review")
        return super().get_context_data(parent_context) | {"label": label}


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_who_has_it(request: HttpRequest, page: Page) -> None:
    """Say after a step of review who has the module now, or that it is published."""
    tell(request, page)


@hooks.register("register_log_actions")
def what_history_says(actions: Any) -> None:
    """Name the actions of this room in a page's history, with the reason where one was asked for."""

    @actions.register_action("courses.publish.unreviewed")
    class Unreviewed(LogFormatter):
        label: Any = _("Publish without review")

        def format_message(self, log_entry: Any) -> str:
            given = {"reason": log_entry.data.get("reason", "")}
            if day := parse_datetime(log_entry.data.get("go_live_at", "")):
                words = str(_("Put on the schedule without review, to be published %(day)s: %(reason)s"))
                return words % (given | {"day": date_format(localtime(day), "DATETIME_FORMAT")})
            return str(_("Published without review: %(reason)s")) % given

    @actions.register_action("courses.review.own")
    class Own(LogFormatter):
        label: Any = _("Approve one’s own work")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Own work approved: %(reason)s")) % {"reason": log_entry.data.get("reason", "")}

    @actions.register_action("courses.publish.refused")
    class Refused(LogFormatter):
        label: Any = _("Not published on its day")

        def format_message(self, log_entry: Any) -> str:
            problems = "; ".join(log_entry.data.get("problems", []))
            return str(_("Not published on its day: %(problems)s")) % {"problems": problems}


@hooks.register("construct_homepage_panels")
def first_page(request: HttpRequest, panels: list[Any]) -> None:
    """Show on the first page the way to a new course, what waits for review or to be looked through, and what is new."""
    panels[:] = [Awaiting() if isinstance(panel, WorkflowObjectsToModeratePanel) else panel for panel in panels]
    panels += [ToRenew(), Latest()]
    if catalogue := catalogue_to_write_in(request.user):
        panels.insert(0, Begin(catalogue))


@hooks.register("insert_global_admin_css")
def look_of_the_cms() -> SafeString:
    """Load the academy's colours and the look of its own panels."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms.css"))
