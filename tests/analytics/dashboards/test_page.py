"""The page of figures: what it shows, to whom, and with how many queries."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academy.periods import Month
from academy.scoping import unscoped_quietly
from analytics.tasks import fill_windows
from learners.actions.people import add_unit
from tests.analytics.release.test_figures import stated
from tests.analytics.rollup.happenings import happened
from tests.conftest import Cast, Town, signed_in

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    """Return a page's words, with line breaks and indentation as single spaces."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return re.sub(r"[ \n]+", " ", response.content.decode())


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """Eksjö: three completions by two people this month, one of the school's; 40 employees in care, none stated else."""
    town = cast.eksjo
    now = timezone.now()
    for unit, person in ((town.care, "anna"), (town.care, "anna"), (town.school, "bo")):
        happened(unit, person, at=now)
    happened(cast.nassjo.care, "nora", at=now)
    stated(town.care, 40, date(2026, 1, 1))
    fill_windows()
    return cast


def test_hr_sees_the_whole_organisation_with_every_unit(counted: Cast) -> None:
    words = page(signed_in(counted.eksjo.hr), "/nyckeltal/eksjo/")
    assert "<h1>Nyckeltal för Eksjö kommun Almgran</h1>" in words
    assert "Omsorg Almgran" in words
    assert "Skola Almgran" in words
    assert '<p class="kpi-value">3</p>' in words
    assert "3 fullföljda kurser" in words
    assert '<p class="kpi-value">2</p>' in words
    assert '<p class="kpi-value"><small>saknas</small></p>' in words
    assert "Preliminärt" in words
    assert "csv" in words
    assert words.count("Därför kan dess tal skilja sig från summan av delarna.") == 3


def test_units_stand_in_swedish_order_under_their_unit(counted: Cast) -> None:
    with unscoped_quietly("test"):
        for name in ("Örtagården", "Zebran", "Ådalen", "Ängen"):
            add_unit(organisation=counted.eksjo.organisation, name=name, parent=counted.eksjo.care)
    shown = page(signed_in(counted.eksjo.hr), "/nyckeltal/eksjo/?nyckeltal=completions")
    rows = [re.sub("<.*?>", "", head) for head in re.findall(r'<th scope="row">(.*?)</th>', shown)]
    assert [row.strip("\N{EM SPACE}") for row in rows] == [
        "Omsorg Almgran",
        "Zebran",
        "Ådalen",
        "Ängen",
        "Örtagården",
        "Skola Almgran",
        "Hela organisationen",
    ]
    assert [len(row) - len(row.lstrip("\N{EM SPACE}")) for row in rows] == [0, 1, 1, 1, 1, 0, 0]


def test_a_leader_sees_the_own_part_alone(counted: Cast) -> None:
    town = counted.eksjo
    words = page(signed_in(town.leader), "/nyckeltal/eksjo/")
    assert "Omsorg Almgran" in words
    assert "Skola Almgran" not in words
    assert "Hela organisationen" not in words
    assert '<p class="kpi-value">2</p>' in words
    assert '<p class="kpi-value">5,0</p>' in words
    assert "2 fullföljda kurser, 40 anställda den 1 januari 2026" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "/nyckeltal/eksjo/csv/" not in words


def test_no_other_tenants_word_is_on_the_page(counted: Cast) -> None:
    words = page(signed_in(counted.eksjo.hr), "/nyckeltal/eksjo/")
    for foreign in ("Omsorg Bjornlav", "Skola Bjornlav", "Citronmal"):
        assert foreign not in words


@pytest.mark.parametrize("days", [31, 366])
def test_a_federation_that_has_still_to_launch_has_an_empty_page(cast: Cast, days: int) -> None:
    federation, now = cast.eksjo.organisation.federation, timezone.now()
    federation.launched_on = now.date() + timedelta(days=days)
    federation.save()
    client, this_month = signed_in(cast.eksjo.hr), str(Month.of(now))
    for period in ("", str(Month.of(now).year), this_month):
        words = page(client, f"/nyckeltal/eksjo/?period={period}")
        assert f'<option value="{this_month}"' in words
        assert client.get(f"/nyckeltal/eksjo/csv/?period={period}").status_code == 200
    assert client.get(f"/nyckeltal/eksjo/?period={Month.of(now).before(1)}").status_code == 404


def test_every_kind_of_no_is_the_same_404(counted: Cast) -> None:
    town, month = counted.eksjo, str(Month.of(timezone.now()))
    figure = f"/nyckeltal/eksjo/completions/{town.school.pk}/{month}/"
    whole = f"/nyckeltal/eksjo/completions/hela/{month}/"
    asked = [
        (counted.nassjo.leader, "/nyckeltal/eksjo/"),
        (counted.nassjo.hr, "/nyckeltal/eksjo/"),
        (counted.nassjo.hr, "/nyckeltal/eksjo/csv/"),
        (counted.nassjo.hr, whole),
        (counted.molndal.hr, "/nyckeltal/eksjo/"),
        (counted.stranger, "/nyckeltal/eksjo/"),
        (counted.stranger, "/nyckeltal/"),
        (town.learner, "/nyckeltal/eksjo/"),
        (town.learner, "/nyckeltal/"),
        (town.leader, "/nyckeltal/eksjo/csv/"),
        (town.leader, figure),
        (town.leader, whole),
        (town.leader, "/nyckeltal/eksjo/?enhet=hela"),
        (town.leader, f"/nyckeltal/eksjo/?enhet={town.school.pk}"),
        (town.hr, f"/nyckeltal/eksjo/?enhet={counted.nassjo.care.pk}"),
        (town.hr, "/nyckeltal/finns-inte/"),
        (town.hr, "/nyckeltal/eksjo/?period=2031"),
        (town.hr, "/nyckeltal/eksjo/?period=igar"),
        (town.hr, "/nyckeltal/eksjo/?nyckeltal=finns-inte"),
        (town.hr, "/nyckeltal/eksjo/completions/hela/2031/"),
        (town.hr, f"/nyckeltal/eksjo/finns-inte/hela/{month}/"),
        (town.hr, "/nyckeltal/eksjo/completions/hela/19000/"),
    ]
    for person, address in asked:
        refused = signed_in(person).get(address)
        assert refused.status_code == 404, address
        assert _without_tokens(refused.content) == _without_tokens(
            signed_in(person).get("/nyckeltal/finns-inte/").content
        )


def _without_tokens(content: bytes) -> bytes:
    """Take away what follows from the address alone: form tokens, where the language switch leads back, the menu's mark."""
    return re.sub(rb'name="(csrfmiddlewaretoken|next)" value="[^"]*"| aria-current="page"', b"", content)


@pytest.mark.parametrize(
    "address", ["/nyckeltal/", "/nyckeltal/eksjo/", "/nyckeltal/eksjo/csv/", "/nyckeltal/eksjo/completions/hela/2026/"]
)
def test_strangers_are_asked_to_sign_in_whatever_they_ask_for(cast: Cast, client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/konto/login/?next={address}")


def test_the_short_address_leads_to_the_own_organisation(cast: Cast) -> None:
    response = signed_in(cast.eksjo.hr).get("/nyckeltal/")
    assert (response.status_code, response["Location"]) == (302, "/nyckeltal/eksjo/")


def test_before_anything_has_happened_the_page_says_what_will_come(cast: Cast) -> None:
    words = page(signed_in(cast.eksjo.hr), "/nyckeltal/eksjo/")
    assert "Här kommer siffror när någon har gjort klart en kurs" in words
    assert "csv" not in words
    assert page(signed_in(cast.eksjo.leader), "/nyckeltal/eksjo/")


def test_a_figure_opens_to_what_it_is_made_of(counted: Cast) -> None:
    town, month = counted.eksjo, str(Month.of(timezone.now()))
    client = signed_in(town.hr)
    address = f"/nyckeltal/eksjo/completions-per-100/{town.care.pk}/{month}/"
    assert f'<a href="{address}">5,0</a>' in page(client, "/nyckeltal/eksjo/")
    words = page(client, address)
    for expected in (
        "Omsorg Almgran",
        ">5,0<",
        "Täljare",
        "Nämnare",
        "den 1 januari 2026",
        "Förtroendevalda är inte anställda",
        "Version 1",
    ):
        assert expected in words, expected
    assert "Missing" not in words


def test_a_missing_denominator_is_said_and_is_not_zero(counted: Cast) -> None:
    town, month = counted.eksjo, str(Month.of(timezone.now()))
    client = signed_in(town.hr)
    address = f"/nyckeltal/eksjo/completions-per-100/{town.school.pk}/{month}/"
    words = page(client, "/nyckeltal/eksjo/")
    assert f'<a href="{address}">saknas</a>' in words
    assert "Saknas betyder inte noll" in words
    assert "Saknas betyder inte noll" in page(client, address)
    assert f'completions/{town.school.pk}/{month}/">1</a>' in words


def test_months_to_come_are_not_shown(counted: Cast) -> None:
    heads = re.findall(
        r'<th scope="col" class="n">([^<]+)</th>',
        page(signed_in(counted.eksjo.hr), "/nyckeltal/eksjo/?nyckeltal=completions"),
    )
    names = ["Jan", "Feb", "Mars", "April", "Maj", "Juni", "Juli", "Aug", "Sep", "Okt", "Nov", "Dec"]
    assert heads == names[: Month.of(timezone.now()).month]


def test_english_readers_get_english(counted: Cast) -> None:
    words = page(signed_in(counted.eksjo.leader), "/en/nyckeltal/eksjo/")
    assert "Key figures for Eksjö kommun Almgran" in words
    assert '<p class="kpi-value">5.0</p>' in words
    assert "Completed courses per 100 employees" in words
    assert "2 completed courses, 40 employees on 1 January 2026" in words


def test_with_a_month_chosen_the_head_says_what_follows_it(counted: Cast) -> None:
    month = str(Month.of(timezone.now()))
    client = signed_in(counted.eksjo.hr)
    chosen = page(client, f"/en/nyckeltal/eksjo/?period={month}")
    assert re.search(r'<p class="muted">Cards: \w+ \d{4} so far\. Charts and tables: [\w ]+\. Calculated', chosen)
    assert "Charts and tables" not in page(client, "/en/nyckeltal/eksjo/")


def test_that_elected_members_are_left_out_is_said_where_the_figure_is_read(counted: Cast) -> None:
    words = page(signed_in(counted.eksjo.leader), "/en/nyckeltal/eksjo/")
    said = "Elected members are not counted here."
    assert f"2 completed courses, 40 employees on 1 January 2026. {said}</p>" in words
    assert f"so that large and small units can be compared. {said} By month, Omsorg Almgran.</p>" in words
    assert words.count(said) == 2


def test_the_line_to_a_month_that_is_not_over_is_dashed(counted: Cast) -> None:
    happened(counted.eksjo.care, "anna", at=Month.of(timezone.now()).before(1).starts_at)
    fill_windows()
    address = f"/nyckeltal/eksjo/?nyckeltal=completions&period={Month.of(timezone.now())}"
    words = page(signed_in(counted.eksjo.hr), address)
    assert words.count('stroke-dasharray="2 5"') == 1
    assert 'class="s-end"' not in words


def test_the_number_of_queries_does_not_grow_with_units_or_months(counted: Cast) -> None:
    client = signed_in(counted.eksjo.hr)
    client.get("/nyckeltal/eksjo/")  # warms what is remembered between requests
    few = _queries(client)
    _grow(counted.eksjo, units=18)
    assert _queries(client) == few


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/nyckeltal/eksjo/").status_code == 200
    return len(seen)


def _grow(town: Town, units: int) -> None:
    now = timezone.now()
    for number in range(units):
        with unscoped_quietly("test"):
            unit = add_unit(organisation=town.organisation, name=f"Enhet {number}", parent=town.school)
        happened(unit, f"person-{number}", at=now - timedelta(days=30 * (number % 10)))
    fill_windows()
