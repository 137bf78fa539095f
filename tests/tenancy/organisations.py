"""What the world of the table has beside its towns: teams, a joint body with an owner, sectors."""

from datetime import date

from academy.scoping import unscoped
from learners.actions.people import add_organisation
from learners.models import JointMember, Membership, Sector, Team, TeamPlace
from tests.conftest import Cast, Town


def furnished(cast: Cast) -> dict[str, str]:
    """Make them, and return the parts by which rows name them."""
    with unscoped("test world"):
        place, other = _team(cast.eksjo), _team(cast.nassjo)
        federation = cast.eksjo.organisation.federation
        body = add_organisation(
            federation=federation, name="Räddningstjänsten Bjornlav", slug="raddning", kind="joint_body"
        )
        owner = JointMember.objects.create(
            joint_body=body, member=cast.nassjo.organisation, valid_from=date(2026, 1, 1)
        )
        sector = Sector.objects.create(federation=federation, key="care", name_sv="Vård", name_en="Care")
        elsewhere = cast.molndal.organisation.federation
        foreign = Sector.objects.create(federation=elsewhere, key="care", name_sv="Vård", name_en="Care")
    return {
        "school": str(cast.eksjo.school.pk),
        "team": str(place.team_id),
        "place": str(place.pk),
        "other_team": str(other.team_id),
        "own_town": str(cast.eksjo.organisation.pk),
        "other_town": str(cast.nassjo.organisation.pk),
        "elsewhere": str(cast.molndal.organisation.pk),
        "joint_body": str(body.pk),
        "owner": str(owner.pk),
        "sector": str(sector.pk),
        "other_sector": str(foreign.pk),
    }


def _team(town: Town) -> TeamPlace:
    team = Team.objects.create(organisation=town.organisation, unit=town.care, name=f"Natten {town.canary}")
    learner = Membership.objects.get(person=town.learner)
    return TeamPlace.objects.create(team=team, membership=learner, valid_from=date(2026, 2, 1))
