"""The CSV file: its form, its content to the last digit, and to whom it is given."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from academy.periods import Month
from academy.scoping import current_scope, unscoped_quietly
from analytics.dashboards.files import defused
from analytics.tasks import fill_windows
from learners.actions.people import add_unit
from tests.analytics.release.test_figures import stated
from tests.analytics.rollup.happenings import happened
from tests.conftest import Cast, signed_in

pytestmark = pytest.mark.django_db


def lines(client: Client, address: str) -> list[dict[str, str]]:
    """Return the rows of the file that an address gives."""
    response = client.get(address)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8")  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """One completion in Eksjö's care, in a unit whose name is a formula, with 7 employees; one in Nässjö."""
    town, now = cast.eksjo, timezone.now()
    with unscoped_quietly("test"):
        night = add_unit(organisation=town.organisation, name="=1+1;Natt", parent=town.care)
    happened(night, "anna", at=now)
    happened(cast.nassjo.care, "nora", at=now)
    stated(night, 7, date(2026, 1, 1))
    fill_windows()
    return cast


def test_the_file_holds_the_figures_with_all_their_parts(counted: Cast) -> None:
    month = str(Month.of(timezone.now()))
    rows = lines(signed_in(counted.eksjo.hr), "/nyckeltal/eksjo/csv/")
    chosen = [row for row in rows if row["Nyckeltals-id"] == "completions-per-100" and row["Period"] == month]
    by_unit = {row["Enhet"]: row for row in chosen}
    assert set(by_unit) == {"Hela organisationen", "Omsorg Almgran", "Skola Almgran", "'=1+1;Natt"}
    night = by_unit["'=1+1;Natt"]
    shown = [
        "Organisationskod",
        "Nyckeltal",
        "Värde",
        "Täljare",
        "Nämnare",
        "Nämnare per den",
        "Preliminärt",
        "Version",
        "Definitionens version",
    ]
    assert [night[column] for column in shown] == [
        "0686", "Fullföljda kurser per 100 anställda", "14,3", "1", "7", "2026-01-01", "ja", "1", "1",
    ]  # fmt: skip
    missing = by_unit["Hela organisationen"]
    assert [missing[column] for column in ("Enhets-id", "Värde", "Täljare", "Nämnare")] == ["", "", "1", ""]
    assert {row["Organisation"] for row in rows} == {"Eksjö kommun Almgran"}
    assert {row["Period"][:4] for row in rows} == {month[:4]}


def test_english_readers_get_english_heads_and_decimal_points(counted: Cast) -> None:
    rows = lines(signed_in(counted.eksjo.hr), "/en/nyckeltal/eksjo/csv/?nyckeltal=completions-per-100&period=2026")
    night = [row["Value"] for row in rows if row["Unit"] == "'=1+1;Natt"]
    assert set(night) <= {"0.0", "14.3"}
    assert night[0] == "14.3"
    assert {row["Key figure id"] for row in rows} == {"completions-per-100"}


def test_the_state_is_said_in_words(counted: Cast) -> None:
    rows = lines(signed_in(counted.eksjo.hr), "/en/nyckeltal/eksjo/csv/?nyckeltal=completions-per-100")
    said = {(bool(row["Value"]), row["State"]) for row in rows}
    assert said == {(True, "shown"), (False, "no denominator")}


def test_the_file_follows_the_filters_and_says_what_it_is(counted: Cast) -> None:
    month, care = str(Month.of(timezone.now())), counted.eksjo.care
    client = signed_in(counted.eksjo.hr)
    address = f"/nyckeltal/eksjo/csv/?enhet={care.pk}&period={month}&nyckeltal=completions"
    response = client.get(address)
    assert response["Content-Disposition"] == f'attachment; filename="nyckeltal-eksjo-{care.pk}-{month}.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert {row["Enhet"] for row in lines(client, address)} == {"Omsorg Almgran", "'=1+1;Natt"}


def test_the_scope_is_the_files_own_while_it_streams_and_gone_when_it_has(counted: Cast) -> None:
    response = signed_in(counted.eksjo.hr).get("/nyckeltal/eksjo/csv/")
    assert current_scope() is None
    body = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Almgran" in body
    assert "Bjornlav" not in body
    assert current_scope() is None


@pytest.mark.parametrize("cell", ["=1+1", "+46", "-1", "@here", "\tx", "\rx", "\nx"])
def test_what_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Omsorg", "14,3", "2026-11", "0"])
def test_everything_else_is_left_alone(cell: str) -> None:
    assert defused(cell) == cell


def test_the_table_has_a_row_a_unit_and_a_column_a_month(counted: Cast) -> None:
    response = signed_in(counted.eksjo.hr).get("/nyckeltal/eksjo/tabell/?nyckeltal=completions")
    text = response.content.decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    month = str(Month.of(timezone.now()))
    assert [row["Enhet"] for row in rows] == ["Hela organisationen", "Omsorg Almgran", "'=1+1;Natt", "Skola Almgran"]
    assert [row[month] for row in rows] == ["1", "1", "1", "0"]
    assert list(rows[0])[:2] == ["Nyckeltal", "Enhet"]
    assert response["Content-Disposition"].endswith('-tabell.csv"')


def test_a_leader_gets_no_table(counted: Cast) -> None:
    assert signed_in(counted.eksjo.leader).get("/nyckeltal/eksjo/tabell/").status_code == 404


def test_a_table_of_nothing_is_its_heads(cast: Cast) -> None:
    text = signed_in(cast.eksjo.hr).get("/nyckeltal/eksjo/tabell/").content.decode()
    assert text.startswith("\ufeffNyckeltal;Enhet;2026-01;")
    assert text.count("\r\n") == 1
