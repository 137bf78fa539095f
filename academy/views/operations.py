"""For operators: how the platform is, and what could not be delivered. Holds nobody's data, and is nobody else's page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy import dead_letters
from academy.health import findings, worst
from academy.models import Delivery

View = Callable[..., HttpResponse]
PAGE_SIZE = 25
TONES = {"ok": "success", "look": "warning", "bad": "danger"}


def for_operators(view: View) -> View:
    """Let a view be opened only by an operator; everyone else is told that it is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.user, "is_superuser", False):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(never_cache(guarded))


@for_operators
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show all findings and the dead deliveries."""
    found = findings(timezone.now())
    labels = {"ok": _("good"), "look": _("worth a look"), "bad": _("needs you now")}
    context = {
        "findings": [{"finding": one, "tone": TONES[one.level], "state": labels[one.level]} for one in found],
        "worst": worst(found),
        "page_obj": Paginator(dead_letters.in_state(Delivery.State.DEAD), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "operations/overview.html", context)


@for_operators
@require_POST
def replay(request: HttpRequest) -> HttpResponse:
    """Let one dead delivery, or all of them, be tried anew."""
    chosen = request.POST.get("id", "")
    done = dead_letters.replay(ids=_ids(chosen), now=timezone.now())
    if done:
        text = ngettext("%(n)s delivery is tried again.", "%(n)s deliveries are tried again.", done)
        messages.success(request, text % {"n": done})
    else:
        messages.warning(request, _("Nothing was there to be tried again."))
    return redirect("operations")


def _ids(text: str) -> list[UUID] | None:
    """Return the one id, or None for all of them; raise Http404 for what is no id."""
    if text == "all":
        return None
    try:
        return [UUID(text)]
    except ValueError:
        raise Http404 from None


@for_operators
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Ask whether a dead delivery is to be thrown away, and throw it away when posted."""
    row = dead_letters.in_state(Delivery.State.DEAD).filter(pk=delivery).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return render(request, "operations/discard.html", {"delivery": row})
    dead_letters.discard(ids=[row.pk], now=timezone.now())
    messages.success(request, _("The delivery is thrown away."))
    return redirect("operations")
