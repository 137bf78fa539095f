"""Organisations, owners of joint bodies and sectors, kept by an academy admin who reads nobody elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from academy.periods import local_day
from academy.scoping import entered, unscoped_quietly
from learners.actions import organisations, sectors
from learners.actions.people import add_organisation
from learners.errors import CodeTaken, DatesClash, KeyTaken, NameTaken, NotYours, OwnOrganisation
from learners.models import JointMember, Membership, Organisation, Sector, Unit, User
from learners.queries.federation import federation_rows, owners
from learners.queries.sectors import open_sectors, sector_labels
from learners.roles import Role
from learners.tenancy import Acting
from tests.conftest import Cast, signed_in
from tests.learners.organisation.conftest import NOW, Stored, changes

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)
HR = organisations.FirstPerson("anna@aneby.example", "Anna", "Aneby", "sv")
ANEBY = {"name": "Aneby kommun", "kind": "municipality", "slug": "aneby", "scb_code": "0604"}


def add(admin: Acting, **other: Any) -> int:
    with entered(admin.scope):
        return organisations.add(acting=admin, hr=HR, valid_from=TODAY, now=NOW, **(ANEBY | other))


def joint_body(cast: Cast) -> Organisation:
    with unscoped_quietly("test"):
        return add_organisation(
            federation=cast.eksjo.organisation.federation, name="Räddningstjänsten", slug="raddning", kind="joint_body"
        )


def test_an_organisation_is_added_with_its_root_and_its_first_hr_person(cast: Cast, admin: Acting) -> None:
    made = add(admin)
    with unscoped_quietly("test"):
        organisation = Organisation.objects.get(pk=made)
        root = Unit.objects.get(organisation=organisation)
        membership = Membership.objects.get(organisation=organisation)
        assert (organisation.federation_id, organisation.scb_code) == (admin.organisation.federation_id, "0604")
        assert (root.name, root.path, root.parent) == ("Aneby kommun", f"/{root.pk}/", None)
        assert membership.person.email == "anna@aneby.example"
        assert list(membership.roles.values_list("role", "unit_id")) == [(Role.HR.value, root.pk)]
    assert changes(made)[0][:2] == ("organisation_added", "Aneby kommun")
    assert changes(admin.organisation.id) == []
    assert signed_in(User.objects.get(email=HR.email)).get("/").status_code == 200


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"name": "nässjö kommun BJORNLAV"}, NameTaken),
        ({"slug": "molndal"}, KeyTaken),
        ({"scb_code": "1481"}, CodeTaken),
    ],
)
def test_what_is_taken_is_refused_and_nothing_is_written(
    admin: Acting, stored: Callable[[], Stored], other: dict[str, str], error: type[Exception]
) -> None:
    before = stored()
    with pytest.raises(error):
        add(admin, **other)
    assert stored() == before


def test_an_organisation_is_renamed_with_its_root(cast: Cast, admin: Acting) -> None:
    theirs = cast.nassjo.organisation.pk
    for _ in range(2):
        organisations.change(acting=admin, organisation_id=theirs, name="Nässjö stad", scb_code="0682", now=NOW)
    with unscoped_quietly("test"):
        assert Unit.objects.get(pk=cast.nassjo.root.pk).name == "Nässjö stad"
    assert changes(theirs) == [
        (
            *("organisation_changed", "Nässjö stad"),
            *({"name": "Nässjö kommun Bjornlav", "scb_code": "0682"}, {"name": "Nässjö stad", "scb_code": "0682"}),
        )
    ]


def test_nobody_acts_for_an_organisation_after_its_last_day(cast: Cast, admin: Acting) -> None:
    theirs, client = cast.nassjo.organisation.pk, signed_in(cast.nassjo.hr)
    organisations.set_last_day(acting=admin, organisation_id=theirs, last_day=date(2026, 1, 31), now=NOW)
    assert client.get("/organisation/enheter/").status_code == 404
    assert client.get("/").context["acting"]["place"] == ""
    organisations.set_last_day(acting=admin, organisation_id=theirs, last_day=None, now=NOW)
    assert client.get("/organisation/enheter/").status_code == 200
    assert [change[0] for change in changes(theirs)] == ["organisation_closed", "organisation_reopened"]


def test_whoever_keeps_the_federation_does_not_lock_themselves_out(admin: Acting, stored: Callable[[], Stored]) -> None:
    before = stored()
    with pytest.raises(OwnOrganisation):
        organisations.set_last_day(acting=admin, organisation_id=admin.organisation.id, last_day=TODAY, now=NOW)
    assert stored() == before


def test_owners_of_a_joint_body_are_dated_and_never_twice_on_a_day(cast: Cast, admin: Acting) -> None:
    body = joint_body(cast)
    fields: dict[str, Any] = {
        "acting": admin,
        "joint_body_id": body.pk,
        "member_id": cast.nassjo.organisation.pk,
        "now": NOW,
    }
    organisations.add_owner(**fields, valid_from=date(2020, 1, 1), valid_to=None)
    with pytest.raises(DatesClash):
        organisations.add_owner(**fields, valid_from=date(2026, 1, 1), valid_to=None)
    first = JointMember.objects.get()
    with pytest.raises(DatesClash):
        organisations.end_owner(
            acting=admin, joint_body_id=body.pk, owner_id=first.pk, last_day=date(2019, 1, 1), now=NOW
        )
    organisations.end_owner(
        acting=admin, joint_body_id=body.pk, owner_id=first.pk, last_day=date(2025, 12, 31), now=NOW
    )
    organisations.add_owner(**fields, valid_from=date(2026, 1, 1), valid_to=None)
    assert [(row.valid_from.year, row.valid_to) for row in owners(body.pk)] == [
        (2020, date(2025, 12, 31)),
        (2026, None),
    ]
    assert [change[0] for change in changes(body.pk)] == [
        *("joint_member_added", "joint_member_ended", "joint_member_added"),
    ]


def test_what_is_no_joint_body_has_no_owners(cast: Cast, admin: Acting, stored: Callable[[], Stored]) -> None:
    body = joint_body(cast)
    before = stored()
    for joint_body_id, member_id in (
        (cast.nassjo.organisation.pk, cast.eksjo.organisation.pk),
        (body.pk, body.pk),
        (body.pk, cast.molndal.organisation.pk),
    ):
        with pytest.raises(NotYours):
            organisations.add_owner(
                acting=admin,
                joint_body_id=joint_body_id,
                member_id=member_id,
                valid_from=TODAY,
                valid_to=None,
                now=NOW,
            )
    assert stored() == before


def _every_action(acting: Acting, organisation_id: int, sector_id: int) -> list[Callable[[], Any]]:
    return [
        lambda: organisations.change(acting=acting, organisation_id=organisation_id, name="Ny", scb_code="", now=NOW),
        lambda: organisations.set_last_day(acting=acting, organisation_id=organisation_id, last_day=TODAY, now=NOW),
        lambda: sectors.rename(acting=acting, sector_id=sector_id, name_sv="Ny", name_en="New", now=NOW),
        lambda: sectors.set_last_day(acting=acting, sector_id=sector_id, last_day=TODAY, now=NOW),
    ]


def test_another_federation_is_out_of_reach(cast: Cast, admin: Acting, stored: Callable[[], Stored]) -> None:
    sector = Sector.objects.create(federation=cast.molndal.organisation.federation, key="x", name_sv="X", name_en="X")
    before = stored()
    with entered(admin.scope):
        for action in _every_action(admin, cast.molndal.organisation.pk, sector.pk):
            with pytest.raises(NotYours):
                action()
    assert stored() == before
    names = {row.name for row in federation_rows(admin.organisation.federation_id, TODAY)}
    assert names == {cast.eksjo.organisation.name, cast.nassjo.organisation.name}


def test_hr_keeps_no_federation(cast: Cast, hr: Acting, stored: Callable[[], Stored]) -> None:
    sector = Sector.objects.create(federation=cast.eksjo.organisation.federation, key="x", name_sv="X", name_en="X")
    before = stored()
    for action in (
        *_every_action(hr, hr.organisation.id, sector.pk),
        lambda: add(hr),
        lambda: sectors.add(acting=hr, key="ny", name_sv="Ny", name_en="New", now=NOW),
    ):
        with pytest.raises(NotYours):
            action()
    assert stored() == before


def test_sectors_are_offered_until_their_last_day_and_named_for_ever(cast: Cast, admin: Acting) -> None:
    federation_id = admin.organisation.federation_id
    with entered(admin.scope):
        made = sectors.add(acting=admin, key="care", name_sv="Vård", name_en="Care", now=NOW)
        sectors.add(acting=admin, key="technical", name_sv="Äldre teknik", name_en="Technical", now=NOW)
        with pytest.raises(KeyTaken):
            sectors.add(acting=admin, key="care", name_sv="Annat", name_en="Other", now=NOW)
        for _ in range(2):
            sectors.rename(acting=admin, sector_id=made.pk, name_sv="Vård och omsorg", name_en="Care", now=NOW)
        sectors.set_last_day(acting=admin, sector_id=made.pk, last_day=TODAY, now=NOW)
    assert [sector.key for sector in open_sectors(federation_id, TODAY)] == ["care", "technical"]
    assert [sector.key for sector in open_sectors(federation_id, date(2026, 11, 21))] == ["technical"]
    assert sector_labels(federation_id) == {"care": "Vård och omsorg", "technical": "Äldre teknik"}
    assert [change[:2] for change in changes(admin.organisation.id)] == [
        ("sector_added", "care"),
        ("sector_added", "technical"),
        ("sector_changed", "care"),
        ("sector_changed", "care"),
    ]


def test_a_grant_over_a_part_keeps_the_whole_federation(cast: Cast, admin: Acting) -> None:
    """What is of the federation has no subtree: the academy's office may stand anywhere in its organisation's tree."""
    part = replace(admin, grants=tuple(replace(g, unit_path=cast.eksjo.care.path) for g in admin.grants))
    assert add(part)
