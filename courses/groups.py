"""The groups of the CMS, by name, and which of them a person acts through in this request."""

from typing import Any

EDITORS, REVIEWERS, AUTHORS = "Academy admins", "Reviewers", "Authors"
_ACTED_THROUGH = "cms_groups_acted_through"


def act_through(user: Any, groups: frozenset[str]) -> None:
    """Let the user count as a member of these groups alone, for the length of a request."""
    setattr(user, _ACTED_THROUGH, groups)


def acts_through(user: Any, groups: frozenset[str]) -> bool:
    """Tell whether the user acts through one of the groups. Outside a request nobody does, but operators always do."""
    return bool(user.is_superuser or groups & getattr(user, _ACTED_THROUGH, frozenset()))
