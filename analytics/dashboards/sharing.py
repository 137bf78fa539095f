"""The pages on which an organisation decides whether its figures are shown to the others of its federation."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from academy.periods import Month, local_day
from analytics.actions.sharing import decide_sharing, earliest
from analytics.dashboards.access import reach_or_404
from analytics.release.shared.queries import decisions
from analytics.release.shared.taking_part import Decided, takes_part_on
from learners.api import OrganisationRef, Permission, acting_of
from learners.days import EARLIEST
from learners.forms.fields import DayField
from learners.forms.units import Nothing
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


@dataclass(frozen=True)
class _Asked:
    """Whose decision it is, who takes it, and when."""

    organisation: OrganisationRef
    person_id: int
    now: datetime

    @property
    def address(self) -> str:
        """The page with the decision."""
        return reverse("analytics:sharing", args=[self.organisation.slug])

    @property
    def decided(self) -> tuple[Decided, ...]:
        """What is decided so far, the oldest first."""
        return decisions([self.organisation.id])[self.organisation.id]

    @property
    def usual_day(self) -> date:
        """The day from which one leaves unless another is chosen: a month that has begun is shared whole."""
        return Month.of(self.now).next.first_day

    def decide(self, *, takes_part: bool, valid_from: date) -> None:
        decide_sharing(
            organisation_id=self.organisation.id,
            takes_part=takes_part,
            valid_from=valid_from,
            by_id=self.person_id,
            now=self.now,
        )


def _asked_or_404(request: HttpRequest, slug: str) -> _Asked:
    """Only who keeps the whole organisation decides."""
    reach, acting = reach_or_404(request, Permission.MANAGE_UNITS, slug), acting_of(request)
    if not reach.is_whole or acting is None:
        raise Http404
    return _Asked(reach.organisation, acting.person_id, timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sharing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is decided and take the next decision; to leave is asked about once more, on a page of its own."""
    asked = _asked_or_404(request, slug)
    decided = asked.decided
    today = local_day(asked.now)
    takes_part = takes_part_on(decided, today)

    def save(cleaned: dict[str, Any]) -> tuple[str, str]:
        joins, day = cleaned["choice"] == JOIN, cleaned["valid_from"]
        if _holds(decided, joins, day):
            return _("Nothing is changed. It was decided so already."), asked.address
        asked.decide(takes_part=joins, valid_from=day)
        return _("You take part from %(day)s.") % {"day": date_format(day)}, asked.address

    coming = _coming(decided, takes_part, today)
    day = coming or (asked.usual_day if takes_part else Month.of(asked.now).first_day)
    first: dict[str, Any] = {"choice": JOIN if takes_part != bool(coming) else LEAVE, "valid_from": day}
    question = Question(
        heading=_("Share figures with the other organisations"),
        button=_("Save the decision"),
        parent_title=_("Key figures for %(organisation)s") % {"organisation": asked.organisation.name},
        parent_url=reverse("analytics:figures", args=[slug]),
        explanation=(_state(decided, takes_part, today), *_rules()),
        hints=(("valid_from", _not_shared(day) if takes_part else _whole_month(day)),),
    )
    form = SharingForm(posted(request), initial=first)
    if form.is_bound and form.is_valid() and _leaves(form.cleaned_data, decided):
        from_day = urlencode({"fran": form.cleaned_data["valid_from"].isoformat()})
        return redirect(f"{reverse('analytics:sharing-leave', args=[slug])}?{from_day}")
    return answered(request, form, question, save)


def _leaves(cleaned: dict[str, Any], decided: tuple[Decided, ...]) -> bool:
    return cleaned["choice"] == LEAVE and not _holds(decided, False, cleaned["valid_from"])


def _holds(decided: tuple[Decided, ...], takes_part: bool, day: date) -> bool:
    """Tell whether it is decided already, from that day on and ever after."""
    later = {each.valid_from for each in decided if each.valid_from > day}
    return all(takes_part_on(decided, each) == takes_part for each in {day, *later})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once more before an organisation leaves from the day in the address, the next month's first without one."""
    asked = _asked_or_404(request, slug)
    day = _day_in(request.GET.get("fran", ""), asked)

    def save(_nothing: dict[str, Any]) -> tuple[str, str]:
        asked.decide(takes_part=False, valid_from=day)
        return _("You do not take part from %(day)s.") % {"day": date_format(day)}, asked.address

    question = Question(
        heading=_("Stop sharing from %(day)s") % {"day": date_format(day)},
        button=_("Stop sharing"),
        parent_title=_("Share figures with the other organisations"),
        parent_url=asked.address,
        explanation=(_not_shared(day), _("What has been published stays published. You can take part again later.")),
        is_loss=True,
    )
    return answered(request, Nothing(posted(request)), question, save)


def _day_in(written: str, asked: _Asked) -> date:
    try:
        return DayField(label="", earliest=earliest(False, asked.now) or EARLIEST).clean(written) or asked.usual_day
    except ValidationError:
        return asked.usual_day


def _coming(decided: tuple[Decided, ...], takes_part: bool, today: date) -> date | None:
    """Return the next day on which what holds now ends, or None."""
    days = sorted(each.valid_from for each in decided if each.valid_from > today)
    return next((day for day in days if takes_part_on(decided, day) != takes_part), None)


def _since(decided: tuple[Decided, ...], takes_part: bool, today: date) -> date | None:
    """Return the day from which it has been as it is now; None when it has never been decided to be so."""
    days = sorted((each.valid_from for each in decided if each.valid_from <= today), reverse=True)
    return min(takewhile(lambda day: takes_part_on(decided, day) == takes_part, days), default=None)


def _state(decided: tuple[Decided, ...], takes_part: bool, today: date) -> str:
    if not decided:
        return _("You do not take part. Nobody has decided anything yet, and then nothing is shared.")
    if coming := _coming(decided, takes_part, today):
        day = {"day": date_format(coming)}
        if takes_part:
            return _("You take part now. It is decided that you leave on %(day)s.") % day
        return _("You do not take part now. It is decided that you take part from %(day)s.") % day
    since = _since(decided, takes_part, today)
    if since is None:
        return _("You do not take part.")
    words = _("You take part since %(day)s.") if takes_part else _("You do not take part since %(day)s.")
    return words % {"day": date_format(since)}


def _whole_month(first_day: date) -> str:
    words = _("A month is shared when you take part in all of it. If you choose %(day)s, all of %(month)s is shared.")
    return words % {"day": date_format(first_day), "month": date_format(first_day, "YEAR_MONTH_FORMAT")}


def _not_shared(day: date) -> str:
    words = _(
        "A month is shared when you take part in all of it. If you leave from %(day)s, %(month)s and the months after "
        "it are not shared."
    )
    return words % {"day": date_format(day), "month": date_format(day, "YEAR_MONTH_FORMAT")}


def _rules() -> tuple[str, ...]:
    return (
        _(
            "When you take part, the others see your key figures for whole months, when the month is over. You see what "
            "the others share whether you take part or not. Numbers that could point someone out are hidden, and nobody "
            "is named."
        ),
        _("What has been published stays published. If you leave, you are left out from the day you choose."),
    )
