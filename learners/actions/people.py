"""Entering organisations, units, people, memberships and roles."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from courses.site import EDITORS
from learners.models import Federation, Membership, Organisation, RoleAssignment, Unit, User
from learners.roles import PERMISSIONS, Permission, Role


@transaction.atomic
def add_organisation(*, federation: Federation, name: str, slug: str, kind: str, scb_code: str = "") -> Organisation:
    """Add an organisation and its root unit, which bears its name."""
    organisation = Organisation.objects.create(
        federation=federation, name=name, slug=slug, kind=kind, scb_code=scb_code
    )
    add_unit(organisation=organisation, name=name, parent=None)
    return organisation


@transaction.atomic
def add_unit(*, organisation: Organisation, name: str, parent: Unit | None, is_controller: bool = False) -> Unit:
    """Add a unit below `parent`, in the same organisation; the root unit alone has no parent."""
    if parent is not None and parent.organisation_id != organisation.pk:
        raise ValueError("A unit stands in the same organisation as the unit above it.")
    unit = Unit.objects.create(organisation=organisation, name=name, parent=parent, is_controller=is_controller)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


@transaction.atomic
def add_person(
    *, email: str, first_name: str, last_name: str, language: str = "sv", password: str | None = None
) -> User:
    """Add a person who can sign in, by password or by a code sent to the address."""
    return User.objects.create_user(email, password, first_name=first_name, last_name=last_name, language=language)


@transaction.atomic
def add_membership(
    *, person: User, unit: Unit, valid_from: date, valid_to: date | None = None, **details: Any
) -> Membership:
    """Place a person in a unit from a day on; `details` are position, sector and leader_group."""
    return Membership.objects.create(
        person=person,
        unit=unit,
        organisation_id=unit.organisation_id,
        valid_from=valid_from,
        valid_to=valid_to,
        **details,
    )


@transaction.atomic
def grant_role(*, membership: Membership, role: Role, unit: Unit) -> RoleAssignment:
    """Give a role over a subtree of the membership's own organisation; editors also enter the CMS."""
    if unit.organisation_id != membership.organisation_id:
        raise ValueError("A role holds within the membership's own organisation.")
    assignment, _ = RoleAssignment.objects.get_or_create(membership=membership, role=role.value, unit=unit)
    if Permission.EDIT_CONTENT in PERMISSIONS[role]:
        membership.person.groups.add(Group.objects.get(name=EDITORS))
    return assignment


@transaction.atomic
def revoke_role(*, assignment: RoleAssignment) -> None:
    """Take a role back; whoever edits through no other membership leaves the editors' group."""
    person = assignment.membership.person
    assignment.delete()
    editing = [role.value for role in Role if Permission.EDIT_CONTENT in PERMISSIONS[role]]
    if not RoleAssignment.objects.filter(membership__person=person, role__in=editing).exists():
        person.groups.remove(Group.objects.get(name=EDITORS))


def choose_language(*, person: User, language: str) -> None:
    """Keep the language a person reads and gets mail in."""
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
