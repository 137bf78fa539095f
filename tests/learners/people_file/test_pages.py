"""The pages of files of people: what is refused says what to do, and nobody sees another's file."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.scoping import unscoped_quietly
from learners.models import PeopleFile, ReadEntry, RoleAssignment, User
from learners.queries.people_file import world_for
from learners.tasks import work_off_people_files
from learners.tenancy import Acting
from tests.conftest import Cast, signed_in
from tests.learners.conftest import NOW
from tests.learners.people_file.conftest import CARE, HEADINGS, lines, many, tables

ADDRESS = "/organisation/personer/fil/"


@pytest.fixture
def browser(cast: Cast, settings: Any) -> Client:
    """HR of Eksjö, who has shown a second factor as far as these pages can tell."""
    settings.SECOND_FACTOR_REQUIRED = False
    return signed_in(cast.eksjo.hr)


def send(client: Client, data: bytes, name: str = "personer.csv") -> Any:
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data, content_type="text/csv")})


def address_of(response: Any) -> str:
    assert response.status_code == 302, response.content.decode()[:3000]
    return str(response.headers["Location"])


def test_the_page_explains_and_gives_a_template_that_excel_opens(browser: Client) -> None:
    page = browser.get(ADDRESS).content.decode()
    assert "e-post" in page
    assert "processledare" in page  # which HR may give
    assert "akademiadministratör" not in page
    template = browser.get(f"{ADDRESS}mall/")
    assert template.content.startswith(b"\xef\xbb\xbf")
    assert template.content.decode("utf-8-sig") == f"{HEADINGS}\r\n"
    assert browser.get(f"/en{ADDRESS}mall/").content.decode("utf-8-sig").startswith("email;first name;last name;unit")


def test_from_file_to_memberships_and_back(cast: Cast, browser: Client) -> None:
    here = address_of(send(browser, many(2) + f"{cast.eksjo.learner.email};L;A;{CARE};Undersköterska\r\n".encode()))
    page = browser.get(here).content.decode()
    assert "Nils Nyström0" in page
    assert browser.get(f"{here}for-in/").status_code == 302
    assert work_off_people_files() == 0  # asking by GET enters nothing
    for _ in range(2):
        assert browser.post(f"{here}for-in/").status_code == 302
    waiting = browser.get(here)
    assert waiting.headers["Refresh"] == "4"
    assert work_off_people_files() == 1
    done = browser.get(here)
    assert "Refresh" not in done.headers
    assert User.objects.filter(email__startswith="ny").count() == 2
    User.objects.filter(email="ny0@almgran.example").update(last_login=timezone.now())
    warned = "Inbjudningar som har gått iväg går inte att kalla tillbaka."
    assert warned in browser.get(f"{here}ta-tillbaka/").content.decode()
    assert browser.post(f"{here}ta-tillbaka/").status_code == 302
    assert work_off_people_files() == 1
    page = browser.get(here).content.decode()
    assert "Nils Nyström0" in page
    assert "Nils Nyström1" not in page
    assert warned in page
    assert ">I dag kl. " in browser.get("/organisation/personer/fil/").content.decode()
    assert User.objects.filter(email__startswith="ny").count() == 1
    with unscoped_quietly("test"):
        assert ReadEntry.objects.get().subject.email == "ny0@almgran.example"
    journal = browser.get("/organisation/andringar/").content.decode()
    assert "personer.csv, 2 personer" in journal
    assert "personer.csv, 1 person<" in journal


def test_a_file_thrown_away_is_gone(browser: Client) -> None:
    here = address_of(send(browser, many(1)))
    assert browser.post(f"{here}kasta/").status_code == 302
    assert "Nyström" not in browser.get(here).content.decode()
    assert browser.post(f"{here}for-in/").status_code == 302
    assert work_off_people_files() == 0
    with unscoped_quietly("test"):
        assert PeopleFile.objects.get().state == "discarded"


ROW = f"ny@almgran.example;Nils;Ny;{CARE}"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "tom.csv", "tom"),
        (b"PK\x03\x04" + b"x" * 100, "bok.csv", "CSV"),
        (lines(ROW), "personer.xlsx", "CSV"),
        (b"\x81\x8d\xff\xfe\x00", "skrap.csv", "UTF-8"),
        (b"a;b;c\r\n1;2;3\r\n", "annat.csv", "mallen"),
        (lines(ROW + ';"öppet'), "citat.csv", "citattecken"),
        (many(5_001), "lang.csv", "5\u00a0000"),
        (b"x" * 2_000_001, "stor.csv", "2 MB"),
        (b"x" * 9_000_000, "enorm.csv", "2 MB"),
    ],
    ids=["empty", "zip", "xlsx", "bytes", "headings", "quote", "rows", "large", "huge"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(browser: Client, data: bytes, name: str, words: str) -> None:
    before = tables()
    response = send(browser, data, name)
    assert response.status_code == 422
    assert words in response.content.decode()
    with unscoped_quietly("test"):
        assert not PeopleFile.objects.exists()
    assert tables() == before


def test_no_file_at_all_asks_for_one(browser: Client) -> None:
    assert browser.post(ADDRESS, {}).status_code == 422


def test_the_form_is_protected(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.eksjo.hr)
    assert send(client, many(1)).status_code == 403
    with unscoped_quietly("test"):
        assert not PeopleFile.objects.exists()


def test_all_errors_are_told_at_once_by_row_and_column(cast: Cast, browser: Client) -> None:
    rows = (
        f"fel;;Ny;{CARE};=1+1;okänd;kung;igår;;latin;chefredaktör",
        f"{cast.eksjo.hr.email};Nils;Ny;Omsorg Bjornlav",
        f"ny2@almgran.example;Ni\x00ls;N\u202ey;{CARE};;;;2026-12-01;2026-11-30",
    )
    here = address_of(send(browser, lines(*rows)))
    page = browser.get(here)
    assert page.status_code == 200
    response = browser.get(f"{here}fel/")
    text = response.content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [(row[0], row[1]) for row in table[1:]] == [
        *(("2", c) for c in ("befattning", "e-post", "förnamn", "sektor", "ledargrupp", "från", "språk", "roll")),
        ("3", "enhet"),
        ("4", "förnamn"),
        ("4", "efternamn"),
        ("4", "till"),
    ]
    assert table[1][3] == "'=1+1"
    assert cast.nassjo.canary in table[9][3]  # as it was typed, and nothing more
    with unscoped_quietly("test"):
        assert not User.objects.filter(email__startswith="ny").exists()


def test_a_day_too_far_ahead_and_swedish_letters_are_told(browser: Client) -> None:
    rows = f"åsa@almgran.example;Åsa;Ny;{CARE};;;;2099-01-01"
    page = browser.get(address_of(send(browser, lines(rows)))).content.decode()
    assert "Skriv adressen utan å, ä och ö" in page
    assert "Ett uppdrag börjar högst två år framåt. Skriv 20" in page


def test_each_row_says_which_role_it_gives(cast: Cast, browser: Client) -> None:
    here = address_of(send(browser, lines(f"ny1@almgran.example;Nils;Ny;{CARE};;;;;;;chef")))
    assert 'data-label="Roll">chef<' in browser.get(here).content.decode()


def test_the_first_two_hundred_errors_are_shown_and_all_are_in_the_file(browser: Client) -> None:
    here = address_of(send(browser, lines(*(f"fel{n};Nils;Ny;{CARE}" for n in range(300)))))
    page = browser.get(here).content.decode()
    assert "300 fel" in page
    assert browser.get(f"{here}?page=8").context["page_obj"].paginator.count == 200
    assert browser.get(f"{here}fel/").content.count(b"\r\n") == 301


def test_the_dry_run_says_the_same_of_a_stranger_and_of_someone_known_elsewhere(cast: Cast, browser: Client) -> None:
    outcomes = []
    for address in ("ingen@almgran.example", cast.molndal.learner.email, cast.nassjo.hr.email):
        here = address_of(send(browser, lines(f"{address};Nils;Ny;{CARE}")))
        outcomes.append([row["outcome"] for row in browser.get(here).context["page_obj"]])
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_whoever_enters_people_in_one_unit_sees_nothing_of_another(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    with unscoped_quietly("test"):
        RoleAssignment.objects.filter(membership__person=cast.eksjo.leader).update(role="hr")
    leader = signed_in(cast.eksjo.leader)
    rows = (
        f"{cast.eksjo.hr.email};H;R;{CARE}",
        f"ny@almgran.example;N;Y;{CARE}",
        "ny2@almgran.example;N;Y;Skola Almgran",
    )
    here = address_of(send(leader, lines(*rows)))
    with unscoped_quietly("test"):
        stored = PeopleFile.objects.get().rows["rows"]
    # HR of the whole stands in another unit: as new as anybody.
    assert [row[2] for row in stored] == ["new", "new", "wrong"]
    assert stored[2][3][0][1:3] == ["unit", "unit_out_of_reach"]
    hr, other = signed_in(cast.eksjo.hr), signed_in(cast.nassjo.hr)
    assert hr.get(here).status_code == 200
    assert other.get(here).status_code == 404
    own = address_of(send(hr, many(1)))
    for address in (own, f"{own}fel/", f"{own}for-in/", f"{own}ta-tillbaka/"):
        assert leader.get(address).status_code == 404
        assert leader.post(address).status_code in {404, 405}
    assert "personer.csv" in leader.get(ADDRESS).content.decode()
    assert leader.get(ADDRESS).context["page_obj"].paginator.count == 1


def test_whoever_does_not_enter_people_finds_no_page(cast: Cast) -> None:
    for person in (cast.eksjo.learner, cast.eksjo.leader, cast.stranger):
        client = signed_in(person)
        assert client.get(ADDRESS).status_code == 404
        assert send(client, many(1)).status_code == 404
    with unscoped_quietly("test"):
        assert not PeopleFile.objects.exists()


def test_checking_costs_the_same_number_of_queries_with_2_and_with_200_rows(
    hr: Acting, sent: Callable[..., Any]
) -> None:
    counts = []
    for size in (2, 200):
        with CaptureQueriesContext(connection) as captured:
            sent(many(size))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    with CaptureQueriesContext(connection) as captured:
        world_for(hr, [f"a{n}@b.example" for n in range(200)], NOW.date())
    assert len(captured) <= 6


def test_pages_cost_the_same_with_2_and_with_20(browser: Client) -> None:
    def cost(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    few, lots = (address_of(send(browser, many(size))) for size in (2, 20))
    assert cost(few) == cost(lots)
    two = cost(ADDRESS)
    for _ in range(18):
        send(browser, many(1))
    assert cost(ADDRESS) == two


def test_nobody_gives_a_role_to_themselves(cast: Cast, browser: Client) -> None:
    here = address_of(send(browser, lines(f"{cast.eksjo.hr.email};H;R;{CARE};;;;;;;chef")))
    (row,) = browser.get(here).context["page_obj"]
    assert row["column"] == "roll"
    browser.post(f"{here}for-in/")
    assert work_off_people_files() == 0


def test_a_page_that_has_waited_long_no_longer_asks_by_itself(browser: Client) -> None:
    here = address_of(send(browser, many(1)))
    browser.post(f"{here}for-in/")
    with unscoped_quietly("test"):
        PeopleFile.objects.update(asked_at=timezone.now() - timedelta(minutes=20))
    assert "Refresh" not in browser.get(here).headers


heads = st.sampled_from(
    [HEADINGS, "email,first name,last name,unit", "e-post\tförnamn\tefternamn\tenhet", "", "e-post"]
)
cells = st.one_of(st.text(max_size=40), st.sampled_from([CARE, "ny@almgran.example", '"', "\x00", "=A1", "2026-02-30"]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.builds(
            lambda head, rows, sign, code: "\n".join([head, *(sign.join(row) for row in rows)]).encode(code, "replace"),
            heads,
            st.lists(st.lists(cells, max_size=13), max_size=6),
            st.sampled_from([";", ",", "\t"]),
            st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"]),
        ),
    )
)
def test_no_bytes_break_the_page(browser: Client, data: bytes) -> None:
    response = send(browser, data)
    assert response.status_code in {302, 422}
    if response.status_code == 302:
        here = response.headers["Location"]
        assert browser.get(here).status_code == 200
        assert browser.get(f"{here}?visa=rader").status_code == 200
        assert browser.get(f"{here}fel/").status_code in {200, 404}
        assert browser.post(f"{here}for-in/").status_code == 302
        work_off_people_files()
        assert browser.get(here).status_code == 200
