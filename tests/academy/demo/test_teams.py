"""The demo's sectors, owners and teams."""

from datetime import date

import pytest

from academy.demo.teams import load_owners, load_sectors, load_teams
from academy.scoping import unscoped
from learners.actions.memberships import add_membership
from learners.actions.people import add_organisation, add_unit
from learners.models import JointMember, Sector, TeamPlace
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


def test_a_federation_has_four_sectors_by_the_keys_that_memberships_carry(cast: Cast) -> None:
    load_sectors(cast.eksjo.organisation.federation)
    assert set(Sector.objects.values_list("key", flat=True)) == {"care", "education", "technical", "administration"}


def test_a_joint_body_is_owned_by_those_named_and_by_nobody_else(cast: Cast) -> None:
    federation = cast.eksjo.organisation.federation
    with unscoped("test"):
        body = add_organisation(federation=federation, name="Kansliet", slug="kansliet", kind="joint_body")
        load_owners([(body, [cast.eksjo.organisation])], DAY)
    assert set(JointMember.objects.values_list("joint_body_id", "member_id")) == {(body.pk, cast.eksjo.organisation.pk)}


def test_those_who_work_in_a_unit_with_a_team_are_in_it(cast: Cast) -> None:
    town = cast.eksjo
    with unscoped("test"):
        home = add_unit(organisation=town.organisation, name="Hemtjänsten", parent=town.care)
        people = [
            add_membership(person=person, unit=unit, valid_from=DAY, valid_to=last)
            for person, unit, last in (
                (town.learner, home, None),
                (town.leader, home, None),
                (town.hr, home, DAY),
                (town.hr, town.school, None),
            )
        ]
        load_teams(people, {"Hemtjänsten": "Hemtjänsten Norr"})
        places = set(TeamPlace.objects.values_list("team__name", "membership__person"))
    assert places == {("Hemtjänsten Norr", town.learner.pk), ("Hemtjänsten Norr", town.leader.pk)}
