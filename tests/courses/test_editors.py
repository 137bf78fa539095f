"""What editors may reach in the CMS, and that nobody else comes in."""

import pytest
from django.test import Client

from courses.models import MicroCoursePage
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
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/konto/login/")


def test_the_cms_has_no_sign_in_of_its_own(db: None) -> None:
    for address in ("/admin/login/?next=/admin/pages/", "/_util/login/?next=/admin/pages/"):
        response = Client().get(address)
        assert (response.status_code, response.headers["Location"]) == (302, "/konto/login/?next=/admin/pages/")
    assert Client().post("/_util/login/", {"username": "a@b.example", "password": "x"}).status_code == 302
    assert Client().get("/admin/").headers["Location"].startswith("/konto/login/")


def test_a_course_nobody_has_taken_may_be_deleted(cast: Cast, course: MicroCoursePage) -> None:
    assert signed_in(cast.editor).post(f"/admin/pages/{course.pk}/delete/").status_code == 302
    assert not MicroCoursePage.objects.exists()
