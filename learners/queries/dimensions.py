"""Reads of what the rule of dimensions needs."""

from learners.dimensions import DimensionRule, Dimensions, Held
from learners.models import Enrolment, Membership


def held_by(person_id: int, organisation_id: int) -> tuple[Held, ...]:
    """Return all memberships of a person in an organisation, the earliest begun first."""
    rows = Membership.objects.filter(person_id=person_id, organisation_id=organisation_id)
    return tuple(
        Held(
            row.pk, row.valid_from, row.valid_to, Dimensions(organisation_id, row.unit_id, row.sector, row.leader_group)
        )
        for row in rows.order_by("valid_from", "pk")
    )


def dimension_rule(person_id: int, organisation_id: int) -> DimensionRule:
    """Return the rule for all attempts of a person in an organisation."""
    attempts = Enrolment.objects.filter(person_id=person_id, organisation_id=organisation_id)
    homes = dict(attempts.values_list("registration", "membership_id"))
    return DimensionRule(held_by(person_id, organisation_id), homes)
