"""The page of one person, and correcting their name and address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from academy.periods import local_day
from learners.actions.invite import may_be_sent_from
from learners.actions.journal import note_reads
from learners.actions.person import change_person
from learners.forms.people import PersonForm
from learners.models.journal import ReadEntry
from learners.queries.people import PersonView, person_view
from learners.queries.second_factor import has_second_factor, resettable
from learners.queries.sectors import sector_labels
from learners.roles import Permission
from learners.tenancy import Acting
from learners.views.organisation.entry import Question, answered, posted
from learners.views.organisation.frame import needs, required_acting


def seen_person(acting: Acting, person_id: int) -> PersonView:
    """Return a person within the reader's reach, and write down that they were read; raise Http404 for anyone else."""
    now = timezone.now()
    person = person_view(acting, person_id, local_day(now))
    if person is None:
        raise Http404
    note_reads(acting=acting, subject_ids=[person_id], page=ReadEntry.Page.PERSON, now=now)
    return person


def managed_person(acting: Acting, person_id: int) -> PersonView:
    """Return a person whom the reader manages; raise Http404 for anyone else."""
    person = seen_person(acting, person_id)
    if not person.may_manage:
        raise Http404
    return person


def page_of(person_id: int) -> str:
    """Return the address of a person's page."""
    return reverse("learners:person", args=[person_id])


@require_safe
@needs(Permission.SEE_PEOPLE)
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show the person's memberships within reach, with roles, teams and the invitation; the look is written down."""
    acting, now = required_acting(request), timezone.now()
    person = seen_person(acting, person_id)
    sectors = sector_labels(acting.organisation.federation_id)
    return render(
        request,
        "learners/organisation/person.html",
        {
            "person": person,
            "is_self": person_id == acting.person_id,
            "memberships": [{"row": row, "sector": sectors.get(row.sector, row.sector)} for row in person.memberships],
            "may_reset": resettable(acting, person_id, local_day(now)) is not None and has_second_factor(person_id),
            "may_send": person.invitation is not None and now >= may_be_sent_from(person.invitation),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def change(request: HttpRequest, person_id: int) -> HttpResponse:
    """Correct a name or an address."""
    acting = required_acting(request)
    person = managed_person(acting, person_id)
    is_invited = person.invitation is not None
    form = PersonForm(
        posted(request),
        with_address=not is_invited,
        initial={"first_name": person.first_name, "last_name": person.last_name, "email": person.email},
    )

    def save(said: dict[str, Any]) -> tuple[str, str]:
        change_person(
            acting=acting,
            person_id=person_id,
            first_name=said["first_name"],
            last_name=said["last_name"],
            email=said.get("email"),
            now=timezone.now(),
        )
        return _("The change is saved."), page_of(person_id)

    told = (
        _("Is the address wrong? Remove the membership, and invite the person with the right address.")
        if is_invited
        else _("If you change the address, both the old and the new one get a mail about it.")
    )
    question = Question(
        heading=_("Change name or address") if not is_invited else _("Change the name"),
        button=_("Save"),
        parent_title=person.name,
        parent_url=page_of(person_id),
        explanation=(told,),
    )
    return answered(request, form, question, save)
