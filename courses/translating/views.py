"""The pages of translation in the CMS: beginning one, and writing it beside its source."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from courses.gates import problems_of
from courses.models import MicroCoursePage, Translation
from courses.reviewing.actions import submit
from courses.reviewing.queries import NewerDraft
from courses.translating import actions
from courses.translating.forms import TranslationForm
from courses.translating.queries import (
    SideBySide,
    languages_to,
    module_by_id,
    name_in_sentence,
    side_by_side,
    translation_of_record,
    translations_from,
)


def _module(page_id: int) -> MicroCoursePage:
    page = module_by_id(page_id)
    if page is None:
        raise Http404
    return page


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, page_id: int, language: str) -> HttpResponse:
    """Ask whether to translate a page into the language, and do it."""
    source = _module(page_id)
    begun = next((one for one in translations_from(source) if one.page.locale.language_code == language), None)
    if begun is not None:
        return redirect("courses_translate", begun.page_id)
    locale = next((one for one in languages_to(source) if one.language_code == language), None)
    if locale is None:
        raise Http404
    parent = source.get_parent().get_translation_or_none(locale)
    if parent is None or not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    if request.method == "POST":
        record = actions.begin(source=source, locale=locale, user=request.user, now=timezone.now())
        return redirect("courses_translate", record.page_id)
    return render(request, "courses/translating/begin.html", {"source": source, "language": name_in_sentence(locale)})


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a translation beside its source, and save what is written."""
    page = _module(page_id)
    record = translation_of_record(page)
    if record is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    side = side_by_side(record)
    form = TranslationForm(side, request.POST or None)
    lock = page.get_lock()
    locked = lock.get_message(request.user) if lock is not None and lock.for_user(request.user) else ""
    problems: list[str] = []
    if request.method == "POST" and not locked and form.is_valid():
        try:
            response, problems = _saved(request, record, form)
        except NewerDraft:
            form = _told_of_another(request, _anew(record))
        else:
            if response is not None:
                return response
            form = TranslationForm(_anew(record))
    context = {"form": form, "side": form.side, "record": record, "locked": locked, "problems": problems}
    return render(request, "courses/translating/translate.html", context | _frame(page, form, request))


def _anew(record: Translation) -> SideBySide:
    # The record still has the page as it was before anything was saved.
    return side_by_side(translation_of_record(_module(record.page_id)) or record)


def _frame(page: Page, form: TranslationForm, request: HttpRequest) -> dict[str, Any]:
    permissions = page.permissions_for_user(request.user)
    media: Media = form.media
    return {
        "page": page,
        "media": media,
        "may_publish": permissions.can_publish(),
        "may_submit": permissions.can_submit_for_moderation(),
    }


def _told_of_another(request: HttpRequest, side: SideBySide) -> TranslationForm:
    """Return the form with what was typed; pressed once more, it takes the place of what somebody else has saved."""
    messages.error(
        request,
        _(
            "Somebody else has saved this translation meanwhile. What you typed is still here: save again to keep yours."
        ),
    )
    data = request.POST.copy()
    data["shown"] = TranslationForm(side)["shown"].value()
    return TranslationForm(side, data)


def _saved(request: HttpRequest, record: Translation, form: TranslationForm) -> tuple[HttpResponse | None, list[str]]:
    """Save, and go where the button leads; with what keeps it from review or publication, stay."""
    shown, user = form.cleaned_data["shown"], request.user
    actions.save(
        record=record, texts=form.texts(), confirmed=form.confirmed(), shown=shown, user=user, now=timezone.now()
    )
    page = _module(record.page_id)
    wanted = request.POST.get("action", "save")
    problems = problems_of(page.get_latest_revision_as_object()) if wanted != "save" else []
    if problems:
        messages.error(request, _("The draft is saved. Something keeps it from going on; see below."))
        return None, problems
    if wanted == "submit" and page.permissions_for_user(request.user).can_submit_for_moderation():
        submit(page=page, user=request.user)
        messages.success(request, _("The translation is sent for review."))
        return redirect("wagtailadmin_explore", page.get_parent().pk), []
    if wanted == "publish":
        return redirect("courses_publish", page.pk), []
    messages.success(request, _("The translation is saved as a draft."))
    return redirect("courses_translate", page.pk), []
