"""Reads of the second factors that people have set up; allauth's rows, which belong to the person alone."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from academy.scoping import unscoped_quietly
from learners.models import Membership, RoleAssignment, User
from learners.queries.acting import current_memberships
from learners.queries.memberships import not_ended
from learners.queries.people import LARGEST_ID, open_invitation
from learners.roles import Permission, Role, allowed, grantable, has, needs_second_factor
from learners.tenancy import Acting

_MAIN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factors(person_id: int) -> QuerySet[Authenticator]:
    """Return the person's apps and passkeys, the first set up first; recovery codes only stand in for them."""
    return Authenticator.objects.filter(user_id=person_id, type__in=_MAIN).order_by("pk")


def has_second_factor(person_id: int) -> bool:
    """Tell whether the person has an app or a passkey to sign in with."""
    return second_factors(person_id).exists()


def number_of_passkeys(person_id: int) -> int:
    """Return how many passkeys the person has."""
    return second_factors(person_id).filter(type=Authenticator.Type.WEBAUTHN).count()


def resettable(acting: Acting, person_id: int, day: date) -> User | None:
    """Return the person whose second factor `acting` may take away; None for every kind of no.

    They manage the person by a current membership, and could have given every role that the person holds or will hold: else HR of
    one municipality could open the way to a role of another, or to the academy's. Nobody resets their own, or that of
    someone who has not signed in since they were invited: whose the address is must not be told.
    """
    if person_id > LARGEST_ID:
        return None
    rows = Membership.objects.filter(
        current_memberships(day), person_id=person_id, organisation_id=acting.organisation.id
    ).select_related("person", "unit")
    managed = [row for row in rows if allowed(acting.grants, Permission.MANAGE_PEOPLE, row.unit.path)]
    if not managed or person_id == acting.person_id or managed[0].person.is_superuser:
        return None
    if open_invitation(acting, person_id) is not None:
        return None
    return managed[0].person if all(_could_give(acting, row) for row in _guarded_roles(person_id, day)) else None


def _guarded_roles(person_id: int, day: date) -> list[RoleAssignment]:
    with unscoped_quietly("whether a reset would open the way to another organisation's role"):
        held = Membership.objects.filter(not_ended(day), person_id=person_id)
        rows = RoleAssignment.objects.filter(membership__in=held).select_related("unit__organisation")
        return [row for row in rows if row.role in set(Role) and needs_second_factor(Role(row.role))]


def _could_give(acting: Acting, row: RoleAssignment) -> bool:
    if row.unit.organisation_id != acting.organisation.id:
        same = row.unit.organisation.federation_id == acting.organisation.federation_id
        return same and has(acting.grants, Permission.MANAGE_FEDERATION)
    return Role(row.role) in grantable(acting.grants, row.unit.path)


def person_by_address(address: str) -> tuple[User, list[int]] | None:
    """Return who has this e-mail address, and the organisations of their memberships; for an operator's command."""
    with unscoped_quietly("an operator resets a person's second factor"):
        person = User.objects.filter(email__iexact=address.strip()).first()
        if person is None:
            return None
        rows = Membership.objects.filter(person=person).order_by("organisation_id")
        return person, list(rows.values_list("organisation_id", flat=True).distinct())
