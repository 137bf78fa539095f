"""Authors write, reviewers too, academy admins publish: by the membership acted through, not by all groups at once."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from academy.scoping import unscoped
from courses.groups import AUTHORS, EDITORS, REVIEWERS
from courses.models import CataloguePage, MicroCoursePage
from courses.site import ensure_site
from learners.actions.memberships import add_membership
from learners.actions.roles import grant_role, revoke_role
from learners.models import Membership, RoleAssignment, User
from learners.roles import Role
from tests.conftest import Cast, signed_in
from tests.courses.forms import choices, course_form, new_id, published

GOOD = choices("Ringer", "Frågar", right=(1,))


def give(person: User, role: Role) -> RoleAssignment:
    with unscoped("test"):
        membership = Membership.objects.select_related("unit").get(person=person)
        return grant_role(membership=membership, role=role, unit=membership.unit)


def groups(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("role", "group"), [(Role.AUTHOR, AUTHORS), (Role.REVIEWER, REVIEWERS), (Role.ACADEMY_ADMIN, EDITORS)]
)
def test_a_role_leads_into_its_group_and_out_of_it(cast: Cast, role: Role, group: str) -> None:
    assert groups(cast.eksjo.learner) == set()
    assignment = give(cast.eksjo.learner, role)
    assert groups(cast.eksjo.learner) == {group}
    with unscoped("test"):
        revoke_role(assignment=assignment)
    assert groups(cast.eksjo.learner) == set()


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEADER, Role.HR, Role.COORDINATOR, Role.FEDERATION_ANALYST])
def test_other_roles_lead_into_none(cast: Cast, role: Role) -> None:
    give(cast.eksjo.learner, role)
    assert groups(cast.eksjo.learner) == set()


def test_a_role_through_another_membership_keeps_its_group(cast: Cast) -> None:
    first = give(cast.eksjo.learner, Role.AUTHOR)
    with unscoped("test"):
        other = add_membership(person=cast.eksjo.learner, unit=cast.nassjo.care, valid_from=date(2026, 2, 1))
        grant_role(membership=other, role=Role.AUTHOR, unit=cast.nassjo.care)
        revoke_role(assignment=first)
    assert groups(cast.eksjo.learner) == {AUTHORS}


def test_groups_made_again_are_the_same(cast: Cast) -> None:
    give(cast.eksjo.learner, Role.AUTHOR)
    ensure_site()
    assert groups(cast.eksjo.learner) == {AUTHORS}


def publish(client: Client, course: MicroCoursePage, title: str) -> Any:
    form = course_form(question=GOOD, title=title, step_id=new_id(), question_id=new_id())
    sent = form | {"action-publish": "action-publish"}
    return published(client, client.post(f"/admin/pages/{course.pk}/edit/", sent))


def live_title(course: MicroCoursePage) -> str:
    return str(MicroCoursePage.objects.get(pk=course.pk).title)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER])
def test_authors_and_reviewers_save_and_do_not_publish(cast: Cast, course: MicroCoursePage, role: Role) -> None:
    give(cast.eksjo.learner, role)
    client = signed_in(cast.eksjo.learner, second_factor=False)
    form = client.get(f"/admin/pages/{course.pk}/edit/")
    assert form.status_code == 200
    assert 'name="action-publish"' not in form.content.decode()
    publish(client, course, "Skriven av mig")
    assert live_title(course) == course.title
    assert MicroCoursePage.objects.get(pk=course.pk).get_latest_revision_as_object().title == "Skriven av mig"
    assert client.post(f"/admin/pages/{course.pk}/unpublish/").status_code == 302
    assert client.post(f"/admin/pages/{course.pk}/delete/").status_code == 302
    assert MicroCoursePage.objects.get(pk=course.pk).live


def test_an_author_makes_a_new_page_that_is_not_published(cast: Cast, course: MicroCoursePage) -> None:
    give(cast.eksjo.learner, Role.AUTHOR)
    catalogue = CataloguePage.objects.get(locale__language_code="sv")
    client = signed_in(cast.eksjo.learner)
    assert client.get(f"/admin/pages/add/courses/microcoursepage/{catalogue.pk}/").status_code == 200


def test_an_academy_admin_publishes(cast: Cast, course: MicroCoursePage) -> None:
    publish(signed_in(cast.editor), course, "Ny rubrik")
    assert live_title(course) == "Ny rubrik"


def test_a_sleeping_role_does_not_publish_through_another(cast: Cast, course: MicroCoursePage) -> None:
    """Academy admin and author of one membership: without a second factor they are an author and no more."""
    give(cast.editor, Role.AUTHOR)
    assert groups(cast.editor) == {AUTHORS, EDITORS}
    asleep = signed_in(cast.editor, second_factor=False)
    assert asleep.get("/admin/").status_code == 200
    publish(asleep, course, "Skriven i sömnen")
    assert live_title(course) == course.title
    publish(signed_in(cast.editor), course, "Skriven vaken")
    assert live_title(course) == "Skriven vaken"


def test_a_role_of_another_place_does_not_publish(cast: Cast, course: MicroCoursePage) -> None:
    with unscoped("test"):
        other = add_membership(person=cast.editor, unit=cast.nassjo.care, valid_from=date(2026, 2, 1))
        grant_role(membership=other, role=Role.AUTHOR, unit=cast.nassjo.care)
    client = signed_in(cast.editor)
    client.post(f"/dina-uppgifter/uppdrag/{other.pk}/valj/")
    publish(client, course, "Skriven därifrån")
    assert live_title(course) == course.title


@pytest.mark.parametrize("address", ["/admin/users/", "/admin/groups/", "/admin/documents/"])
def test_authors_reach_no_more_than_pages_and_pictures(cast: Cast, address: str) -> None:
    give(cast.eksjo.learner, Role.AUTHOR)
    assert signed_in(cast.eksjo.learner).get(address).status_code in {302, 403, 404}
