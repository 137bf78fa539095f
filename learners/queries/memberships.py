"""Reads of memberships for the actions that enter and mend them."""

from datetime import date

from django.db.models import Q, QuerySet

from learners.models import Enrolment, Membership, ReadEntry


def not_ended(day: date) -> Q:
    """Return the condition that a membership holds on a day or begins later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def same_memberships(
    *,
    person_id: int,
    unit_id: int,
    position: str,
    leader_group: str,
    valid_from: date,
    valid_to: date | None = None,
) -> QuerySet[Membership]:
    """Return the person's memberships in the unit with this position and leader group that share a day with the dates.

    Someone may be both official and elected member in one unit, or hold two positions there; not the same one twice.
    """
    rows = Membership.objects.filter(
        not_ended(valid_from), person_id=person_id, unit_id=unit_id, position=position, leader_group=leader_group
    )
    rows = rows.filter(valid_from__lte=valid_to) if valid_to else rows
    return rows.order_by("valid_from", "pk")


def works_here(person_id: int, organisation_id: int, day: date) -> bool:
    """Tell whether the person has a membership in the organisation that has not ended."""
    return Membership.objects.filter(not_ended(day), person_id=person_id, organisation_id=organisation_id).exists()


def memberships_here(person_id: int, organisation_id: int) -> QuerySet[Membership]:
    """Return all the person's memberships in the organisation, the earliest begun first."""
    rows = Membership.objects.filter(person_id=person_id, organisation_id=organisation_id)
    return rows.select_related("unit", "person").order_by("valid_from", "pk")


def is_used(membership: Membership) -> bool:
    """Tell whether something was done through the membership: a module taken, or another person's record read."""
    attempts = Enrolment.objects.filter(membership=membership)
    return attempts.exists() or ReadEntry.objects.filter(reader_membership=membership).exists()
