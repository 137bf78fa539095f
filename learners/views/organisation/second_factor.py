"""Taking a person's second factor away, when they have lost it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from academy.periods import local_day
from learners.actions.journal import note_reads
from learners.actions.second_factor import reset_second_factor
from learners.models import ReadEntry
from learners.queries.second_factor import has_second_factor, resettable
from learners.roles import Permission
from learners.views.organisation.frame import needs, required_acting, tabs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def reset(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask first by GET; by POST take the second factor away. Whom the reader may not do it for is not there."""
    acting, now = required_acting(request), timezone.now()
    person = resettable(acting, person_id, local_day(now))
    if person is None:
        raise Http404
    note_reads(acting=acting, subject_ids=[person_id], page=ReadEntry.Page.PERSON, now=now)
    if request.method == "POST":
        reset_second_factor(acting=acting, person=person, now=now)
        messages.success(request, _("The second step of %(name)s is reset.") % {"name": person.get_full_name()})
        return redirect("learners:reset-second-factor", person_id)
    context = {"person": person, "is_set_up": has_second_factor(person_id), "tabs": tabs(request, "learners:people")}
    return render(request, "learners/organisation/reset_second_factor.html", context)
