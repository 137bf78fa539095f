"""What editors may reach in the CMS, and that nobody else comes in."""

from datetime import date

import pytest
from django.test import Client

from academy.scoping import unscoped
from courses.models import CataloguePage, MicroCoursePage
from learners.actions.roles import revoke_role
from learners.models import Membership, RoleAssignment
from tests.conftest import Cast, signed_in


def test_the_menu_holds_what_editors_need(cast: Cast) -> None:
    text = signed_in(cast.editor).get("/admin/").content.decode()
    for absent in ("/admin/users/", "/admin/groups/", "/admin/sites/", "/admin/documents/", "/admin/settings/"):
        assert absent not in text
    assert "/admin/images/" in text


@pytest.mark.parametrize(
    "address",
    [
        "/admin/users/",
        "/admin/users/new/",
        "/admin/groups/",
        "/admin/groups/new/",
        "/admin/sites/",
        "/admin/collections/",
        "/admin/locales/",
    ],
)
def test_users_groups_and_sites_are_closed_to_editors(cast: Cast, address: str) -> None:
    response = signed_in(cast.editor).get(address)
    assert response.status_code == 302
    assert response.headers["Location"] == "/admin/"


@pytest.mark.parametrize("part", ["learner", "leader", "hr"])
def test_learners_leaders_and_hr_do_not_enter(cast: Cast, part: str) -> None:
    response = signed_in(getattr(cast.eksjo, part)).get("/admin/pages/")
    assert response.status_code == 403
    assert "Katalog</a>" not in response.content.decode().split("<main")[1]


def test_an_editor_whose_membership_has_ended_is_out_at_once(cast: Cast) -> None:
    client = signed_in(cast.editor)
    assert client.get("/admin/pages/").status_code in {200, 302}
    with unscoped("test"):
        Membership.objects.filter(person=cast.editor).update(valid_to=date(2026, 1, 2))
    assert client.get("/admin/pages/").status_code == 403


def test_an_editor_whose_role_is_taken_back_leaves_the_group(cast: Cast) -> None:
    with unscoped("test"):
        revoke_role(assignment=RoleAssignment.objects.get(membership__person=cast.editor))
    assert not cast.editor.groups.exists()
    assert signed_in(cast.editor).get("/admin/").status_code == 403


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_the_catalogue_stays_published(cast: Cast, action: str) -> None:
    catalogue = CataloguePage.objects.get(locale__language_code="sv")
    response = signed_in(cast.editor).post(f"/admin/pages/{catalogue.pk}/{action}/")
    assert response.headers["Location"] == f"/admin/pages/{catalogue.pk}/edit/"
    catalogue.refresh_from_db()
    assert catalogue.live


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_the_catalogue_stays_published_among_many_marked_pages_too(cast: Cast, action: str) -> None:
    catalogue = CataloguePage.objects.get(locale__language_code="sv")
    address = f"/admin/bulk/wagtailcore/page/{action}/?id={catalogue.pk}&next=/admin/pages/"
    assert signed_in(cast.editor).post(address).status_code == 302
    catalogue.refresh_from_db()
    assert catalogue.live


def test_the_cms_has_no_sign_in_of_its_own(db: None) -> None:
    for address in ("/admin/login/?next=/admin/pages/", "/_util/login/?next=/admin/pages/"):
        response = Client().get(address)
        assert (response.status_code, response.headers["Location"]) == (302, "/konto/login/?next=/admin/pages/")
    assert Client().post("/_util/login/", {"username": "a@b.example", "password": "x"}).status_code == 302
    assert Client().get("/admin/").headers["Location"].startswith("/konto/login/")


def test_a_course_nobody_has_taken_may_be_deleted(cast: Cast, course: MicroCoursePage) -> None:
    assert signed_in(cast.editor).post(f"/admin/pages/{course.pk}/delete/").status_code == 302
    assert not MicroCoursePage.objects.exists()
