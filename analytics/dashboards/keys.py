"""Pages on which an organisation makes, changes and ends the keys of its own systems."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.periods import local_day
from analytics.actions import keys as actions
from analytics.dashboards.key_form import OPENS, NewKey, Sheet
from analytics.lrs.actions.credentials import Issued
from analytics.lrs.auth import Actors, Allows
from analytics.lrs.queries.credentials import CredentialLine, credential_line, credential_lines
from learners.api import Permission
from learners.errors import NotYours
from learners.forms.units import Nothing
from learners.views.organisation.entry import Question, answered, context, posted
from learners.views.organisation.frame import needs, reads_or_writes, required_acting, tabs

ROWS_A_PAGE = 25
needs_keys = needs(Permission.MANAGE_KEYS)


@require_safe
@needs_keys
def keys(request: HttpRequest) -> HttpResponse:
    """Show the organisation's keys, those that open something first and the latest first; never a secret."""
    lines = credential_lines(now=timezone.now())[::-1]
    lines.sort(key=lambda line: not line.is_valid)
    page = Paginator([_shown(line) for line in lines], ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "analytics/keys.html", {"tabs": tabs(request, "analytics:keys"), "page_obj": page})


@reads_or_writes
@needs_keys
def issue(request: HttpRequest) -> HttpResponse:
    """Ask what a new key is for; make it and show its secret, this once."""
    acting, now = required_acting(request), timezone.now()
    form = NewKey(posted(request), today=local_day(now))
    if request.method == "POST" and form.is_valid():
        if form.is_used():
            return _shown_before(request)
        values = form.cleaned_data
        issued = actions.issue_key(
            acting=acting,
            name=values["name"],
            scopes=values["scopes"],
            actors=Actors(values["actors"]),
            expires_at=form.expires_at(),
            now=now,
        )
        return _made(request, issued, values["name"], _("The key is made"))
    return render(request, "analytics/key_new.html", context(form, _question(_("Make a key"), _("Make the key"))))


@reads_or_writes
@needs_keys
def rotate(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether a key shall have another secret, and show it, this once."""
    acting, now, line = required_acting(request), timezone.now(), _valid_or_404(key)
    form = Sheet(posted(request))
    if request.method == "POST" and form.is_valid():
        if form.is_used():
            return _shown_before(request)
        try:
            issued = actions.rotate_key(acting=acting, key=key, now=now)
        except NotYours:
            raise Http404 from None
        return _made(request, issued, line.name, _("The secret is changed"))
    question = _question(
        _("Change the secret of %(name)s") % {"name": line.name},
        _("Change the secret"),
        explanation=(
            _("You are shown a new secret. The old one works for another 24 hours, so that the system can be changed."),
            _("If the old secret has come into wrong hands, end the key instead and make a new one."),
        ),
    )
    return render(request, "learners/organisation/entry.html", context(form, question))


@reads_or_writes
@needs_keys
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether a key shall end, and end it."""
    acting, line = required_acting(request), _valid_or_404(key)

    def save(_values: dict[str, Any]) -> tuple[str, str]:
        actions.revoke_key(acting=acting, key=key, now=timezone.now())
        return _("The key %(name)s has ended.") % {"name": line.name}, reverse("analytics:keys")

    question = _question(
        _("End the key %(name)s") % {"name": line.name},
        _("End the key"),
        explanation=(
            _("The system that holds it is refused from now on. A key that has ended cannot be opened again."),
        ),
        is_loss=True,
    )
    return answered(request, Nothing(posted(request)), question, save)


def _valid_or_404(key: str) -> CredentialLine:
    line = credential_line(key, now=timezone.now())
    if line is None or not line.is_valid:
        raise Http404
    return line


def _shown_before(request: HttpRequest) -> HttpResponse:
    messages.info(
        request, _("The secret was shown once, and is not shown again. Change the secret if you did not copy it.")
    )
    return redirect("analytics:keys")


def _made(request: HttpRequest, issued: Issued, name: str, heading: str) -> HttpResponse:
    return render(request, "analytics/key_made.html", {"issued": issued, "name": name, "heading": heading})


def _shown(line: CredentialLine) -> dict[str, Any]:
    known = [Allows(scope) for scope in line.scopes]
    last_day = line.expires_at and local_day(line.expires_at - timedelta(microseconds=1))
    return {
        "line": line,
        "opens": [OPENS[scope][0] if scope in OPENS else scope.value for scope in known],
        "names_anyone": line.actors == Actors.ANY,
        "last_day": last_day,
    }


def _question(heading: str, button: str, **more: Any) -> Question:
    hints = (
        ("name", _("The system that holds it, for example Data warehouse.")),
        ("actors", _("Opaque accounts are what the platform itself uses. Let a system name people only if it must.")),
        ("last_day", _("Leave it empty for a key without an end.")),
    )
    above = reverse("analytics:keys")
    return Question(heading=heading, button=button, hints=hints, parent_title=_("Keys"), parent_url=above, **more)
