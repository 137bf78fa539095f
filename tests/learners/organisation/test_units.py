"""Keeping the tree of units in order: what the actions do, refuse and write down."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from academy.periods import local_day
from academy.scoping import entered, unscoped_quietly
from learners.actions import units
from learners.actions.memberships import add_membership
from learners.actions.people import add_unit
from learners.actions.roles import grant_role
from learners.errors import (
    AboveIsClosed,
    NameTaken,
    NotYours,
    RootStays,
    StillInUse,
    TooDeep,
    UnderItself,
)
from learners.models import Membership, Team, Unit
from learners.queries.acting import acting_for
from learners.queries.organisations import units_below
from learners.roles import Permission, Role, allowed
from learners.tenancy import Acting
from tests.conftest import Cast, acting
from tests.learners.organisation.conftest import NOW, Stored, changes

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)


def tree(organisation_id: int) -> list[tuple[int, str]]:
    return [(ref.depth, ref.name) for ref in units_below(organisation_id, "")]


def test_a_unit_is_added_below_another_and_written_down(cast: Cast, hr: Acting) -> None:
    made = units.add(acting=hr, parent_id=cast.eksjo.care.pk, name="  Hemtjänsten ", now=NOW)
    assert (made.name, made.path) == ("Hemtjänsten", f"{cast.eksjo.care.path}{made.pk}/")
    assert changes(hr.organisation.id) == [
        ("unit_added", "Hemtjänsten", {}, {"name": "Hemtjänsten", "parent": "Omsorg Almgran"})
    ]


def test_a_name_that_a_sibling_has_is_refused_whatever_its_case(
    cast: Cast, hr: Acting, stored: Callable[[], Stored]
) -> None:
    units.add(acting=hr, parent_id=cast.eksjo.root.pk, name="Övrigt", now=NOW)
    before = stored()
    with pytest.raises(NameTaken):
        units.add(acting=hr, parent_id=cast.eksjo.root.pk, name="övrigt ", now=NOW)
    with pytest.raises(NameTaken):
        units.rename(acting=hr, unit_id=cast.eksjo.care.pk, name="ÖVRIGT", now=NOW)
    assert stored() == before
    units.add(acting=hr, parent_id=cast.eksjo.care.pk, name="Övrigt", now=NOW)


def test_a_unit_is_renamed_once(cast: Cast, hr: Acting) -> None:
    for _ in range(2):
        units.rename(acting=hr, unit_id=cast.eksjo.care.pk, name="Vård Almgran", now=NOW)
    assert Unit.objects.get(pk=cast.eksjo.care.pk).name == "Vård Almgran"
    assert changes(hr.organisation.id) == [
        ("unit_renamed", "Vård Almgran", {"name": "Omsorg Almgran"}, {"name": "Vård Almgran"})
    ]


def test_a_move_takes_the_whole_subtree_along_and_grants_follow(cast: Cast, hr: Acting) -> None:
    care, school = cast.eksjo.care, cast.eksjo.school
    home = units.add(acting=hr, parent_id=care.pk, name="Hemtjänsten", now=NOW)
    units.add(acting=hr, parent_id=home.pk, name="Norr", now=NOW)
    units.move(acting=hr, unit_id=care.pk, parent_id=school.pk, now=NOW)
    assert tree(hr.organisation.id) == [
        (0, cast.eksjo.root.name),
        (1, "Skola Almgran"),
        (2, "Omsorg Almgran"),
        (3, "Hemtjänsten"),
        (4, "Norr"),
    ]
    for unit in Unit.objects.exclude(parent=None).select_related("parent"):
        assert unit.path == f"{unit.parent.path}{unit.pk}/"  # type: ignore[union-attr]
    moved = acting(cast.eksjo.leader)
    norr = Unit.objects.get(name="Norr")
    assert allowed(moved.grants, Permission.SEE_PEOPLE, norr.path)
    assert not allowed(moved.grants, Permission.SEE_PEOPLE, school.path)
    assert changes(hr.organisation.id)[-1] == (
        *("unit_moved", "Omsorg Almgran"),
        *({"parent": cast.eksjo.root.name}, {"parent": "Skola Almgran"}),
    )


def test_a_move_to_where_it_stands_does_nothing(cast: Cast, hr: Acting, stored: Callable[[], Stored]) -> None:
    before = stored()
    units.move(acting=hr, unit_id=cast.eksjo.care.pk, parent_id=cast.eksjo.root.pk, now=NOW)
    assert stored() == before


def test_moves_that_the_tree_does_not_bear_are_refused(cast: Cast, hr: Acting, stored: Callable[[], Stored]) -> None:
    care = cast.eksjo.care
    below = units.add(acting=hr, parent_id=care.pk, name="Hemtjänsten", now=NOW)
    units.add(acting=hr, parent_id=cast.eksjo.school.pk, name="hemtjänsten", now=NOW)
    before = stored()
    for unit_id, parent_id, error in (
        (care.pk, care.pk, UnderItself),
        (care.pk, below.pk, UnderItself),
        (cast.eksjo.root.pk, care.pk, RootStays),
        (below.pk, cast.eksjo.school.pk, NameTaken),
        (below.pk, cast.nassjo.care.pk, NotYours),
        (cast.nassjo.care.pk, care.pk, NotYours),
        (0, care.pk, NotYours),
    ):
        with pytest.raises(error):
            units.move(acting=hr, unit_id=unit_id, parent_id=parent_id, now=NOW)
    assert stored() == before


def test_the_tree_has_a_lowest_level(cast: Cast, hr: Acting, stored: Callable[[], Stored]) -> None:
    unit = cast.eksjo.care
    while unit.depth < units.MOST_LEVELS - 1:
        unit = units.add(acting=hr, parent_id=unit.pk, name="Under", now=NOW)
    before = stored()
    with pytest.raises(TooDeep):
        units.add(acting=hr, parent_id=unit.pk, name="För djupt", now=NOW)
    with pytest.raises(TooDeep):
        units.move(acting=hr, unit_id=cast.eksjo.care.pk, parent_id=cast.eksjo.school.pk, now=NOW)
    assert stored() == before


def test_a_unit_in_use_is_not_closed_and_says_what_goes_on(
    cast: Cast, hr: Acting, stored: Callable[[], Stored]
) -> None:
    care = cast.eksjo.care
    units.add(acting=hr, parent_id=care.pk, name="Hemtjänsten", now=NOW)
    Team.objects.create(organisation=cast.eksjo.organisation, unit=care, name="Laget")
    before = stored()
    with pytest.raises(StillInUse) as refused:
        units.close(acting=hr, unit_id=care.pk, last_day=TODAY, now=NOW)
    assert (refused.value.memberships, refused.value.units, refused.value.teams) == (2, 1, 1)
    assert stored() == before


def test_a_unit_closes_when_all_in_it_has_ended_by_its_last_day(cast: Cast, hr: Acting) -> None:
    care = cast.eksjo.care
    Membership.objects.filter(unit=care).update(valid_to=TODAY)
    with pytest.raises(StillInUse):
        units.close(acting=hr, unit_id=care.pk, last_day=TODAY - timedelta(days=1), now=NOW)
    for _ in range(2):
        units.close(acting=hr, unit_id=care.pk, last_day=TODAY, now=NOW)
    assert Unit.objects.get(pk=care.pk).closed_on == TODAY
    assert changes(hr.organisation.id) == [
        ("unit_closed", care.name, {"closed_on": None}, {"closed_on": TODAY.isoformat()})
    ]
    with pytest.raises(AboveIsClosed):
        units.add(acting=hr, parent_id=care.pk, name="Ny", now=NOW)
    with pytest.raises(AboveIsClosed):
        units.move(acting=hr, unit_id=cast.eksjo.school.pk, parent_id=care.pk, now=NOW)


def test_a_closed_unit_opens_again_unless_its_name_or_what_is_above_it_forbids(cast: Cast, hr: Acting) -> None:
    top = units.add(acting=hr, parent_id=cast.eksjo.root.pk, name="Förvaltning", now=NOW)
    below = units.add(acting=hr, parent_id=top.pk, name="Avdelning", now=NOW)
    for unit in (below, top):
        units.close(acting=hr, unit_id=unit.pk, last_day=date(2026, 11, 1), now=NOW)
    with pytest.raises(AboveIsClosed):
        units.reopen(acting=hr, unit_id=below.pk, now=NOW)
    units.add(acting=hr, parent_id=cast.eksjo.root.pk, name="Förvaltning", now=NOW)
    with pytest.raises(NameTaken):
        units.reopen(acting=hr, unit_id=top.pk, now=NOW)
    units.rename(acting=hr, unit_id=top.pk, name="Gamla förvaltningen", now=NOW)
    units.reopen(acting=hr, unit_id=top.pk, now=NOW)
    units.reopen(acting=hr, unit_id=below.pk, now=NOW)
    assert set(Unit.objects.values_list("closed_on", flat=True)) == {None}


def test_a_namnd_becomes_its_own_controller_and_the_organisation_itself_is_one_already(cast: Cast, hr: Acting) -> None:
    units.set_controller(acting=hr, unit_id=cast.eksjo.care.pk, is_controller=True, now=NOW)
    assert Unit.objects.get(pk=cast.eksjo.care.pk).is_controller
    with pytest.raises(RootStays):
        units.set_controller(acting=hr, unit_id=cast.eksjo.root.pk, is_controller=True, now=NOW)
    assert [change[0] for change in changes(hr.organisation.id)] == ["unit_controller"]


def _every_action(acting: Acting, unit_id: int, parent_id: int) -> list[Callable[[], Any]]:
    return [
        lambda: units.add(acting=acting, parent_id=unit_id, name="Ny", now=NOW),
        lambda: units.rename(acting=acting, unit_id=unit_id, name="Ny", now=NOW),
        lambda: units.move(acting=acting, unit_id=unit_id, parent_id=parent_id, now=NOW),
        lambda: units.close(acting=acting, unit_id=unit_id, last_day=TODAY, now=NOW),
        lambda: units.reopen(acting=acting, unit_id=unit_id, now=NOW),
        lambda: units.set_controller(acting=acting, unit_id=unit_id, is_controller=True, now=NOW),
    ]


def test_nobody_touches_another_tenants_units(cast: Cast, hr: Acting, stored: Callable[[], Stored]) -> None:
    before = stored()
    for action in _every_action(hr, cast.nassjo.school.pk, cast.nassjo.care.pk):
        with pytest.raises(NotYours):
            action()
    assert stored() == before


def test_whoever_manages_a_subtree_cannot_touch_what_stands_beside_it(cast: Cast, stored: Callable[[], Stored]) -> None:
    town = cast.eksjo
    with unscoped_quietly("test"):
        membership = add_membership(person=cast.stranger, unit=town.care, valid_from=date(2026, 1, 1))
        grant_role(membership=membership, role=Role.HR, unit=town.care)
        below = add_unit(organisation=town.organisation, name="Hemtjänsten", parent=town.care)
    within = acting_for(cast.stranger, TODAY, is_proven=True)
    assert within is not None
    with entered(within.scope):
        units.add(acting=within, parent_id=below.pk, name="Norr", now=NOW)
        before = stored()
        for action in (
            *_every_action(within, town.school.pk, town.care.pk),
            *_every_action(within, town.root.pk, town.care.pk),
            lambda: units.move(acting=within, unit_id=below.pk, parent_id=town.root.pk, now=NOW),
        ):
            with pytest.raises(NotYours):
                action()
    assert stored() == before


def test_a_leader_manages_no_units(cast: Cast, leader: Acting, stored: Callable[[], Stored]) -> None:
    before = stored()
    with entered(leader.scope):
        for action in _every_action(leader, cast.eksjo.care.pk, cast.eksjo.care.pk):
            with pytest.raises(NotYours):
                action()
    assert stored() == before
