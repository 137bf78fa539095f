"""Roles and what they allow, declared once. A grant is one role over one unit subtree of one membership."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What someone is, beside staff, which every member is."""

    LEADER = "leader"
    HR = "hr"
    ACADEMY_ADMIN = "academy_admin"


class Permission(StrEnum):
    """What a grant lets someone do in its subtree."""

    SEE_FIGURES = "see_figures"
    DOWNLOAD_FIGURES = "download_figures"
    EDIT_CONTENT = "edit_content"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.LEADER: frozenset({Permission.SEE_FIGURES}),
    Role.HR: frozenset({Permission.SEE_FIGURES, Permission.DOWNLOAD_FIGURES}),
    Role.ACADEMY_ADMIN: frozenset({Permission.EDIT_CONTENT, Permission.SEE_FIGURES, Permission.DOWNLOAD_FIGURES}),
}


@dataclass(frozen=True)
class Grant:
    """One role over one subtree; `unit_path` is the path of the subtree's root."""

    role: Role
    unit_id: int
    unit_path: str

    def allows(self, permission: Permission, unit_path: str) -> bool:
        """Tell whether this grant gives the permission for the unit with this path."""
        return permission in PERMISSIONS[self.role] and unit_path.startswith(self.unit_path)


def allowed(grants: Iterable[Grant], permission: Permission, unit_path: str) -> bool:
    """Tell whether any one grant gives the permission for this unit."""
    return any(grant.allows(permission, unit_path) for grant in grants)


def has(grants: Iterable[Grant], permission: Permission) -> bool:
    """Tell whether any grant gives the permission somewhere."""
    return any(permission in PERMISSIONS[grant.role] for grant in grants)
