"""Which membership a signed-in person acts through."""

from datetime import date

import structlog
from django.db.models import Q

from academy.scoping import unscoped_quietly
from learners.models import Membership, User
from learners.queries.organisations import ref_of
from learners.roles import Grant, Role
from learners.tenancy import Acting

log = structlog.get_logger(__name__)


def current_memberships(day: date) -> Q:
    """Return the condition that a membership is valid on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def acting_for(user: User, day: date) -> Acting | None:
    """Return the person's current membership, the earliest begun first; None when they have none.

    Read outside any scope because it is what the scope is made from.
    """
    with unscoped_quietly("the person's own membership, from which the scope is made"):
        rows = Membership.objects.filter(current_memberships(day), person=user)
        membership = rows.select_related("organisation", "unit").order_by("valid_from", "pk").first()
        return _acting(membership) if membership else None


def _acting(membership: Membership) -> Acting:
    rows = membership.roles.select_related("unit").order_by("pk")
    grants = tuple(Grant(Role(row.role), row.unit_id, row.unit.path) for row in rows if _is_declared(row.role))
    return Acting(
        membership_id=membership.pk,
        person_id=membership.person_id,
        position=membership.position,
        organisation=ref_of(membership.organisation),
        unit_id=membership.unit_id,
        unit_path=membership.unit.path,
        grants=grants,
    )


def _is_declared(role: str) -> bool:
    if role in set(Role):
        return True
    log.warning("unknown_role", role=role)
    return False
