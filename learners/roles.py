"""Roles and what they allow, declared once. A grant is one role over one unit subtree of one membership."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What someone is. Every member is staff, without a grant."""

    STAFF = "staff"
    LEADER = "leader"
    HR = "hr"
    FACILITATOR = "facilitator"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    ACADEMY_ADMIN = "academy_admin"
    COORDINATOR = "coordinator"
    FEDERATION_ANALYST = "federation_analyst"


class Permission(StrEnum):
    """What a grant lets someone do in its subtree; those of a federation hold in it, whatever the subtree."""

    SEE_FIGURES = "see_figures"
    DOWNLOAD_FIGURES = "download_figures"
    STATE_HEADCOUNTS = "state_headcounts"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_UNITS = "manage_units"
    MANAGE_TEAMS = "manage_teams"
    MANAGE_KEYS = "manage_keys"
    # of the federation
    SEE_SHARED = "see_shared"
    DOWNLOAD_SHARED = "download_shared"
    MANAGE_FEDERATION = "manage_federation"
    # of the CMS
    EDIT_CONTENT = "edit_content"
    REVIEW_CONTENT = "review_content"
    PUBLISH_CONTENT = "publish_content"


_P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.STAFF: frozenset(),
    Role.LEADER: frozenset({_P.SEE_FIGURES, _P.SEE_PEOPLE, _P.MANAGE_TEAMS}),
    Role.HR: frozenset(
        {
            *(_P.SEE_FIGURES, _P.DOWNLOAD_FIGURES, _P.STATE_HEADCOUNTS, _P.SEE_SHARED),
            *(_P.SEE_PEOPLE, _P.MANAGE_PEOPLE, _P.MANAGE_UNITS, _P.MANAGE_TEAMS, _P.MANAGE_KEYS),
        }
    ),
    Role.FACILITATOR: frozenset(),
    Role.AUTHOR: frozenset({_P.EDIT_CONTENT}),
    Role.REVIEWER: frozenset({_P.EDIT_CONTENT, _P.REVIEW_CONTENT}),
    Role.ACADEMY_ADMIN: frozenset(Permission),
    Role.COORDINATOR: frozenset({_P.SEE_SHARED}),
    Role.FEDERATION_ANALYST: frozenset({_P.SEE_SHARED, _P.DOWNLOAD_SHARED}),
}

# Who may give which role, and take it back. Staff is not given: it is what a membership is.
MAY_GRANT: dict[Role, frozenset[Role]] = {
    Role.HR: frozenset({Role.LEADER, Role.HR, Role.FACILITATOR}),
    Role.ACADEMY_ADMIN: frozenset(Role) - {Role.STAFF},
}

# Whoever sees records of other people, or changes what everybody reads, proves who they are twice.
NEEDS_SECOND_FACTOR: frozenset[Permission] = frozenset(
    {_P.SEE_PEOPLE, _P.MANAGE_PEOPLE, _P.MANAGE_UNITS, _P.MANAGE_KEYS, _P.MANAGE_FEDERATION, _P.PUBLISH_CONTENT}
)

# What opens all of an organisation and not a part of it: a grant over a unit further down does not give it.
OF_THE_WHOLE: frozenset[Permission] = frozenset({_P.MANAGE_KEYS})


def needs_second_factor(role: Role) -> bool:
    """Tell whether a role holds a permission that is there only for whoever has shown a second factor."""
    return not PERMISSIONS[role].isdisjoint(NEEDS_SECOND_FACTOR)


@dataclass(frozen=True)
class Grant:
    """One role over one subtree; `unit_path` is the path of the subtree's root."""

    role: Role
    unit_id: int
    unit_path: str

    @property
    def is_over_the_whole(self) -> bool:
        """Tell whether the subtree is that of a root unit: its path holds one id."""
        return self.unit_path.strip("/").isdigit()

    def allows(self, permission: Permission, unit_path: str) -> bool:
        """Tell whether this grant gives the permission for the unit with this path."""
        return permission in PERMISSIONS[self.role] and unit_path.startswith(self.unit_path)


def allowed(grants: Iterable[Grant], permission: Permission, unit_path: str) -> bool:
    """Tell whether any one grant gives the permission for this unit."""
    return any(grant.allows(permission, unit_path) for grant in grants)


def has(grants: Iterable[Grant], permission: Permission) -> bool:
    """Tell whether any grant gives the permission somewhere, or over the whole if it is one of those."""
    held = (grant for grant in grants if permission in PERMISSIONS[grant.role])
    return any(permission not in OF_THE_WHOLE or grant.is_over_the_whole for grant in held)


def grantable(grants: Iterable[Grant], unit_path: str) -> frozenset[Role]:
    """Return the roles that these grants let their holder give over the unit with this path."""
    held = [grant for grant in grants if unit_path.startswith(grant.unit_path)]
    return frozenset().union(*(MAY_GRANT.get(grant.role, frozenset()) for grant in held))
