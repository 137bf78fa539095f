"""The catalogue by capability and goal: what is offered, with counts, and what remains when one chooses."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from courses.competences.filtering import Asked
from courses.competences.queries.choosing import goals_by_keys
from tests.conftest import Cast, signed_in
from tests.courses.samples import catalogue, sample_course


@pytest.fixture
def reader(cast: Cast) -> Client:
    """The browser of Eksjö's learner, with four courses in the catalogue."""
    add("Kakor", ("utbilda", "avveckla"), ("digital-ledning",))
    add("Ägg", ("utbilda",), ("digital-trygghet",))
    add("Bröd", ("nytankande",), ("digital-ledning", "digital-trygghet"))
    add("Dold", ("utbilda",), ("digital-ledning",)).unpublish()
    return signed_in(cast.eksjo.learner)


def add(title: str, capabilities: tuple[str, ...], goals: tuple[str, ...]) -> Any:
    slug = title.lower().translate(str.maketrans("äö ", "ao-"))
    page = sample_course(catalogue(), title, slug, capabilities)
    page.goals = goals_by_keys(goals)
    page.save_revision().publish()
    return page


def offered(reader: Client, query: str = "") -> dict[str, dict[str, int]]:
    facets = reader.get(f"/katalog/{query}").context["facets"]
    return {facet.legend: {option.name: option.count for option in facet.options} for facet in facets}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?formaga=utbilda", ["Kakor", "Ägg"]),
        ("?formaga=utbilda&formaga=nytankande", ["Bröd", "Kakor", "Ägg"]),
        ("?formaga=utbilda&mal=digital-ledning", ["Kakor"]),
        ("?formaga=avveckla&mal=digital-trygghet", []),
        ("?formaga=utbilda&q=Br%C3%B6d", []),
        ("?formaga=utbilda&q=Kak", ["Kakor"]),
        ("?formaga=finns-inte", []),
        ("?formaga=%00&mal=<b>", ["Bröd", "Kakor", "Ägg"]),
    ],
)
def test_the_catalogue_narrows_to_what_is_asked_for(reader: Client, query: str, titles: list[str]) -> None:
    response = reader.get(f"/katalog/{query}")
    assert sorted(card.title for card in response.context["modules"]) == titles


def test_only_what_some_module_has_is_offered_by_area_with_counts_in_swedish_order(reader: Client) -> None:
    assert offered(reader) == {
        "Att leda": {"Nytänkande": 1},
        "Att skapa värde": {"Avveckla": 1, "Utbilda": 2},
        "Nationellt mål": {"Digital ledning": 2, "Digital trygghet": 2},
    }
    assert list(offered(reader)["Att skapa värde"]) == ["Avveckla", "Utbilda"]


def test_counts_follow_the_words_and_the_other_kind_of_choice(reader: Client) -> None:
    assert offered(reader, "?q=Kak") == {
        "Att skapa värde": {"Avveckla": 1, "Utbilda": 1},
        "Nationellt mål": {"Digital ledning": 1},
    }
    narrowed = offered(reader, "?mal=digital-trygghet")
    assert narrowed["Att skapa värde"] == {"Utbilda": 1}
    assert narrowed["Nationellt mål"] == {"Digital ledning": 2, "Digital trygghet": 2}


def test_what_is_chosen_stays_offered_with_nothing_to_show(reader: Client) -> None:
    response = reader.get("/katalog/?q=ingenting&formaga=utbilda")
    (facet,) = response.context["facets"]
    assert [(option.name, option.count, option.checked) for option in facet.options] == [("Utbilda", 0, True)]
    assert "Ta bort ett filter, eller se allt som finns." in response.content.decode()


def test_every_choice_has_a_way_out_that_keeps_the_others(reader: Client) -> None:
    response = reader.get("/katalog/?q=a&formaga=utbilda&formaga=avveckla&mal=digital-ledning")
    assert [(one.name, one.url) for one in response.context["chosen"]] == [
        ("Avveckla", "?q=a&formaga=utbilda&mal=digital-ledning"),
        ("Utbilda", "?q=a&formaga=avveckla&mal=digital-ledning"),
        ("Digital ledning", "?q=a&formaga=utbilda&formaga=avveckla"),
    ]
    page = response.content.decode()
    assert 'href="?formaga=utbilda&amp;formaga=avveckla&amp;mal=digital-ledning"' in page
    assert '<input type="hidden" name="formaga" value="utbilda">' in page


def test_pages_keep_the_choice(reader: Client) -> None:
    for number in range(24):
        add(f"Nr {number:02}", ("utbilda",), ())
    response = reader.get("/katalog/?formaga=utbilda")
    assert response.context["page_obj"].paginator.count == 26
    assert 'href="?formaga=utbilda&amp;page=2"' in response.content.decode()
    assert len(reader.get("/katalog/?formaga=utbilda&page=2").context["modules"]) == 2


def test_an_empty_catalogue_offers_no_filters(cast: Cast) -> None:
    response = signed_in(cast.eksjo.learner).get("/katalog/")
    assert response.context["facets"] == []
    assert "facet" not in response.content.decode().split("<main", 1)[1]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", Asked()),
        ("q=%00a%20", Asked("a")),
        ("formaga=b&formaga=a&formaga=b", Asked(capabilities=("b", "a"))),
        ("formaga=A&mal=&mal=c-d", Asked(goals=("c-d",))),
        (f"q={'x' * 200}&formaga={'y' * 61}", Asked("x" * 100)),
        ("&".join(f"mal=k{number}" for number in range(30)), Asked(goals=tuple(f"k{number}" for number in range(20)))),
    ],
)
def test_an_address_is_read_with_care(query: str, asked: Asked) -> None:
    assert Asked.of(QueryDict(query)) == asked
