"""Choosing where one acts: shown, remembered, asked at every request, and never another's."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academy.periods import local_day
from academy.scoping import unscoped
from learners.actions.memberships import add_membership
from learners.actions.roles import grant_role
from learners.models import Membership, User
from learners.roles import Role
from tests.conftest import PASSWORD, Cast, signed_in

HERE, THERE = "Eksjö kommun Almgran", "Nässjö kommun Bjornlav"


@pytest.fixture
def there(cast: Cast) -> Membership:
    """The leader of Eksjö also leads a unit of Nässjö, since later."""
    with unscoped("test"):
        row = add_membership(
            person=cast.eksjo.leader, unit=cast.nassjo.school, valid_from=date(2026, 2, 1), position="Rektor"
        )
        grant_role(membership=row, role=Role.LEADER, unit=cast.nassjo.school)
    return row


def own(person: User) -> Membership:
    with unscoped("test"):
        return Membership.objects.filter(person=person).order_by("valid_from")[0]


def choose(client: Client, membership: Membership) -> Any:
    return client.post(f"/dina-uppgifter/uppdrag/{membership.pk}/valj/")


def where(client: Client) -> str:
    return str(client.get("/hjalp/").context["acting"]["place"])


def test_the_menu_names_all_places_and_marks_the_chosen(cast: Cast, there: Membership) -> None:
    frame = signed_in(cast.eksjo.leader).get("/").context
    assert [(place["name"], place["detail"], place["is_chosen"]) for place in frame["places"]] == [
        (HERE, "Enhetschef, Chef, Omsorg Almgran", True),
        (THERE, "Rektor, Chef, Skola Bjornlav", False),
    ]
    assert frame["acting"]["place"] == f"Enhetschef, {HERE}"


def test_whoever_has_one_place_has_nothing_to_choose(cast: Cast) -> None:
    assert signed_in(cast.eksjo.leader).get("/").context["places"] == []


def test_choosing_leads_to_the_start_page_of_the_other_place(cast: Cast, there: Membership) -> None:
    client = signed_in(cast.eksjo.leader)
    assert client.get("/nyckeltal/nassjo/").status_code == 404
    assert choose(client, there).headers["Location"] == "/"
    page = client.get("/")
    assert f"Nu agerar du för {THERE}" in page.content.decode()
    assert where(client) == f"Rektor, {THERE}"
    assert client.get("/nyckeltal/nassjo/").status_code == 200
    assert client.get("/nyckeltal/eksjo/").status_code == 404
    assert choose(client, own(cast.eksjo.leader)).status_code == 302
    assert where(client) == f"Enhetschef, {HERE}"


def test_the_places_begin_with_the_chosen_one(cast: Cast, there: Membership) -> None:
    client = signed_in(cast.eksjo.leader)
    for chosen in (there, own(cast.eksjo.leader)):
        choose(client, chosen)
        page = client.get("/dina-uppgifter/uppdrag/")
        assert next(place["id"] for place in page.context["current"]) == chosen.pk
        assert "Här är du nu" in page.content.decode()
        assert "Byt hit" in page.content.decode()


def test_the_choice_is_remembered_over_sign_ins(cast: Cast, there: Membership) -> None:
    choose(signed_in(cast.eksjo.leader), there)
    client = Client()
    client.post("/konto/login/", {"login": cast.eksjo.leader.email, "password": PASSWORD})
    assert where(client) == f"Rektor, {THERE}"


def test_two_browsers_keep_their_own_choice(cast: Cast, there: Membership) -> None:
    first, second = signed_in(cast.eksjo.leader), signed_in(cast.eksjo.leader)
    choose(second, there)
    assert (where(first), where(second)) == (f"Enhetschef, {HERE}", f"Rektor, {THERE}")


@pytest.mark.parametrize("whose", ["another's", "ended", "to come", "none"])
def test_what_is_not_ones_own_and_current_is_not_there(cast: Cast, there: Membership, whose: str) -> None:
    client, today = signed_in(cast.eksjo.leader), local_day(timezone.now())
    with unscoped("test"):
        if whose == "another's":
            asked = Membership.objects.get(person=cast.nassjo.hr).pk
        elif whose == "none":
            asked = 10**15
        else:
            days = {"valid_to": date(2026, 3, 1)} if whose == "ended" else {"valid_from": today + timedelta(days=1)}
            Membership.objects.filter(pk=there.pk).update(**days)
            asked = there.pk
    assert client.post(f"/dina-uppgifter/uppdrag/{asked}/valj/").status_code == 404
    assert where(client) == f"Enhetschef, {HERE}"
    cast.eksjo.leader.refresh_from_db()
    assert cast.eksjo.leader.last_acted_id is None


def test_when_the_place_ends_the_next_request_falls_back_and_says_so(cast: Cast, there: Membership) -> None:
    client = signed_in(cast.eksjo.leader)
    choose(client, there)
    client.get("/")
    with unscoped("test"):
        Membership.objects.filter(pk=there.pk).update(valid_to=date(2026, 3, 1))
    answer = client.get("/nyckeltal/nassjo/")
    assert answer.status_code == 404
    assert f"har upphört. Nu agerar du för {HERE}" in answer.content.decode()
    assert "har upphört" not in client.get("/").content.decode()
    assert where(client) == f"Enhetschef, {HERE}"


def test_the_first_place_ending_is_said_too(cast: Cast, there: Membership) -> None:
    client = signed_in(cast.eksjo.leader)
    with unscoped("test"):
        Membership.objects.filter(pk=own(cast.eksjo.leader).pk).update(valid_to=date(2026, 3, 1))
    assert f"har upphört. Nu agerar du för {THERE}" in client.get("/").content.decode()


def test_a_removed_place_is_forgotten(cast: Cast, there: Membership) -> None:
    client = signed_in(cast.eksjo.leader)
    choose(client, there)
    with unscoped("test"):
        Membership.objects.filter(pk=there.pk).delete()
    cast.eksjo.leader.refresh_from_db()
    assert cast.eksjo.leader.last_acted_id is None
    assert f"Nu agerar du för {HERE}" in client.get("/").content.decode()


def test_a_role_holds_in_its_own_place_alone(cast: Cast) -> None:
    """HR of Eksjö who is staff of Nässjö has nothing of HR there."""
    with unscoped("test"):
        staff = add_membership(person=cast.eksjo.hr, unit=cast.nassjo.root, valid_from=date(2026, 2, 1))
    client = signed_in(cast.eksjo.hr)
    choose(client, staff)
    assert [client.get(f"/nyckeltal/{slug}/").status_code for slug in ("eksjo", "nassjo")] == [404, 404]


def test_a_request_costs_the_same_with_many_places(cast: Cast, there: Membership) -> None:
    def count(client: Client) -> int:
        client.get("/hjalp/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/hjalp/")
        return len(queries)

    few = count(signed_in(cast.eksjo.leader))
    with unscoped("test"):
        for month in range(3, 11):
            row = add_membership(
                person=cast.eksjo.leader, unit=cast.nassjo.care, valid_from=date(2026, month, 1), position="Vikarie"
            )
            grant_role(membership=row, role=Role.LEADER, unit=cast.nassjo.care)
    assert count(signed_in(cast.eksjo.leader)) == few
    assert count(signed_in(cast.eksjo.learner)) <= few


def test_asking_by_get_changes_nothing(cast: Cast, there: Membership) -> None:
    client = signed_in(cast.eksjo.leader)
    answer = client.get(f"/dina-uppgifter/uppdrag/{there.pk}/valj/")
    assert answer.headers["Location"] == "/dina-uppgifter/uppdrag/"
    assert where(client) == f"Enhetschef, {HERE}"
