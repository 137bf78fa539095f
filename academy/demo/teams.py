"""The demo's sectors, owners of its joint bodies, and teams."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from academy.demo.places import SECTORS
from learners.models import Federation, JointMember, Membership, Organisation, Sector, Team, TeamPlace

MOST_IN_A_TEAM = 9


def load_sectors(federation: Federation) -> None:
    """Create the sectors that all organisations of a federation have in common."""
    Sector.objects.bulk_create(
        Sector(federation=federation, key=key, name_sv=swedish, name_en=english) for key, swedish, english in SECTORS
    )


def load_owners(bodies: Iterable[tuple[Organisation, Sequence[Organisation]]], day: date) -> None:
    """Let organisations own joint bodies together: each body with its owners."""
    JointMember.objects.bulk_create(
        JointMember(joint_body=body, member=member, valid_from=day) for body, owners in bodies for member in owners
    )


def load_teams(people: Sequence[Membership], names: Mapping[str, str]) -> None:
    """Create a team in each unit whose name has one, with the first of these people who work there now."""
    by_unit: dict[int, list[Membership]] = {}
    for membership in people:
        if membership.unit.name in names and membership.valid_to is None:
            by_unit.setdefault(membership.unit_id, []).append(membership)
    for unit_id, working in by_unit.items():
        first = working[0]
        team = Team.objects.create(organisation_id=first.organisation_id, unit_id=unit_id, name=names[first.unit.name])
        TeamPlace.objects.bulk_create(
            TeamPlace(team=team, membership=each, valid_from=each.valid_from) for each in working[:MOST_IN_A_TEAM]
        )
