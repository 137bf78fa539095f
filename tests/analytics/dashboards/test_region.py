"""The page and the file of shared figures: what is published, and nothing behind it."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.scoping import unscoped
from analytics.kpis.registry import kpi_by_key
from analytics.models import Snapshot
from analytics.release.shared import actions
from learners.actions.memberships import add_membership
from learners.actions.people import add_organisation, add_person
from learners.actions.roles import grant_role
from learners.models import User
from learners.roles import Role
from tests.analytics.release.sharing import (
    IN_OCTOBER,
    OCTOBER,
    employs,
    later,
    learns,
    taken,
    takes_part,
)
from tests.analytics.rollup.happenings import filled, happened
from tests.conftest import Cast, Town, signed_in

PAGE, FILE = "/nyckeltal/region/", "/nyckeltal/region/csv/"


def person_with(town: Town, role: Role, part: str) -> User:
    """Add a person of a town with a role over all of it."""
    with unscoped("test"):
        person = add_person(email=f"{part}@{town.canary.lower()}.example", first_name=part, last_name=town.canary)
        membership = add_membership(person=person, unit=town.root, valid_from=date(2026, 1, 1), position="Analytiker")
        grant_role(membership=membership, role=role, unit=town.root)
    return person


@pytest.fixture
def analyst(cast: Cast) -> Client:
    """A federation analyst of Eksjö."""
    return signed_in(person_with(cast.eksjo, Role.FEDERATION_ANALYST, "analyst"))


@pytest.fixture
def shared(cast: Cast) -> Cast:
    """Eksjö shows 7 of 100; Nässjö takes part with 3, which are hidden."""
    for town, people in ((cast.eksjo, 7), (cast.nassjo, 3)):
        takes_part(town)
        employs(town, 100)
        learns(town, people)
    assert taken(cast.eksjo) is not None
    return cast


def words(client: Client, address: str = PAGE) -> str:
    """Return a page's words."""
    response = client.get(address)
    assert response.status_code == 200
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def rows(client: Client, address: str = FILE) -> list[dict[str, str]]:
    """Return the file's rows."""
    response = client.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_before_anything_is_published_the_page_says_so_and_there_is_no_file(analyst: Client) -> None:
    assert "Inget är publicerat än" in words(analyst)
    assert analyst.get(FILE).status_code == 404


def test_the_page_shows_values_hidden_cells_with_notes_and_the_sum_of_what_is_shown(
    shared: Cast, analyst: Client
) -> None:
    said = words(analyst)
    assert "Ögonblicksbild 1" in said
    assert re.search(r"Eksjö kommun Almgran 7,0 7 fullföljda kurser, 100 anställda", said)
    assert re.search(r"Nässjö kommun Bjornlav döljs , not 1", said)
    assert "som visas 7,0" not in said, "a sum of one says the same as its only row"
    assert "Talet gäller färre än 5 personer, eller så många att färre än 5 står utanför." in said
    assert said.index("Eksjö kommun Almgran 7,0") < said.index("Nässjö kommun Bjornlav döljs")
    assert "Hidden" not in said


def test_the_file_says_the_same_and_holds_nothing_of_what_is_hidden(shared: Cast, analyst: Client) -> None:
    found = {(row["Organisation"], row["Nyckeltals-id"]): row for row in rows(analyst)}
    assert len(found) == 4, "a sum of one says the same as its only row"
    shown = found["Eksjö kommun Almgran", "completions-per-100"]
    assert (shown["Värde"], shown["Täljare"], shown["Nämnare"], shown["Läge"]) == ("7,0", "7", "100", "visas")
    hidden = found["Nässjö kommun Bjornlav", "active-learners"]
    assert (hidden["Värde"], hidden["Täljare"], hidden["Nämnare"], hidden["Läge"]) == ("", "", "", "döljs")


def test_page_and_file_add_up_what_two_show(cast: Cast, analyst: Client) -> None:
    for town, people in ((cast.eksjo, 7), (cast.nassjo, 9)):
        takes_part(town)
        employs(town, 100)
        learns(town, people)
    assert taken(cast.eksjo) is not None
    assert "Alla organisationer 8,0 16 fullföljda kurser, 200 anställda" in words(analyst)
    (total,) = [row for row in rows(analyst) if row["Organisation"] == "Alla organisationer"]
    assert (total["Nyckeltals-id"], total["Värde"], total["Täljare"]) == ("completions-per-100", "8,0", "16")


@pytest.mark.parametrize(("prefix", "name"), [("", "delade-nyckeltal"), ("/en", "shared-figures")])
def test_the_file_has_a_name_in_the_readers_language(shared: Cast, analyst: Client, prefix: str, name: str) -> None:
    said = analyst.get(prefix + FILE).headers["Content-Disposition"]
    assert said.startswith(f'attachment; filename="{name}-')


def test_who_may_not_see_or_download_is_told_nothing(shared: Cast) -> None:
    coordinator = signed_in(person_with(shared.nassjo, Role.COORDINATOR, "coordinator"))
    assert coordinator.get(PAGE).status_code == 200
    assert coordinator.get(FILE).status_code == 404
    for nobody in (shared.eksjo.learner, shared.eksjo.leader, shared.stranger):
        assert signed_in(nobody).get(PAGE).status_code == 404
        assert signed_in(nobody).get(FILE).status_code == 404


def test_a_period_that_keeps_an_older_version_of_the_definition_says_so(
    shared: Cast, analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "av definitionen, som gällde" not in words(analyst)
    monkeypatch.setitem(kpi_by_key("active-learners").__dict__, "version", 2)
    assert (
        words(analyst).count("Räknat enligt version 1 av definitionen, som gällde när perioden först publicerades.")
        == 1
    )


def test_another_federation_sees_none_of_it(shared: Cast) -> None:
    elsewhere = signed_in(person_with(shared.molndal, Role.FEDERATION_ANALYST, "analyst"))
    said = words(elsewhere)
    assert "Inget är publicerat än" in said
    assert "Almgran" not in said
    assert words(elsewhere, f"{PAGE}?period=2026-10") == said
    assert elsewhere.get(f"{FILE}?period=2026-10&nr=1").status_code == 404


def test_of_others_it_names_organisations_and_no_unit_or_person(shared: Cast, analyst: Client) -> None:
    said = analyst.get(PAGE).content.decode()
    assert set(re.findall(r"[\wåäöÅÄÖ.@-]+ ?[\wåäö]* Bjornlav", said)) == {"Nässjö kommun Bjornlav"}
    assert "Citronmal" not in said


def test_a_correction_is_told_and_the_earlier_snapshot_stays_to_be_read(shared: Cast, analyst: Client) -> None:
    happened(shared.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(later(1))
    assert taken(shared.eksjo, at=later(2)) is not None
    said = words(analyst)
    assert "Ögonblicksbild 2" in said
    assert "Eksjö kommun Almgran, Aktiva deltagare: 7 blev 8" in said
    assert "Något registrerades i efterhand" in said
    earlier = words(analyst, f"{PAGE}?period=2026-10&nr=1")
    assert "Eksjö kommun Almgran 7 Nässjö kommun Bjornlav döljs" in earlier
    assert "tidigare ögonblicksbild" in earlier
    assert {row["Täljare"] for row in rows(analyst, f"{FILE}?period=2026-10&nr=1")} == {"7", ""}


@pytest.mark.parametrize("query", ["period=2026-09", "period=x", "period=2026-10&nr=7", "nr=x"])
def test_what_is_not_published_is_not_found(shared: Cast, analyst: Client, query: str) -> None:
    assert analyst.get(f"{PAGE}?{query}").status_code == 404
    assert analyst.get(f"{FILE}?{query}").status_code == 404


def test_a_purged_value_is_gone_from_page_file_and_sum(shared: Cast, analyst: Client) -> None:
    with unscoped("test"):
        actions.purge(
            organisation_id=shared.eksjo.organisation.pk,
            kpi="completions-per-100",
            period=OCTOBER,
            reason="Fel",
            now=later(1),
        )
    assert "borttagen" in words(analyst)
    found = {(row["Organisation"], row["Nyckeltals-id"]): row["Täljare"] for row in rows(analyst)}
    assert found["Eksjö kommun Almgran", "completions-per-100"] == ""
    assert len(found) == 4


def test_the_same_number_of_queries_with_two_organisations_and_with_twenty(shared: Cast, analyst: Client) -> None:

    with CaptureQueriesContext(connection) as few:
        words(analyst)
    with unscoped("test"):
        for number in range(18):
            add_organisation(
                federation=shared.eksjo.organisation.federation,
                name=f"Ort {number}",
                slug=f"ort-{number}",
                kind="company",
            )
    assert taken(shared.eksjo, at=later(3)) is not None
    assert Snapshot.objects.count() == 2
    with CaptureQueriesContext(connection) as many:
        words(analyst, f"{PAGE}?nr=2")
    assert len(many) <= len(few)


def test_who_sees_the_shared_figures_alone_is_led_to_them(analyst: Client) -> None:
    assert analyst.get("/nyckeltal/").headers["Location"] == "/nyckeltal/region/"
