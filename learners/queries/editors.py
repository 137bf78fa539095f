"""Who is asked about content, by role, in all organisations: the CMS is one for all."""

from collections.abc import Iterable
from datetime import datetime

from academy.periods import local_day
from academy.scoping import unscoped_quietly
from learners.models import Membership, RoleAssignment
from learners.queries.acting import current_memberships
from learners.roles import Role


def people_with(roles: Iterable[Role], now: datetime) -> list[int]:
    """Return the ids of those who hold one of the roles through a membership that is current, lowest first."""
    with unscoped_quietly("the CMS is one for all organisations, and so are those who review"):
        current = Membership.objects.filter(current_memberships(local_day(now)), person__is_active=True)
        held = RoleAssignment.objects.filter(role__in=list(roles), membership__in=current)
        return sorted(set(held.values_list("membership__person_id", flat=True)))
