"""Teams: made, changed, closed and filled; seen by whoever's grants reach the unit in which they stand."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from academy.periods import local_day
from academy.scoping import entered, unscoped_quietly
from learners.actions import teams, units
from learners.actions.memberships import add_membership
from learners.errors import AboveIsClosed, NameTaken, NotYours
from learners.models import Membership, Team, TeamPlace
from learners.queries.teams import candidates, members, team_rows
from learners.roles import Permission
from learners.tenancy import Acting
from tests.conftest import Cast
from tests.learners.organisation.conftest import NOW, Stored, changes

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)


@pytest.fixture
def team(cast: Cast, hr: Acting) -> Team:
    """A team in Eksjö's care unit."""
    return teams.add(acting=hr, unit_id=cast.eksjo.care.pk, name="Natten", now=NOW)


def membership(person: Any) -> Membership:
    with unscoped_quietly("test"):
        return Membership.objects.get(person=person)


def test_a_leader_makes_a_team_in_the_own_subtree_and_fills_it(cast: Cast, leader: Acting) -> None:
    with entered(leader.scope):
        made = teams.add(acting=leader, unit_id=cast.eksjo.care.pk, name=" Natten ", now=NOW)
        learner, own = membership(cast.eksjo.learner), membership(cast.eksjo.leader)
        ids = [learner.pk, own.pk]
        assert teams.join(acting=leader, team_id=made.pk, membership_ids=ids, valid_from=TODAY, now=NOW) == 2
        assert teams.join(acting=leader, team_id=made.pk, membership_ids=ids, valid_from=TODAY, now=NOW) == 0
        assert [row.name for row in members(made, TODAY)] == ["Leader Almgran", "Learner Almgran"]
    assert [change[:2] for change in changes(cast.eksjo.organisation.pk)] == [
        ("team_added", "Natten"),
        ("team_joined", "Natten"),
        ("team_joined", "Natten"),
    ]


def test_nobody_is_in_a_team_before_their_membership_or_after_it(cast: Cast, hr: Acting, team: Team) -> None:
    learner = membership(cast.eksjo.learner)
    early = learner.valid_from - timedelta(days=30)
    teams.join(acting=hr, team_id=team.pk, membership_ids=[learner.pk], valid_from=early, now=NOW)
    assert TeamPlace.objects.get(team=team).valid_from == learner.valid_from
    Membership.objects.filter(pk=learner.pk).update(valid_to=TODAY)
    assert [row.person_id for row in members(team, TODAY)] == [learner.person_id]
    assert members(team, TODAY + timedelta(days=1)) == []


def test_a_place_ends_and_can_be_taken_again_later(cast: Cast, hr: Acting, team: Team) -> None:
    learner = membership(cast.eksjo.learner)
    teams.join(acting=hr, team_id=team.pk, membership_ids=[learner.pk], valid_from=date(2026, 10, 1), now=NOW)
    place = TeamPlace.objects.get(team=team)
    for _ in range(2):
        teams.leave(acting=hr, team_id=team.pk, place_id=place.pk, last_day=date(2026, 10, 31), now=NOW)
    assert members(team, date(2026, 10, 31)) != []
    assert members(team, date(2026, 11, 1)) == []
    assert teams.join(acting=hr, team_id=team.pk, membership_ids=[learner.pk], valid_from=TODAY, now=NOW) == 1
    assert TeamPlace.objects.filter(team=team).count() == 2
    assert [change[0] for change in changes(hr.organisation.id)] == [
        *("team_added", "team_joined", "team_left", "team_joined"),
    ]


def test_a_later_last_day_is_told_as_staying_and_an_earlier_one_as_leaving(cast: Cast, hr: Acting, team: Team) -> None:
    learner = membership(cast.eksjo.learner)
    teams.join(acting=hr, team_id=team.pk, membership_ids=[learner.pk], valid_from=TODAY, now=NOW)
    place = TeamPlace.objects.get(team=team)
    for days in (10, 20, 5):
        last_day = TODAY + timedelta(days=days)
        teams.leave(acting=hr, team_id=team.pk, place_id=place.pk, last_day=last_day, now=NOW)
    told = [change[0] for change in changes(hr.organisation.id)]
    assert told == ["team_added", "team_joined", "team_left", "team_stayed", "team_left"]


def test_a_place_that_had_not_begun_is_taken_away(cast: Cast, hr: Acting, team: Team) -> None:
    learner = membership(cast.eksjo.learner)
    teams.join(acting=hr, team_id=team.pk, membership_ids=[learner.pk], valid_from=TODAY, now=NOW)
    place = TeamPlace.objects.get(team=team)
    teams.leave(acting=hr, team_id=team.pk, place_id=place.pk, last_day=TODAY - timedelta(days=1), now=NOW)
    assert not TeamPlace.objects.exists()


def test_a_last_day_is_taken_back_until_it_is_over(
    cast: Cast, hr: Acting, team: Team, stored: Callable[[], Stored]
) -> None:
    learner, tomorrow = membership(cast.eksjo.learner), NOW + timedelta(days=1)
    teams.join(acting=hr, team_id=team.pk, membership_ids=[learner.pk], valid_from=TODAY, now=NOW)
    place = TeamPlace.objects.get(team=team)
    teams.leave(acting=hr, team_id=team.pk, place_id=place.pk, last_day=TODAY, now=NOW)
    assert [row.until for row in members(team, TODAY)] == [TODAY]
    before = stored()
    with pytest.raises(NotYours):
        teams.stay(acting=hr, team_id=team.pk, place_id=place.pk, now=tomorrow)
    assert stored() == before
    for _ in range(2):
        teams.stay(acting=hr, team_id=team.pk, place_id=place.pk, now=NOW)
    assert [row.until for row in members(team, tomorrow.date())] == [None]
    assert [change[0] for change in changes(hr.organisation.id)][-2:] == ["team_left", "team_stayed"]


def test_a_last_day_is_moved_until_it_is_over(cast: Cast, hr: Acting, team: Team) -> None:
    learner = membership(cast.eksjo.learner)
    teams.join(acting=hr, team_id=team.pk, membership_ids=[learner.pk], valid_from=TODAY, now=NOW)
    place = TeamPlace.objects.get(team=team)
    for days in (3, 9, 9, 1):
        last_day = TODAY + timedelta(days=days)
        teams.leave(acting=hr, team_id=team.pk, place_id=place.pk, last_day=last_day, now=NOW)
        assert [row.until for row in members(team, TODAY)] == [last_day]
    late, over = TODAY + timedelta(days=9), NOW + timedelta(days=5)
    with pytest.raises(NotYours):
        teams.leave(acting=hr, team_id=team.pk, place_id=place.pk, last_day=late, now=over)
    assert TeamPlace.objects.get(team=team).valid_to == TODAY + timedelta(days=1)


def _closed(cast: Cast, team: Team, place: TeamPlace) -> None:
    Team.objects.filter(pk=team.pk).update(closed_on=TODAY)


def _elsewhere(cast: Cast, team: Team, place: TeamPlace) -> None:
    Membership.objects.filter(pk=place.membership_id).update(unit=cast.eksjo.school)


def _ended(cast: Cast, team: Team, place: TeamPlace) -> None:
    Membership.objects.filter(pk=place.membership_id).update(valid_to=TODAY - timedelta(days=1))


@pytest.mark.parametrize(("change", "refusal"), [(_closed, AboveIsClosed), (_elsewhere, NotYours), (_ended, NotYours)])
def test_more_days_are_asked_for_as_joining_is(
    cast: Cast,
    hr: Acting,
    leader: Acting,
    team: Team,
    stored: Callable[[], Stored],
    change: Callable[[Cast, Team, TeamPlace], None],
    refusal: type[Exception],
) -> None:
    learner = membership(cast.eksjo.learner)
    teams.join(acting=hr, team_id=team.pk, membership_ids=[learner.pk], valid_from=TODAY, now=NOW)
    place = TeamPlace.objects.get(team=team)
    teams.leave(acting=hr, team_id=team.pk, place_id=place.pk, last_day=TODAY, now=NOW)
    change(cast, team, place)
    before, later = stored(), TODAY + timedelta(days=9)
    with entered(leader.scope):
        with pytest.raises(refusal):
            teams.stay(acting=leader, team_id=team.pk, place_id=place.pk, now=NOW)
        with pytest.raises(refusal):
            teams.leave(acting=leader, team_id=team.pk, place_id=place.pk, last_day=later, now=NOW)
    assert stored() == before


def test_a_name_is_free_once_in_a_unit(cast: Cast, hr: Acting, team: Team, stored: Callable[[], Stored]) -> None:
    other = teams.add(acting=hr, unit_id=cast.eksjo.school.pk, name="natten", now=NOW)
    before = stored()
    with pytest.raises(NameTaken):
        teams.add(acting=hr, unit_id=cast.eksjo.care.pk, name="NATTEN", now=NOW)
    with pytest.raises(NameTaken):
        teams.change(acting=hr, team_id=other.pk, unit_id=cast.eksjo.care.pk, name="natten", now=NOW)
    assert stored() == before


def test_a_closed_team_takes_nobody_and_opens_again_while_its_unit_is_open(
    cast: Cast, hr: Acting, stored: Callable[[], Stored]
) -> None:
    unit = units.add(acting=hr, parent_id=cast.eksjo.root.pk, name="Tillfällig", now=NOW)
    team = teams.add(acting=hr, unit_id=unit.pk, name="Dagen", now=NOW)
    teams.close(acting=hr, team_id=team.pk, last_day=TODAY, now=NOW)
    units.close(acting=hr, unit_id=unit.pk, last_day=TODAY, now=NOW)
    before = stored()
    ids = [membership(cast.eksjo.learner).pk]
    with pytest.raises(AboveIsClosed):
        teams.join(acting=hr, team_id=team.pk, membership_ids=ids, valid_from=TODAY, now=NOW)
    with pytest.raises(AboveIsClosed):
        teams.reopen(acting=hr, team_id=team.pk, now=NOW)
    assert stored() == before
    units.reopen(acting=hr, unit_id=unit.pk, now=NOW)
    teams.reopen(acting=hr, team_id=team.pk, now=NOW)
    assert Team.objects.get(pk=team.pk).closed_on is None


def _every_action(acting: Acting, team: Team, unit_id: int, place: TeamPlace) -> list[Callable[[], Any]]:
    member_id = place.membership_id
    return [
        lambda: teams.add(acting=acting, unit_id=unit_id, name="Ny", now=NOW),
        lambda: teams.change(acting=acting, team_id=team.pk, unit_id=unit_id, name="Ny", now=NOW),
        lambda: teams.close(acting=acting, team_id=team.pk, last_day=TODAY, now=NOW),
        lambda: teams.reopen(acting=acting, team_id=team.pk, now=NOW),
        lambda: teams.join(acting=acting, team_id=team.pk, membership_ids=[member_id], valid_from=TODAY, now=NOW),
        lambda: teams.leave(acting=acting, team_id=team.pk, place_id=place.pk, last_day=TODAY, now=NOW),
        lambda: teams.stay(acting=acting, team_id=team.pk, place_id=place.pk, now=NOW),
    ]


def test_a_leader_touches_no_team_of_a_unit_beside_and_nobody_of_it(
    cast: Cast, hr: Acting, leader: Acting, team: Team, stored: Callable[[], Stored]
) -> None:
    beside = teams.add(acting=hr, unit_id=cast.eksjo.school.pk, name="Skolan", now=NOW)
    strange = add_membership(person=cast.stranger, unit=cast.eksjo.school, valid_from=date(2026, 1, 1))
    place = TeamPlace.objects.create(team=beside, membership=strange, valid_from=TODAY, valid_to=TODAY)
    before = stored()
    with entered(leader.scope):
        for action in _every_action(leader, beside, cast.eksjo.school.pk, place):
            with pytest.raises(NotYours):
                action()
        with pytest.raises(NotYours):
            teams.stay(acting=leader, team_id=team.pk, place_id=place.pk, now=NOW)
        ids = [membership(cast.eksjo.learner).pk, strange.pk]
        with pytest.raises(NotYours):
            teams.join(acting=leader, team_id=team.pk, membership_ids=ids, valid_from=TODAY, now=NOW)
        assert [row.name for row in team_rows(leader, Permission.SEE_PEOPLE, TODAY)] == ["Natten"]
        assert strange.pk not in {row.membership_id for row in candidates(leader, team, "/", "", TODAY)}
    assert stored() == before


def test_nobody_touches_another_tenants_team(cast: Cast, hr: Acting, team: Team, stored: Callable[[], Stored]) -> None:
    with unscoped_quietly("test"):
        theirs = Team.objects.create(organisation=cast.nassjo.organisation, unit=cast.nassjo.care, name="Deras")
        outsider = Membership.objects.get(person=cast.nassjo.learner)
        place = TeamPlace.objects.create(team=theirs, membership=outsider, valid_from=TODAY, valid_to=TODAY)
    before = stored()
    for action in _every_action(hr, theirs, cast.nassjo.care.pk, place):
        with pytest.raises(NotYours):
            action()
    with pytest.raises(NotYours):
        teams.join(acting=hr, team_id=team.pk, membership_ids=[outsider.pk], valid_from=TODAY, now=NOW)
    assert stored() == before


def test_candidates_are_found_by_any_of_their_words_whatever_the_case(cast: Cast, hr: Acting, team: Team) -> None:
    found = [row.name for row in candidates(hr, team, cast.eksjo.root.path, "UNDERSKÖTERSKA omsorg", TODAY)]
    assert found == ["Learner Almgran"]
    assert candidates(hr, team, cast.eksjo.school.path, "", TODAY) == []
    teams.join(
        acting=hr, team_id=team.pk, membership_ids=[membership(cast.eksjo.learner).pk], valid_from=TODAY, now=NOW
    )
    assert candidates(hr, team, cast.eksjo.root.path, "undersköterska", TODAY) == []
