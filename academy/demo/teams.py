"""The demo's sectors, owners of its joint body, and teams."""

from datetime import date

from academy.demo.places import SECTORS
from learners.models import Federation, JointMember, Membership, Organisation, Sector, Team, TeamPlace

# A team's name, by the unit in which it stands and from which its members come.
TEAMS = {"Hemtjänsten": "Hemtjänsten Norr", "Särskilt boende": "Nattlaget"}


def load_sectors(federation: Federation) -> None:
    """Create the sectors that all organisations of a federation have in common."""
    Sector.objects.bulk_create(
        Sector(federation=federation, key=key, name_sv=swedish, name_en=english) for key, swedish, english in SECTORS
    )


def load_owners(federation: Federation, day: date) -> None:
    """Let the municipalities of a federation own its joint bodies together."""
    organisations = Organisation.objects.filter(federation=federation)
    municipalities = list(organisations.filter(kind=Organisation.Kind.MUNICIPALITY).order_by("pk"))
    JointMember.objects.bulk_create(
        JointMember(joint_body=body, member=member, valid_from=day)
        for body in organisations.filter(kind=Organisation.Kind.JOINT_BODY)
        for member in municipalities
    )


def load_teams(people: list[Membership]) -> None:
    """Create a team in each unit that has one, with those of these people who work in the unit."""
    for membership in people:
        name = TEAMS.get(membership.unit.name)
        if name:
            team, _ = Team.objects.get_or_create(
                organisation_id=membership.organisation_id, unit_id=membership.unit_id, name=name
            )
            TeamPlace.objects.create(team=team, membership=membership, valid_from=membership.valid_from)
