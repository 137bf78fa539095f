"""The catalogue: what is published, found by words, a page at a time, at the same cost for two and for twenty."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import MicroCoursePage
from tests.conftest import Cast, signed_in
from tests.courses.samples import catalogue, sample_course


def add(*titles: str) -> list[MicroCoursePage]:
    return [sample_course(catalogue(), title, f"kurs-{title.lower().replace(' ', '-')}") for title in titles]


@pytest.fixture
def reader(cast: Cast) -> Client:
    """The browser of Eksjö's learner."""
    return signed_in(cast.eksjo.learner)


def titles(reader: Client, query: str = "") -> list[str]:
    response = reader.get(f"/katalog/{query}")
    assert response.status_code == 200
    return [card.title for card in response.context["modules"]]


def test_published_modules_are_listed_newest_first(reader: Client) -> None:
    _, second, _ = add("Ett", "Tva", "Tre")
    assert titles(reader) == ["Tre", "Tva", "Ett"]
    second.unpublish()
    assert titles(reader) == ["Tre", "Ett"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=upphand", ["Upphandling"]),
        ("?q=UPPHANDLING", ["Upphandling"]),
        ("?q=kort+kurs", ["Ledning", "Upphandling"]),
        ("?q=finns+inte", []),
        ("?q=%25", []),
        ("?q=%20", ["Ledning", "Upphandling"]),
        ("?q=", ["Ledning", "Upphandling"]),
    ],
)
def test_modules_are_found_by_words_of_title_or_summary(reader: Client, query: str, found: list[str]) -> None:
    add("Upphandling", "Ledning")
    assert titles(reader, query) == found


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("dialogen", True),
        ("svara", True),
        ("avslutas", True),
        ("första steg", True),
        ("kollegor", True),
        ("RINGER", True),
        ("väntar frågan", True),
        ("frågan saknas", False),
        ("is_correct", False),
        ("nbsp", False),
    ],
    ids=[
        *("capability", "outcome", "step", "text", "at work", "choice", "several", "one missing", "no words"),
        "no signs",
    ],
)
def test_modules_are_found_by_all_that_a_learner_reads(reader: Client, query: str, is_found: bool) -> None:
    add("Upphandling")
    assert titles(reader, f"?q={query}") == (["Upphandling"] if is_found else [])


def test_what_is_said_of_an_answer_is_found_by_nobody(reader: Client) -> None:
    (page,) = add("Upphandling")
    choice = page.steps[1].value["body"][1].value["choices"][1]
    choice["text"], choice["feedback"] = "Om handlingarna", "Sekretess gäller."
    page.save_revision().publish()
    assert titles(reader, "?q=handlingarna") == ["Upphandling"]
    assert titles(reader, "?q=sekretess") == []


def test_what_is_published_again_is_read_again(reader: Client) -> None:
    (page,) = add("Upphandling")
    assert titles(reader, "?q=sekretess") == []
    page.summary = "Om sekretessen&nbsp;här."
    revision = page.save_revision()
    assert titles(reader, "?q=sekretess") == [], "a draft is nobody's to find"
    revision.publish()
    assert titles(reader, "?q=sekretess") == ["Upphandling"]


def test_the_search_words_are_shown_as_text(reader: Client) -> None:
    page = reader.get("/katalog/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_long_list_comes_in_pages(reader: Client) -> None:
    add(*(f"Nr {number:02}" for number in range(26)))
    assert titles(reader) == [f"Nr {number:02}" for number in range(25, 1, -1)]
    assert titles(reader, "?page=2") == titles(reader, "?page=99") == ["Nr 01", "Nr 00"]
    assert titles(reader, "?page=x") == titles(reader)


def test_the_english_catalogue_lists_english_modules_alone(reader: Client) -> None:
    add("Ett")
    response = reader.get("/en/catalogue/")
    assert response.status_code == 200
    assert response.context["modules"] == []


def test_strangers_sign_in_first(db: None) -> None:
    response = Client().get("/katalog/?q=a")
    assert (response.status_code, response.headers["Location"]) == (302, "/konto/login/?next=/katalog/%3Fq%3Da")


@pytest.mark.parametrize("query", ["", "?q=svara"])
def test_a_page_costs_the_same_with_2_and_with_20_modules(reader: Client, query: str) -> None:
    add(*(f"Nr {number:02}" for number in range(2)))
    titles(reader)
    with CaptureQueriesContext(connection) as two:
        assert len(titles(reader, query)) == 2
    add(*(f"Nr {number:02}" for number in range(2, 20)))
    with CaptureQueriesContext(connection) as twenty:
        assert len(titles(reader, query)) == 20
    assert len(twenty) == len(two)
