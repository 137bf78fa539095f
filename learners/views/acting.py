"""Choosing where one acts, among one's own current memberships."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from academy.periods import local_day
from learners.acting import keep, person_of
from learners.actions.acting import remember_place
from learners.queries.acting import acting_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Act through this membership from now on, and go to the start page. By GET it leads to the places to choose from.

    Another's membership, and one that is not current, are not there.
    """
    if request.method != "POST":
        return redirect("learners:own-places")
    person = person_of(request)
    acting = acting_for(person, local_day(timezone.now()), chosen=membership_id)
    if acting is None or acting.membership_id != membership_id:
        raise Http404
    remember_place(person=person, membership_id=membership_id)
    keep(request, acting)
    messages.success(request, _("You now act for %(place)s.") % {"place": acting.organisation.name})
    return redirect("start")
