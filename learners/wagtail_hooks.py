"""What this room adds to the CMS: signed-in readers only, the reader's own state, and protected history."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from courses.models import CataloguePage, HomePage
from learners.cms_language import LanguagePanel
from learners.models import User
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
    return _refusal(request, page) if _must_stay(page) else None


@hooks.register("before_bulk_action")
def keep_what_was_taken_among_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse the same, deleting or unpublishing, when it is one of several pages marked in a list."""
    refused = {"delete": _must_stay, "unpublish": _is_fixed}.get(action_type)
    kept = [page for page in objects if isinstance(page, Page) and refused(page)] if refused else []
    return _refusal(request, kept[0]) if kept else None


def _is_fixed(page: Page) -> bool:
    return isinstance(page.specific, HomePage | CataloguePage)


def _must_stay(page: Page) -> bool:
    return _is_fixed(page) or has_attempts(
        [descendant.translation_key for descendant in page.get_descendants(inclusive=True)]
    )


def _refusal(request: HttpRequest, page: Page) -> HttpResponse:
    if _is_fixed(page):
        messages.error(request, _("The catalogue belongs to every page of the academy and stays published."))
    else:
        messages.error(request, _("People have taken this course, so it cannot be deleted. Unpublish it instead."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_unpublish_page")
def keep_the_catalogue_open(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to unpublish the pages that every other page hangs under."""
    return _refusal(request, page) if _is_fixed(page) else None


@hooks.register("register_account_settings_panel")
def language_of_the_person(request: HttpRequest, user: User, profile: Any) -> LanguagePanel:
    """Let one choose one's language in the CMS too."""
    return LanguagePanel(request, user, profile)


@hooks.register("construct_main_menu")
def only_what_editors_need(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave pages, images and reports in the menu; users and groups are not managed here."""
    menu_items[:] = [item for item in menu_items if item.name not in {"settings", "help", "documents"}]
