"""The page on which an organisation decides whether its figures are shown to the others of its federation."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from academy.periods import local_day
from analytics.actions.sharing import decide_sharing, earliest
from analytics.dashboards.access import reach_or_404
from analytics.release.shared.queries import decisions
from analytics.release.shared.taking_part import Decided, takes_part_on
from learners.api import Permission, acting_of
from learners.forms.fields import DayField
from learners.views.organisation.entry import Question, answered, posted

JOIN, LEAVE = "join", "leave"


class SharingForm(forms.Form):
    """Take part or not, and from which day."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Shared figures"),
        choices=[(JOIN, gettext_lazy("Take part")), (LEAVE, gettext_lazy("Do not take part"))],
        widget=forms.Select(attrs={"class": "select"}),
    )
    valid_from = DayField(label=gettext_lazy("From"))

    def clean(self) -> dict[str, Any]:
        """Refuse to leave from a month that has ended: its figures are published."""
        cleaned = super().clean() or {}
        day, choice = cleaned.get("valid_from"), cleaned.get("choice")
        first = earliest(choice == JOIN, timezone.now())
        if day and first and day < first:
            self.add_error("valid_from", _("Choose %(day)s or a later day") % {"day": date_format(first)})
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sharing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is decided and take the next decision; only for who keeps the whole organisation."""
    reach = reach_or_404(request, Permission.MANAGE_UNITS, slug)
    acting, now = acting_of(request), timezone.now()
    if not reach.is_whole or acting is None:
        raise Http404
    organisation, figures = reach.organisation, reverse("analytics:figures", args=[slug])
    decided = decisions([organisation.id])[organisation.id]
    takes_part = takes_part_on(decided, local_day(now))

    def save(cleaned: dict[str, Any]) -> tuple[str, str]:
        joins = cleaned["choice"] == JOIN
        decide_sharing(
            organisation_id=organisation.id,
            takes_part=joins,
            valid_from=cleaned["valid_from"],
            by_id=acting.person_id,
            now=now,
        )
        day = {"day": date_format(cleaned["valid_from"])}
        words = _("You take part from %(day)s.") if joins else _("You do not take part from %(day)s.")
        return words % day, request.path

    first: dict[str, Any] = {"choice": LEAVE if takes_part else JOIN, "valid_from": local_day(now).replace(day=1)}
    question = Question(
        heading=_("Share figures with the other organisations"),
        button=_("Save the decision"),
        parent_title=_("Key figures for %(organisation)s") % {"organisation": organisation.name},
        parent_url=figures,
        explanation=(_state(decided, takes_part), *_rules()),
        hints=(("valid_from", _whole_month(first["valid_from"])),),
    )
    return answered(request, SharingForm(posted(request), initial=first), question, save)


def _state(decided: tuple[Decided, ...], takes_part: bool) -> str:
    if not decided:
        return _("You do not take part. Nobody has decided anything yet, and then nothing is shared.")
    last = {"day": date_format(decided[-1].valid_from)}
    if decided[-1].takes_part == takes_part:
        return (_("You take part since %(day)s.") if takes_part else _("You do not take part since %(day)s.")) % last
    if decided[-1].takes_part:
        return _("You do not take part now. It is decided that you take part from %(day)s.") % last
    return _("You take part now. It is decided that you leave on %(day)s.") % last


def _whole_month(first_day: date) -> str:
    words = _("A month is shared when you take part in all of it. If you choose %(day)s, all of %(month)s is shared.")
    return words % {"day": date_format(first_day), "month": date_format(first_day, "YEAR_MONTH_FORMAT")}


def _rules() -> tuple[str, ...]:
    return (
        _(
            "When you take part, the others see your key figures for whole months, when the month is over. You see what "
            "the others share whether you take part or not. Numbers that could point someone out are hidden, and nobody "
            "is named."
        ),
        _("What has been published stays published. If you leave, you are left out from the day you choose."),
    )
