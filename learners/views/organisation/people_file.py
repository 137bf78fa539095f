"""Pages of files of people: sending one, its dry run, entering it, and taking it back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from learners.actions import people_file as actions
from learners.entering.files import errors_file, template_file
from learners.entering.reading import MOST_BYTES, FileRefused, Unreadable
from learners.entering.report import Report
from learners.entering.words import refusal
from learners.errors import FileNotReady
from learners.forms.people_file import PeopleFileForm
from learners.forms.units import Nothing
from learners.models import PeopleFile
from learners.queries.people_file import file_seen_by, files_seen_by, kept_rows
from learners.roles import Permission
from learners.views.organisation import showing_people_file as showing
from learners.views.organisation.entry import Question, answered, posted
from learners.views.organisation.frame import needs, reads_or_writes, required_acting
from learners.views.organisation.receiving import AtMost, receive_at_most

ROWS_A_PAGE = 25
needs_people = needs(Permission.MANAGE_PEOPLE)


@csrf_exempt  # the form is looked at, and protected, once the size of its file is bounded
@reads_or_writes
@needs_people
def files(request: HttpRequest) -> HttpResponse:
    """Explain the file, take one in and lead to its dry run; list the files sent before."""
    return _files(request, receive_at_most(request, MOST_BYTES))


@csrf_protect
def _files(request: HttpRequest, guard: AtMost) -> HttpResponse:
    form = PeopleFileForm(posted(request), request.FILES) if request.method == "POST" else PeopleFileForm()
    if request.method == "POST":
        if guard.is_too_much:
            form.errors.clear()
            form.add_error("file", refusal(FileRefused(Unreadable.TOO_LARGE)))
        elif form.is_valid() and (taken := _taken_in(request, form)):
            return redirect("learners:people-file", taken.public_id)
    acting = required_acting(request)
    earlier = Paginator(files_seen_by(acting), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_refused": bool(form.errors),
        "guide": showing.guide(acting, timezone.now()),
        "page_obj": earlier,
        "earlier": [showing.line(file) for file in earlier],
    }
    return render(request, "learners/organisation/people_file.html", context, status=422 if form.errors else 200)


def _taken_in(request: HttpRequest, form: PeopleFileForm) -> PeopleFile | None:
    file = form.cleaned_data["file"]
    try:
        return actions.take_in(
            acting=required_acting(request), file_name=file.name, data=file.read(), now=timezone.now()
        )
    except FileRefused as refused:
        form.add_error("file", refusal(refused))
        return None


@require_safe
@needs_people
def template(request: HttpRequest) -> HttpResponse:
    """Give the file to fill in, with headings in the reader's language."""
    return _download(template_file(get_language() or "sv"), f"{_('people')}.csv")


def _download(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)


def _file_or_404(request: HttpRequest, public_id: UUID) -> PeopleFile:
    found = file_seen_by(required_acting(request), public_id)
    if found is None:
        raise Http404
    return found


@require_safe
@needs_people
def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show where a file stands: its dry run, its errors, its wait for a worker, or what it made."""
    file, acting, now = _file_or_404(request, public_id), required_acting(request), timezone.now()
    report = Report.restored(file.rows)
    shown = showing.shown_part(report, request.GET.get("visa", ""))
    is_undone = file.state == PeopleFile.State.UNDONE
    listed: Any = kept_rows(file) if is_undone else showing.listed(report, shown)
    page_obj = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **showing.page(file, report, now),
        "part": shown,
        "page_obj": page_obj,
        "kept": showing.with_names(acting, list(page_obj), now) if is_undone else [],
    }
    response = render(request, "learners/organisation/people_file_one.html", context)
    if seconds := showing.refresh_after(file, now):
        response["Refresh"] = str(seconds)
    return response


@require_safe
@needs_people
def errors(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give all errors of a file as a file."""
    report = Report.restored(_file_or_404(request, public_id).rows)
    if not any(report.mistakes()):
        raise Http404
    return _download(errors_file(report), f"{_('errors')}.csv")


@reads_or_writes
@needs_people
def enter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a worker enter the file. By GET, as after signing in again, it leads to the file."""
    return _do(
        request, public_id, lambda file, now: actions.ask_to_apply(acting=required_acting(request), file=file, now=now)
    )


@reads_or_writes
@needs_people
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Throw the file away, and the names in it."""
    return _do(request, public_id, lambda file, _now: actions.discard(file=file))


def _do(request: HttpRequest, public_id: UUID, act: Callable[[PeopleFile, datetime], None]) -> HttpResponse:
    file = _file_or_404(request, public_id)
    if request.method == "POST":
        try:
            act(file, timezone.now())
        except FileNotReady:
            messages.warning(request, _("The file cannot be entered as it is. See what is left to do."))
    return redirect("learners:people-file", public_id)


@reads_or_writes
@needs_people
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask whether the file shall be taken back, and let a worker do it."""
    file, now = _file_or_404(request, public_id), timezone.now()
    address = reverse("learners:people-file", args=[public_id])
    if not showing.can_be_taken_back(file, now):
        return redirect(address)

    def save(_values: dict[str, Any]) -> tuple[str, str]:
        actions.ask_to_undo(acting=required_acting(request), file=file, now=now)
        return _("The file is being taken back."), address

    question = Question(
        heading=_("Take back %(file)s") % {"file": file.file_name},
        button=_("Take the file back"),
        parent_title=file.file_name,
        parent_url=address,
        explanation=(
            _("The memberships that the file made are removed, and so are people who came with it and nothing else."),
            _(
                "Whoever has begun a course, signed in, or been changed since stays. You see them afterwards, with the reason."
            ),
            _(
                "Invitations that have been sent cannot be called back. "
                "Tell those who got one that it does not hold any longer."
            ),
        ),
        is_loss=True,
    )
    return answered(request, Nothing(posted(request)), question, save)
