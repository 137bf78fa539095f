"""Giving roles and taking them back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from academy.periods import local_day
from learners.actions.roles import give_role, take_role_back
from learners.forms.people import RoleForm, TakeBackForm
from learners.queries.managers import leaves_nobody
from learners.queries.people import held_role
from learners.queries.units import open_units_within
from learners.role_names import ROLE_NAMES
from learners.roles import Permission, Role, grantable
from learners.tenancy import Acting, UnitRef
from learners.views.organisation.entry import Question, answered, posted
from learners.views.organisation.frame import needs, required_acting
from learners.views.organisation.membership import chosen_membership
from learners.views.organisation.person import page_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def give(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give a membership a role over a unit and all below it."""
    acting, now = required_acting(request), timezone.now()
    membership, row = chosen_membership(acting, membership_id, local_day(now))
    if row.person_id == acting.person_id or row.has_ended:
        raise Http404
    units = open_units_within(acting, Permission.MANAGE_PEOPLE, local_day(now))
    form = RoleForm(posted(request), roles=_givable(acting, units), units=units, initial={"unit": membership.unit_id})

    def save(said: dict[str, Any]) -> tuple[str, str]:
        give_role(acting=acting, membership_id=membership_id, role=said["role"], unit_id=said["unit"], now=now)
        words = _("%(name)s is now %(role)s.") % {"name": row.name, "role": ROLE_NAMES[said["role"]]}
        return words, page_of(row.person_id)

    question = Question(
        heading=_("Give %(name)s a role") % {"name": row.name},
        button=_("Give the role"),
        parent_title=row.name,
        parent_url=page_of(row.person_id),
        explanation=(
            _("The role holds through the membership in %(unit)s, and ends with it.") % {"unit": row.unit},
            _("Whoever sees other people’s records signs in with a second step."),
        ),
    )
    return answered(request, form, question, save)


def _givable(acting: Acting, units: list[UnitRef]) -> list[Role]:
    may = frozenset[Role]().union(*(grantable(acting.grants, unit.path) for unit in units))
    return [role for role in Role if role in may]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def take_back(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Take a role back, having asked."""
    acting, now = required_acting(request), timezone.now()
    today = local_day(now)
    held = held_role(acting, assignment_id)
    if held is None:
        raise Http404
    membership, row = chosen_membership(acting, held.membership_id, today)
    alone = leaves_nobody(membership, None, today, assignment_id=assignment_id)
    form = TakeBackForm(posted(request), leaves_nobody=alone)

    def save(said: dict[str, Any]) -> tuple[str, str]:
        take_role_back(acting=acting, assignment_id=assignment_id, now=now, is_confirmed="confirmed" in said)
        return _("The role is taken back."), page_of(row.person_id)

    told = [_("%(name)s no longer gets to what the role opens. Everything they have done stays.") % {"name": row.name}]
    if alone:
        told.append(_("Nobody else enters people here then. The academy can invite someone to be HR."))
    question = Question(
        heading=_("Take back the role %(role)s") % {"role": ROLE_NAMES[Role(held.role)]},
        button=_("Take back the role"),
        parent_title=row.name,
        parent_url=page_of(row.person_id),
        explanation=tuple(told),
        is_loss=True,
    )
    return answered(request, form, question, save)
