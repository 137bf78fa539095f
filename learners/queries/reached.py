"""Which units the grants of one membership reach: the condition that every read and write of an organisation begins with."""

from django.db.models import Q

from learners.roles import PERMISSIONS, Permission
from learners.tenancy import Acting


def reached(acting: Acting, permission: Permission, path: str = "path") -> Q:
    """Return the condition that a unit lies in a subtree where `acting` holds the permission.

    `path` is the ORM path to the unit's path, such as "unit__path". Nothing fulfils it when no grant gives the permission.
    """
    condition = Q(pk__in=[])
    for grant in acting.grants:
        if permission in PERMISSIONS[grant.role]:
            condition |= Q(**{f"{path}__startswith": grant.unit_path})
    return condition


def reaches_all(acting: Acting, permission: Permission) -> bool:
    """Tell whether one grant gives the permission over the whole organisation, whose topmost unit has depth 0."""
    return any(permission in PERMISSIONS[grant.role] and grant.unit_path.count("/") == 2 for grant in acting.grants)
