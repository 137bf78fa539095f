"""Memberships: another one, the last day of one, and one that was entered by mistake."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from academy.periods import local_day
from learners.actions.journal import note_reads
from learners.actions.memberships import end_membership, enter_membership, remove_membership
from learners.errors import MembershipExists
from learners.forms.people import DatedPlaceForm, EndForm, RemovalForm
from learners.membership_details import Details
from learners.models import Membership, ReadEntry
from learners.queries.managers import leaves_nobody
from learners.queries.people import Row, managed_membership, managed_row, person_view
from learners.queries.repeats import has_just_entered
from learners.queries.sectors import open_sectors
from learners.queries.units import open_units_within
from learners.roles import Permission
from learners.tenancy import Acting
from learners.views.organisation.entry import Question, answered, posted
from learners.views.organisation.frame import needs, required_acting
from learners.views.organisation.person import managed_person, page_of


def chosen_membership(acting: Acting, membership_id: int, today: date) -> tuple[Membership, Row]:
    """Return a membership in which the reader manages people, as a row and as it is shown; raise Http404 for another.

    Whose it is was read then, which is written down.
    """
    membership, row = managed_membership(acting, membership_id), managed_row(acting, membership_id, today)
    if membership is None or row is None:
        raise Http404
    note_reads(acting=acting, subject_ids=[row.person_id], page=ReadEntry.Page.PERSON, now=timezone.now())
    return membership, row


def offered(acting: Acting, today: date) -> dict[str, Any]:
    """Return what the forms of a membership offer to choose from."""
    return {
        "units": open_units_within(acting, Permission.MANAGE_PEOPLE, today),
        "sectors": open_sectors(acting.organisation.federation_id, today),
        "today": today,
    }


def details_from(said: dict[str, Any]) -> Details:
    """Return what a form of a membership says."""
    return Details(
        unit_id=said["unit"],
        position=said["position"],
        sector=said["sector"],
        leader_group=said["leader_group"],
        valid_from=said["valid_from"],
        valid_to=said["valid_to"],
    )


def begin_with(membership: Membership) -> dict[str, Any]:
    """Return what a form says at first, taken from a membership."""
    return {
        "unit": membership.unit_id,
        "position": membership.position,
        "sector": membership.sector,
        "leader_group": membership.leader_group,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def add(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a person another membership, or, with `efter` in the address, one like the one they had before."""
    acting, now = required_acting(request), timezone.now()
    person, today = managed_person(acting, person_id), local_day(now)
    earlier = _earlier(request, acting, person_id)
    form = DatedPlaceForm(posted(request), **offered(acting, today), initial=begin_with(earlier) if earlier else None)

    def save(said: dict[str, Any]) -> tuple[str, str]:
        try:
            enter_membership(acting=acting, person_id=person_id, details=details_from(said), now=now)
        except MembershipExists:
            if not has_just_entered(acting, person_id, details_from(said), now):
                raise
        return _("The membership is added."), page_of(person_id)

    question = Question(
        heading=_("Let %(name)s return") % {"name": person.name} if earlier else _("Add a membership"),
        button=_("Add"),
        parent_title=person.name,
        parent_url=page_of(person_id),
        explanation=(_("Roles and teams are not taken along. Give them anew if they are needed."),) if earlier else (),
    )
    return answered(request, form, question, save)


def _earlier(request: HttpRequest, acting: Acting, person_id: int) -> Membership | None:
    asked = request.GET.get("efter", "")
    found = managed_membership(acting, int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    return found if found and found.person_id == person_id else None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give a membership its last day, having said what ends with it."""
    acting, now = required_acting(request), timezone.now()
    today = local_day(now)
    membership, row = chosen_membership(acting, membership_id, today)
    form = EndForm(
        posted(request),
        first_day=membership.valid_from,
        today=today,
        leaves_nobody=leaves_nobody(membership, None, today),
    )

    def save(said: dict[str, Any]) -> tuple[str, str]:
        end_membership(
            acting=acting,
            membership_id=membership_id,
            last_day=said["last_day"],
            now=now,
            is_confirmed="confirmed" in said,
        )
        is_over = said["last_day"] < today
        words = (
            _("The membership in %(unit)s ended with %(day)s.")
            if is_over
            else _("The membership in %(unit)s ends with %(day)s.")
        )
        return words % {"unit": row.unit, "day": date_format(said["last_day"])}, page_of(row.person_id)

    question = Question(
        heading=_("End the membership in %(unit)s") % {"unit": row.unit},
        button=_("End the membership"),
        parent_title=row.name,
        parent_url=page_of(row.person_id),
        explanation=tuple(_what_ends(row)),
        is_loss=True,
    )
    return answered(request, form, question, save)


def _what_ends(row: Row) -> list[str]:
    told = [_("What has been learned stays, and counts where the person worked at the time.")]
    if row.roles:
        named = ", ".join(f"{role.label} ({role.unit})" for role in row.roles)
        many = ngettext("This role ends with it: %(named)s.", "These roles end with it: %(named)s.", len(row.roles))
        told.append(many % {"named": named})
    if row.teams:
        named = ", ".join(row.teams)
        many = ngettext(
            "The place in this team ends with it: %(named)s.",
            "The places in these teams end with it: %(named)s.",
            len(row.teams),
        )
        told.append(many % {"named": named})
    return told


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def remove(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take away a membership that was entered by mistake."""
    acting, now = required_acting(request), timezone.now()
    today = local_day(now)
    membership, row = chosen_membership(acting, membership_id, today)
    form = RemovalForm(posted(request), leaves_nobody=leaves_nobody(membership, None, today))

    def save(said: dict[str, Any]) -> tuple[str, str]:
        remove_membership(
            acting=acting,
            membership_id=membership_id,
            reason=said["reason"],
            now=now,
            is_confirmed="confirmed" in said,
        )
        return _("The membership in %(unit)s is removed.") % {"unit": row.unit}, _after_removal(acting, row, today)

    question = Question(
        heading=_("Remove the membership in %(unit)s") % {"unit": row.unit},
        button=_("Remove the membership"),
        parent_title=row.name,
        parent_url=page_of(row.person_id),
        explanation=(
            _("Only for what was entered by mistake. Whoever leaves gets a last day instead."),
            _("Roles and places in teams go with it. The reason is written down among the changes."),
        ),
        is_loss=True,
    )
    return answered(request, form, question, save)


def _after_removal(acting: Acting, row: Row, today: date) -> str:
    return page_of(row.person_id) if person_view(acting, row.person_id, today) else reverse("learners:people")
