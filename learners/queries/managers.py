"""Who may enter people in the whole of an organisation, and whether anyone would be left."""

from datetime import date, timedelta

from learners.models import Membership, RoleAssignment
from learners.queries.acting import current_memberships
from learners.roles import PERMISSIONS, Permission, Role

_MANAGING = [role.value for role in Role if Permission.MANAGE_PEOPLE in PERMISSIONS[role]]


def leaves_nobody(
    membership: Membership, last_day: date | None, today: date, *, assignment_id: int | None = None
) -> bool:
    """Tell whether nobody may enter people in the whole organisation once this membership or one role of it is gone.

    `last_day` is the membership's last, None when it goes at once; `assignment_id` is the one role that goes, None for
    all. What does not give that right leaves nobody behind.
    """
    held = RoleAssignment.objects.filter(role__in=_MANAGING, unit__parent__isnull=True)
    going = held.filter(membership=membership)
    going = going.filter(pk=assignment_id) if assignment_id else going
    if not going.exists():
        return False
    day = max(today, last_day + timedelta(days=1) if last_day else today)
    others = held.filter(unit__organisation_id=membership.organisation_id).exclude(pk__in=going.values("pk"))
    staying = Membership.objects.filter(current_memberships(day), pk__in=others.values("membership_id"))
    staying = staying if assignment_id else staying.exclude(pk=membership.pk)
    return not staying.exists()
