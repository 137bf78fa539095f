"""Keeping a person in the groups of the CMS that their roles lead into."""

from django.contrib.auth.models import Group
from django.db import transaction

from academy.scoping import unscoped_quietly
from learners.cms_groups import CMS_GROUPS, groups_of
from learners.models import RoleAssignment, User
from learners.roles import Role


@transaction.atomic
def keep_groups(*, person: User) -> None:
    """Put the person into exactly those groups of the CMS that their roles, in whatever organisation, lead into.

    The groups are wider than what a request may do: learners.editorial narrows them to the membership acted through.
    """
    with unscoped_quietly("the CMS is one for all organisations, and so are its groups"):
        held = list(RoleAssignment.objects.filter(membership__person=person).values_list("role", flat=True))
    wanted = groups_of(Role(role) for role in held if role in set(Role))
    present = set(person.groups.filter(name__in=CMS_GROUPS).values_list("name", flat=True))
    if gone := present - wanted:
        person.groups.remove(*Group.objects.filter(name__in=gone))
    if missing := wanted - present:
        person.groups.add(*Group.objects.filter(name__in=missing))
