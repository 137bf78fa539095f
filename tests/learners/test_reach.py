"""Permissions are of one role, in one subtree, of one membership; another organisation looks like none at all."""

from datetime import date

import pytest

from academy.scoping import ScopeMissing, entered, unscoped_quietly
from learners.actions.memberships import add_membership
from learners.actions.people import add_unit
from learners.actions.roles import grant_role
from learners.models import Membership, Organisation, Unit, User
from learners.queries.organisations import organisation_ref, reach, unit_lineages, units_below
from learners.roles import Permission, Role
from tests.conftest import Cast, acting


def roots(person: User, permission: Permission, slug: str = "eksjo") -> list[str] | None:
    found = acting(person)
    with entered(found.scope):
        units = reach(found, permission, slug)
    return None if units is None else [unit.name for unit in units]


SEE, DOWNLOAD, EDIT = Permission.SEE_FIGURES, Permission.DOWNLOAD_FIGURES, Permission.EDIT_CONTENT


def test_roles_reach_what_they_were_given(cast: Cast) -> None:
    assert roots(cast.eksjo.learner, SEE) is None
    assert roots(cast.eksjo.leader, SEE) == ["Omsorg Almgran"]
    assert roots(cast.eksjo.leader, DOWNLOAD) is None
    assert roots(cast.eksjo.hr, SEE) == roots(cast.eksjo.hr, DOWNLOAD) == ["Eksjö kommun Almgran"]
    assert roots(cast.eksjo.hr, EDIT) is None
    assert roots(cast.editor, EDIT) == ["Eksjö kommun Almgran"]


@pytest.mark.parametrize("slug", ["nassjo", "molndal", "finns-inte", "", "EKSJO"])
def test_another_organisation_is_as_one_that_does_not_exist(cast: Cast, slug: str) -> None:
    assert roots(cast.eksjo.hr, SEE, slug) is None


def test_a_unit_below_another_held_unit_is_not_named_twice(cast: Cast) -> None:
    with unscoped_quietly("test"):
        team = add_unit(organisation=cast.eksjo.organisation, name="Hemtjänst", parent=cast.eksjo.care)
        membership = Membership.objects.get(person=cast.eksjo.leader)
        grant_role(membership=membership, role=Role.LEADER, unit=team)
        grant_role(membership=membership, role=Role.LEADER, unit=cast.eksjo.school)
    assert roots(cast.eksjo.leader, SEE) == ["Omsorg Almgran", "Skola Almgran"]


def test_roles_of_two_memberships_do_not_add_up(cast: Cast) -> None:
    """HR in Nässjö and learner in Eksjö is not HR in Eksjö."""
    with unscoped_quietly("test"):
        second = add_membership(person=cast.eksjo.learner, unit=cast.nassjo.root, valid_from=date(2026, 2, 1))
        grant_role(membership=second, role=Role.HR, unit=cast.nassjo.root)
    assert roots(cast.eksjo.learner, SEE) is None
    assert roots(cast.eksjo.learner, SEE, "nassjo") is None


def test_a_path_that_begins_alike_is_another_unit(cast: Cast) -> None:
    """/1/ must not hold /10/."""
    with unscoped_quietly("test"):
        units = [
            add_unit(organisation=cast.eksjo.organisation, name=f"Enhet {number}", parent=cast.eksjo.root)
            for number in range(12)
        ]
        below = [[found.id for found in units_below(cast.eksjo.organisation.pk, unit.path)] for unit in units]
    assert below == [[unit.pk] for unit in units]


def test_a_role_is_refused_outside_its_own_organisation(cast: Cast) -> None:
    with unscoped_quietly("test"):
        membership = Membership.objects.get(person=cast.eksjo.hr)
        with pytest.raises(ValueError, match="own organisation"):
            grant_role(membership=membership, role=Role.HR, unit=cast.nassjo.root)
        with pytest.raises(ValueError, match="same organisation"):
            add_unit(organisation=cast.eksjo.organisation, name="Fel", parent=cast.nassjo.root)
        assert not Unit.objects.filter(name="Fel").exists()
        assert membership.roles.count() == 1


def test_units_come_in_tree_order_with_swedish_letters_last(cast: Cast) -> None:
    organisation = cast.eksjo.organisation
    with unscoped_quietly("test"):
        for name in ("Örtagården", "Ådalen", "Zinken", "Ängen"):
            add_unit(organisation=organisation, name=name, parent=cast.eksjo.care)
    with entered(acting(cast.eksjo.hr).scope):
        found = units_below(organisation.pk, cast.eksjo.root.path)
        care = units_below(organisation.pk, cast.eksjo.care.path)
    names = ["Omsorg Almgran", "Zinken", "Ådalen", "Ängen", "Örtagården"]
    assert [unit.name for unit in found] == ["Eksjö kommun Almgran", *names, "Skola Almgran"]
    assert [unit.depth for unit in found] == [0, 1, 2, 2, 2, 2, 1]
    assert [unit.name for unit in care] == names


def test_lineages_lead_from_the_root_to_the_unit(cast: Cast) -> None:
    town = cast.eksjo
    with entered(acting(town.hr).scope):
        assert unit_lineages(town.organisation.pk) == {
            town.root.pk: (town.root.pk,),
            town.care.pk: (town.root.pk, town.care.pk),
            town.school.pk: (town.root.pk, town.school.pk),
        }
        assert unit_lineages(cast.nassjo.organisation.pk) == {}


def test_organisations_are_read_in_scope_alone(cast: Cast) -> None:
    with pytest.raises(ScopeMissing):
        organisation_ref(cast.eksjo.organisation.pk)
    with entered(acting(cast.eksjo.hr).scope):
        assert organisation_ref(cast.eksjo.organisation.pk).slug == "eksjo"
        with pytest.raises(Organisation.DoesNotExist):
            organisation_ref(cast.nassjo.organisation.pk)
