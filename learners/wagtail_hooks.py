"""What this room adds to the CMS: signed-in readers only, the reader's own state, and protected history."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from learners.queries.enrolments import has_attempts


@hooks.register("before_serve_page")
def signed_in_only(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse | None:
    """Send strangers to the sign-in page, and back here afterwards."""
    if request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path())


@hooks.register("before_delete_page")
def keep_what_was_taken(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a module that people have taken: it leaves the catalogue by being unpublished."""
    keys = [descendant.translation_key for descendant in page.get_descendants(inclusive=True)]
    if not has_attempts(keys):
        return None
    messages.error(request, _("People have taken this course, so it cannot be deleted. Unpublish it instead."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("construct_main_menu")
def only_what_editors_need(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave pages, images and reports in the menu; users and groups are not managed here."""
    menu_items[:] = [item for item in menu_items if item.name not in {"settings", "help", "documents"}]
