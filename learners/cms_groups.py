"""Which group of the CMS a role leads into: Wagtail asks groups, and groups follow from roles."""

from collections.abc import Iterable

from courses.groups import AUTHORS, EDITORS, REVIEWERS
from learners.roles import PERMISSIONS, Permission, Role

# The first permission that a role has decides.
_GROUPS = (
    (Permission.PUBLISH_CONTENT, EDITORS),
    (Permission.REVIEW_CONTENT, REVIEWERS),
    (Permission.EDIT_CONTENT, AUTHORS),
)
CMS_GROUPS = frozenset(group for _, group in _GROUPS)


def groups_of(roles: Iterable[Role]) -> frozenset[str]:
    """Return the names of the groups that these roles lead into."""
    named = (next((group for permission, group in _GROUPS if permission in PERMISSIONS[role]), None) for role in roles)
    return frozenset(group for group in named if group)
