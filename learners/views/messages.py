"""Messages as their receiver meets them: which to get, what has been sent, and the way out in a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from learners.acting import acting_of, person_of, places_of
from learners.actions.messages import choose_messages, decline
from learners.forms.messages import MessageWishesForm
from learners.messages.unsubscribing import NotAToken, read_token
from learners.queries.messages import log_to, wishes_of
from learners.roles import Permission, has
from learners.views.showing_messages import kind_choices, log_line, offered_to, shown_before


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Show and keep which messages the signed-in person gets, and show what has been written to them.

    What is kept is about the boxes that the page had: roles may have come or gone since it was opened.
    """
    person, is_posted = person_of(request).pk, request.method == "POST"
    now_offered = offered_to(places_of(request))
    offered = shown_before(request.POST.getlist("offered")) if is_posted else now_offered
    form = MessageWishesForm(request.POST or None, offered=offered)
    if is_posted and form.is_valid():
        wanted, rhythm = form.cleaned_data["wanted"], form.cleaned_data["rhythm"]
        choose_messages(person_id=person, wanted=wanted, offered={kind.key for kind in offered}, rhythm=rhythm)
        messages.success(request, _("Your choice is saved."))
        return redirect("learners:my_messages")
    wishes, acting = wishes_of(person), acting_of(request)
    page = log_to(person, page_number(request))
    context = {
        "form": form,
        "choices": kind_choices(offered or now_offered, wishes.declined),
        "rhythm": wishes.rhythm,
        "lines": [log_line(entry, timezone.now()) for entry in page],
        "page_obj": page,
        "may_see_all": acting is not None and has(acting.grants, Permission.MANAGE_FEDERATION),
    }
    return render(request, "learners/messages/mine.html", context)


def page_number(request: HttpRequest) -> int:
    """Return the number of the page asked for; 1 for anything that is no number."""
    text = request.GET.get("page", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


# The token is the right to decline: a mail program presses the button itself, without cookies (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the kind named in a signed token is to be declined, and decline it when posted."""
    try:
        person, kind = read_token(token)
    except NotAToken:
        raise Http404 from None
    if request.method == "POST":
        decline(person_id=person, kind=kind)
    return render(request, "learners/messages/unsubscribe.html", {"kind": kind, "is_done": request.method == "POST"})
