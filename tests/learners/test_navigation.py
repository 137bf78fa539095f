"""The frame of every page: what is in the menu for whom."""

import pytest

from learners.models import User
from tests.conftest import Cast, signed_in

TEAMS, ORGANISATION = "/organisation/arbetslag/", "/organisation/personer/"
START, CATALOGUE, FIGURES, EDITORIAL = "/", "/katalog/", "/nyckeltal/{}/", "/admin/"


def menu(person: User, address: str = "/") -> list[str]:
    return [item["url"] for item in signed_in(person).get(address).context["nav_items"]]


def test_the_menu_holds_what_one_may_open(cast: Cast) -> None:
    assert menu(cast.eksjo.learner) == [START, CATALOGUE]
    assert menu(cast.eksjo.leader) == [START, CATALOGUE, TEAMS, FIGURES.format("eksjo")]
    assert menu(cast.eksjo.hr) == [START, CATALOGUE, ORGANISATION, FIGURES.format("eksjo")]
    assert menu(cast.nassjo.leader) == [START, CATALOGUE, TEAMS, FIGURES.format("nassjo")]
    assert menu(cast.editor) == [START, CATALOGUE, ORGANISATION, FIGURES.format("eksjo"), EDITORIAL]
    assert menu(cast.stranger) == [START, CATALOGUE]


def test_every_item_of_the_menu_opens(cast: Cast) -> None:
    for person in (cast.eksjo.learner, cast.eksjo.leader, cast.eksjo.hr, cast.editor, cast.stranger):
        client = signed_in(person)
        assert {address: client.get(address).status_code for address in menu(person)} == dict.fromkeys(
            menu(person), 200
        )


@pytest.mark.parametrize(("address", "current"), [("/", "/"), ("/katalog/", "/katalog/"), ("/hjalp/", None)])
def test_the_menu_says_where_one_is(cast: Cast, address: str, current: str | None) -> None:
    items = signed_in(cast.eksjo.learner).get(address).context["nav_items"]
    assert [item["url"] for item in items if item["current"]] == ([current] if current else [])


@pytest.mark.parametrize("address", ["/organisation/personer/", "/organisation/enheter/", "/organisation/andringar/"])
def test_every_page_of_the_organisation_belongs_to_one_item(cast: Cast, address: str) -> None:
    items = signed_in(cast.eksjo.hr).get(address).context["nav_items"]
    assert [item["url"] for item in items if item["current"]] == [ORGANISATION]


def test_the_academy_stands_in_the_account_menu_of_whoever_keeps_it(cast: Cast) -> None:
    assert [item["url"] for item in signed_in(cast.editor).get("/").context["menu_items"]] == [
        "/akademin/organisationer/"
    ]
    assert signed_in(cast.eksjo.hr).get("/").context["menu_items"] == []


def test_the_account_menu_says_who_one_is_and_where(cast: Cast) -> None:
    frames = {
        person.pk: signed_in(person).get("/").context["acting"]
        for person in (cast.eksjo.learner, cast.eksjo.hr, cast.stranger)
    }
    assert frames == {
        cast.eksjo.learner.pk: {"name": "Learner Almgran", "place": "Eksjö kommun Almgran"},
        cast.eksjo.hr.pk: {"name": "Hr Almgran", "place": "HR-strateg, Eksjö kommun Almgran"},
        cast.stranger.pk: {"name": "Stranger Ingenstans", "place": ""},
    }


def test_in_english_the_menu_leads_to_english_pages(cast: Cast) -> None:
    assert menu(cast.eksjo.leader, "/en/hjalp/") == [
        *("/en/", "/en/catalogue/", "/en/organisation/arbetslag/", "/en/nyckeltal/eksjo/"),
    ]
