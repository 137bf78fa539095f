"""Browsing by capability: everything by area and group, each with its courses, at the same cost for two and for twenty."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from courses.competences.queries.choosing import goals_by_keys
from courses.models import Capability, MicroCoursePage
from tests.conftest import Cast, signed_in
from tests.courses.samples import catalogue, sample_course


def add(title: str, *keys: str) -> MicroCoursePage:
    slug = title.lower().translate(str.maketrans("åäö ", "aao-"))
    return sample_course(catalogue(), title, slug, capabilities=keys)


@pytest.fixture
def reader(cast: Cast) -> Client:
    """The browser of Eksjö's learner."""
    return signed_in(cast.eksjo.learner)


def taught(reader: Client, address: str = "/formagor/") -> dict[str, list[str]]:
    """Return the titles of the courses by capability, for those that have any."""
    response = reader.get(address)
    assert response.status_code == 200
    shown = [one for area in response.context["areas"] for group in area.groups for one in group.capabilities]
    assert len(shown) == 55
    return {one.row.key: [link.name for link in one.modules] for one in shown if one.modules}


def test_all_capabilities_stand_under_their_areas_and_groups_with_their_courses(reader: Client) -> None:
    add("Öva", "avveckla")
    add("Zonerna", "avveckla", "utbilda")
    add("Återbruk", "avveckla")
    add("Dold", "avveckla").unpublish()
    assert taught(reader) == {"avveckla": ["Zonerna", "Återbruk", "Öva"], "utbilda": ["Zonerna"]}
    page = reader.get("/formagor/").content.decode()
    assert page.count("Ingen kurs ännu") == 53
    assert "2 av 19 förmågor har kurser." in page
    assert "0 av 21 förmågor" in page


def test_groups_come_in_the_order_of_the_study_and_capabilities_in_that_of_the_alphabet(reader: Client) -> None:
    areas = reader.get("/formagor/").context["areas"]
    assert [area.row.name_sv for area in areas] == ["Att leda", "Att skapa värde", "Att stödja"]
    assert [group.row.name_sv for group in areas[0].groups] == ["Leda", "Styra", "Planera", "Förnya", "Samverka"]
    with override("sv"):
        assert [one.name for one in areas[0].groups[3].capabilities] == [
            "Förstå och ta en kalkylerad risk",
            "Identifiera, förstå och agera på omvärldstrender",
            "Nytänkande",
        ]


def test_english_readers_see_english_names_and_english_courses(reader: Client) -> None:
    add("Öva", "avveckla")
    assert taught(reader, "/en/formagor/") == {}
    page = reader.get("/en/formagor/avveckla/").content.decode()
    assert "Phase out" in page
    assert "No course yet" in page
    assert "Öva" not in page


def test_a_capability_says_what_it_is_how_mature_it_can_be_and_what_it_serves(reader: Client) -> None:
    add("Öva", "avveckla")
    response = reader.get("/formagor/avveckla/")
    assert [card.title for card in response.context["modules"]] == ["Öva"]
    assert [level.number for level in response.context["levels"]] == [0, 1, 2, 3, 4]
    page = response.content.decode()
    for words in (
        "Det gamla stängs när det nya fungerar.",
        "Branschledande",
        "Digital infrastruktur",
        "Att skapa värde",
    ):
        assert words in page
    assert "används inte längre" not in page


def test_a_retired_capability_is_left_out_and_its_own_page_says_so(reader: Client) -> None:
    Capability.objects.filter(key="avveckla").update(retired_in=2)
    page = reader.get("/formagor/avveckla/")
    assert page.status_code == 200
    assert "Den här förmågan används inte längre." in page.content.decode()
    assert "/formagor/avveckla/" not in reader.get("/formagor/").content.decode()


@pytest.mark.parametrize("key", ["finns-inte", "AVVECKLA", "avveckla%00"])
def test_what_is_no_capability_is_not_found(reader: Client, key: str) -> None:
    assert reader.get(f"/formagor/{key}/").status_code == 404


@pytest.mark.parametrize("address", ["/formagor/", "/formagor/avveckla/", "/formagor/finns-inte/"])
def test_strangers_sign_in_first(db: None, address: str) -> None:
    response = Client().get(address)
    assert (response.status_code, response.headers["Location"]) == (302, f"/konto/login/?next={address}")


def test_a_course_shows_what_it_develops_and_leads_there(reader: Client) -> None:
    course = add("Öva", "utbilda", "avveckla")
    course.goals = goals_by_keys(["digital-trygghet", "digital-kompetens"])
    course.save_revision().publish()
    response = reader.get("/katalog/ova/")
    assert [one.name for one in response.context["capabilities"]] == ["Avveckla", "Utbilda"]
    page = response.content.decode()
    assert 'href="/formagor/avveckla/"' in page
    assert "Digital kompetens, Digital trygghet" in page


def test_the_catalogue_is_marked_in_the_menu_while_one_browses(reader: Client) -> None:
    for address in ("/formagor/", "/en/formagor/avveckla/"):
        items = {item["icon"]: item["current"] for item in reader.get(address).context["nav_items"]}
        assert (items["books"], items["house"]) == (True, False)


@pytest.mark.parametrize("address", ["/formagor/", "/formagor/avveckla/", "/katalog/", "/katalog/nr-00/"])
def test_a_page_costs_the_same_with_2_and_with_20_modules(reader: Client, address: str) -> None:
    for number in range(2):
        add(f"Nr {number:02}", "avveckla", "utbilda")
    reader.get(address)
    with CaptureQueriesContext(connection) as two:
        assert reader.get(address).status_code == 200
    for number in range(2, 20):
        add(f"Nr {number:02}", "avveckla", "utbilda", "nytankande")
    with CaptureQueriesContext(connection) as twenty:
        assert reader.get(address).status_code == 200
    assert len(twenty) == len(two)
