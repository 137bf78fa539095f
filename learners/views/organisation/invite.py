"""Inviting a person, and sending an invitation again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from academy.periods import local_day
from learners.actions.invite import invite, invite_again
from learners.errors import InvitationJustSent, NotYours
from learners.forms.people import InviteForm
from learners.queries.people import name_here
from learners.queries.sectors import open_sectors
from learners.queries.units import open_units_within, unit_within
from learners.roles import Permission
from learners.views.organisation.entry import Question, answered, posted
from learners.views.organisation.frame import needs, required_acting
from learners.views.organisation.person import managed_person, page_of
from learners.views.organisation.refusals import said as words_for


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def new(request: HttpRequest) -> HttpResponse:
    """Ask a person in. The answer is the same whether the address is known elsewhere; who is here already is named."""
    acting, now = required_acting(request), timezone.now()
    today = local_day(now)
    form = InviteForm(
        posted(request),
        units=open_units_within(acting, Permission.MANAGE_PEOPLE, today),
        sectors=open_sectors(acting.organisation.federation_id, today),
        today=today,
    )

    def save(said: dict[str, Any]) -> tuple[str, str]:
        unit = unit_within(acting, Permission.MANAGE_PEOPLE, said.pop("unit"))
        if unit is None:
            raise NotYours
        here = name_here(acting, said["email"], today)
        done = invite(by_id=acting.person_id, unit=unit, now=now, **said)
        if not done.made_membership:
            return _("The person has this membership already."), page_of(done.membership.person_id)
        if here:
            return _("%(name)s is here already. The membership is added.") % {"name": here}, page_of(
                done.membership.person_id
            )
        words = _("%(name)s is invited to %(unit)s.") % {
            "name": f"{said['first_name']} {said['last_name']}",
            "unit": unit.name,
        }
        return words, page_of(done.membership.person_id)

    question = Question(
        heading=_("Invite a person"),
        button=_("Invite"),
        parent_title=_("People"),
        parent_url=reverse("learners:people"),
        explanation=(_("The person gets a mail that leads to the sign-in page. It is sent in the daytime."),),
        hints=(("email", _("This is the address that the person signs in with.")),),
    )
    return answered(request, form, question, save)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def again(request: HttpRequest, person_id: int) -> HttpResponse:
    """Send an invitation again, at most once an hour."""
    acting = required_acting(request)
    managed_person(acting, person_id)
    try:
        invite_again(acting=acting, person_id=person_id, now=timezone.now())
    except NotYours:
        raise Http404 from None
    except InvitationJustSent as refused:
        messages.warning(request, words_for(refused)[1])
    else:
        messages.success(request, _("The invitation is sent again."))
    return redirect(page_of(person_id))
