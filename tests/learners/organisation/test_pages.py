"""The pages of an organisation: what they show, save and refuse, and what they cost."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from academy.periods import local_day
from academy.scoping import unscoped_quietly
from learners.actions import sectors, teams, units
from learners.actions.memberships import add_membership, correct_membership
from learners.actions.people import add_person, add_unit
from learners.actions.roles import grant_role
from learners.membership_details import details_of
from learners.models import Membership, Organisation, ReadEntry, Sector, Team, TeamPlace, Unit
from learners.roles import Role
from tests.conftest import Cast, acting, signed_in
from tests.learners.organisation.conftest import NOW, Stored

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def queries(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def more_units(cast: Cast, numbers: range) -> None:
    with unscoped_quietly("test"):
        for number in numbers:
            add_unit(organisation=cast.eksjo.organisation, name=f"Enhet {number}", parent=cast.eksjo.care)


def more_people(cast: Cast, unit: Unit, numbers: range) -> list[Membership]:
    with unscoped_quietly("test"):
        made = []
        for number in numbers:
            person = add_person(email=f"p{number}@almgran.example", first_name=f"P{number}", last_name="Almgran")
            made.append(add_membership(person=person, unit=unit, valid_from=date(2026, 1, 1), sector="care"))
    return made


def team_of(cast: Cast, members: list[Membership], name: str = "Natten") -> Team:
    with unscoped_quietly("test"):
        team = Team.objects.create(organisation=cast.eksjo.organisation, unit=cast.eksjo.care, name=name)
        for row in members:
            TeamPlace.objects.create(team=team, membership=row, valid_from=row.valid_from)
    return team


def test_a_unit_is_added_from_the_page(cast: Cast) -> None:
    client = signed_in(cast.eksjo.hr)
    address = f"/organisation/enheter/{cast.eksjo.care.pk}/ny/"
    answer = client.post(address, {"name": "  Hem   tjänsten "}, follow=True)
    assert "Hem tjänsten är tillagd." in text_of(answer)
    with unscoped_quietly("test"):
        assert Unit.objects.get(name="Hem tjänsten").parent_id == cast.eksjo.care.pk


@pytest.mark.parametrize(("typed", "said"), [("", "Skriv enhetens namn"), ("omsorg ALMGRAN", "Välj ett annat namn.")])
def test_a_wrong_name_comes_back_with_what_was_typed(
    cast: Cast, stored: Callable[[], Stored], typed: str, said: str
) -> None:
    before = stored()
    answer = signed_in(cast.eksjo.hr).post(f"/organisation/enheter/{cast.eksjo.root.pk}/ny/", {"name": typed})
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert f'value="{typed}"' in text_of(answer) or not typed
    assert "<title>Fel: " in text_of(answer)
    assert '<a href="#id_name">' in text_of(answer)
    assert stored() == before


def test_a_unit_in_use_says_what_is_left_and_where_to_see_it(cast: Cast, stored: Callable[[], Stored]) -> None:
    more_units(cast, range(1))
    before = stored()
    care = cast.eksjo.care.pk
    answer = signed_in(cast.eksjo.hr).post(f"/organisation/enheter/{care}/stang/", {"last_day": "2026-11-20"})
    assert "2 personer och 1 underenhet skulle bli kvar efter den dagen." in text_of(answer)
    assert f'href="/organisation/personer/?enhet={care}"' in text_of(answer)
    assert stored() == before


def test_a_move_offers_no_place_below_itself(cast: Cast) -> None:
    more_units(cast, range(2))
    client = signed_in(cast.eksjo.hr)
    address = f"/organisation/enheter/{cast.eksjo.care.pk}/flytta/"
    options = text_of(client.get(address))
    assert "Skola Almgran" in options
    assert "Enhet 0" not in options
    answer = client.post(address, {"parent": cast.eksjo.school.pk}, follow=True)
    assert "Nyckeltalen räknas om." in text_of(answer)
    with unscoped_quietly("test"):
        assert Unit.objects.get(pk=cast.eksjo.care.pk).parent_id == cast.eksjo.school.pk


def test_the_root_has_no_page_to_rename_move_or_close_it(cast: Cast) -> None:
    client = signed_in(cast.eksjo.hr)
    for what in ("namn", "flytta", "stang", "ansvar"):
        assert client.get(f"/organisation/enheter/{cast.eksjo.root.pk}/{what}/").status_code == 404


def test_units_are_found_by_name_and_closed_ones_when_asked_for(cast: Cast) -> None:
    more_units(cast, range(3))
    hr = acting(cast.eksjo.hr)
    with unscoped_quietly("test"):
        units.close(acting=hr, unit_id=Unit.objects.get(name="Enhet 1").pk, last_day=date(2026, 1, 31), now=NOW)
    client = signed_in(cast.eksjo.hr)
    assert "Enhet 1" not in text_of(client.get("/organisation/enheter/"))
    assert "Enhet 1" in text_of(client.get("/organisation/enheter/?visa=alla"))
    found = text_of(client.get("/organisation/enheter/?q=ENHET+2"))
    assert "Enhet 2" in found
    assert "Enhet 0" not in found


def test_the_tree_turns_its_pages(cast: Cast) -> None:
    more_units(cast, range(30))
    client = signed_in(cast.eksjo.hr)
    assert client.get("/organisation/enheter/").context["page_obj"].paginator.num_pages == 2
    assert "Enhet" in text_of(client.get("/organisation/enheter/?page=2"))


@pytest.mark.parametrize("address", ["/organisation/enheter/", "/organisation/anstallda/"])
def test_a_tree_costs_the_same_with_2_and_with_20_units_more(cast: Cast, address: str) -> None:
    client = signed_in(cast.eksjo.hr)
    more_units(cast, range(2))
    two = queries(client, address)
    more_units(cast, range(2, 20))
    assert queries(client, address) == two


def test_a_unit_costs_the_same_with_2_and_with_20_below(cast: Cast) -> None:
    client, address = signed_in(cast.eksjo.hr), f"/organisation/enheter/{cast.eksjo.care.pk}/"
    more_units(cast, range(2))
    two = queries(client, address)
    more_units(cast, range(2, 20))
    assert queries(client, address) == two


def test_teams_cost_the_same_with_2_and_with_20(cast: Cast) -> None:
    client = signed_in(cast.eksjo.leader)
    for number in range(2):
        team_of(cast, [], f"Lag {number}")
    two = queries(client, "/organisation/arbetslag/")
    for number in range(2, 20):
        team_of(cast, [], f"Lag {number}")
    assert queries(client, "/organisation/arbetslag/") == two


@pytest.mark.parametrize("page", ["", "medlemmar/"])
def test_a_team_costs_the_same_with_2_and_with_20_people(cast: Cast, page: str) -> None:
    client, counts = signed_in(cast.eksjo.leader), []
    for numbers in (range(2), range(2, 20)):
        people = more_people(cast, cast.eksjo.care, numbers)
        team = team_of(cast, [] if page else people, f"Lag {len(people)}")
        counts.append(queries(client, f"/organisation/arbetslag/{team.pk}/{page}"))
    assert counts[0] == counts[1]


def test_a_read_team_is_written_down_for_everyone_in_it_but_oneself(cast: Cast) -> None:
    with unscoped_quietly("test"):
        own = list(Membership.objects.filter(unit=cast.eksjo.care))
    team = team_of(cast, own)
    signed_in(cast.eksjo.leader).get(f"/organisation/arbetslag/{team.pk}/")
    with unscoped_quietly("test"):
        reads = list(ReadEntry.objects.values_list("reader_id", "subject_id", "page"))
    assert reads == [(cast.eksjo.leader.pk, cast.eksjo.learner.pk, ReadEntry.Page.TEAM)]


def test_a_leader_makes_a_team_and_ticks_its_members(cast: Cast) -> None:
    client = signed_in(cast.eksjo.leader)
    made = client.post("/organisation/arbetslag/nytt/", {"name": "Natten", "unit": cast.eksjo.care.pk})
    assert made.status_code == 302
    team = made.headers["Location"]
    page = client.get(f"{team}medlemmar/?q=undersk")
    assert "Learner Almgran" in text_of(page)
    with unscoped_quietly("test"):
        row = Membership.objects.get(person=cast.eksjo.learner)
    today = local_day(timezone.now()).isoformat()
    none = client.post(f"{team}medlemmar/", {"valid_from": today})
    assert "Kryssa för minst en person" in text_of(none)
    kept = client.post(f"{team}medlemmar/", {"members": [row.pk], "valid_from": ""})
    assert f'value="{row.pk}" checked' in text_of(kept)
    answer = client.post(f"{team}medlemmar/", {"members": [row.pk], "valid_from": today}, follow=True)
    assert "1 person är nu med i arbetslaget." in text_of(answer)
    with unscoped_quietly("test"):
        place = TeamPlace.objects.get()
    answer = client.post(f"{team}medlemmar/{place.pk}/", {"last_day": today}, follow=True)
    assert f"Learner Almgran är med i arbetslaget till och med {date_format(place.valid_from)}." in text_of(answer)
    stay = f"{team}medlemmar/{place.pk}/kvar/"
    assert stay in text_of(answer)
    assert f'href="{team}medlemmar/{place.pk}/"' in text_of(answer), "the day can be moved"
    assert f'value="{today}"' in client.get(f"{team}medlemmar/{place.pk}/").content.decode()
    later = (local_day(timezone.now()) + timedelta(days=9)).isoformat()
    client.post(f"{team}medlemmar/{place.pk}/", {"last_day": later})
    with unscoped_quietly("test"):
        assert TeamPlace.objects.filter(valid_to=later).exists()
    answer = client.post(stay, follow=True)
    assert "är kvar i arbetslaget" in text_of(answer)
    assert stay not in text_of(answer)
    answer = client.post(f"{team}medlemmar/{place.pk}/", {"last_day": "2026-01-01"}, follow=True)
    assert "har lämnat arbetslaget" in text_of(answer)


@pytest.mark.parametrize("closed", [True, False])
def test_a_place_that_one_could_not_give_gets_no_more_days(
    cast: Cast, closed: bool, stored: Callable[[], Stored]
) -> None:
    today = local_day(timezone.now())
    with unscoped_quietly("test"):
        (row,) = more_people(cast, cast.eksjo.care if closed else cast.eksjo.school, range(1))
        team = team_of(cast, [row])
        TeamPlace.objects.update(valid_to=today)
        Team.objects.filter(pk=team.pk).update(closed_on=today if closed else None)
        place = TeamPlace.objects.get()
    client, before = signed_in(cast.eksjo.leader), stored()
    members = f"/organisation/arbetslag/{team.pk}/medlemmar/{place.pk}/"
    page = text_of(client.get(f"/organisation/arbetslag/{team.pk}/"))
    assert f'href="{members}"' in page
    assert f"{members}kvar/" not in page
    assert (client.get(f"{members}kvar/").status_code, client.post(f"{members}kvar/").status_code) == (404, 404)
    refused = text_of(client.post(members, {"last_day": (today + timedelta(days=1)).isoformat()}))
    assert f"Välj {date_format(today)} eller en tidigare dag" in refused
    assert stored() == before
    client.post(members, {"last_day": (today - timedelta(days=1)).isoformat()})
    with unscoped_quietly("test"):
        assert list(TeamPlace.objects.values_list("valid_to", flat=True)) == [today - timedelta(days=1)]


def test_a_leader_opens_no_team_of_a_unit_beside_or_of_another_town(cast: Cast, stored: Callable[[], Stored]) -> None:
    with unscoped_quietly("test"):
        beside = Team.objects.create(organisation=cast.eksjo.organisation, unit=cast.eksjo.school, name="Bredvid")
        theirs = Team.objects.create(organisation=cast.nassjo.organisation, unit=cast.nassjo.care, name="Deras")
    before, client = stored(), signed_in(cast.eksjo.leader)
    for team in (beside, theirs):
        for page in ("", "andra/", "stang/", "oppna/", "medlemmar/", "medlemmar/1/"):
            address = f"/organisation/arbetslag/{team.pk}/{page}"
            assert client.get(address).status_code == 404
            assert client.post(address, {"last_day": "2026-11-20"}).status_code in {404, 405}
    made = client.post("/organisation/arbetslag/nytt/", {"name": "Nytt", "unit": cast.eksjo.school.pk})
    assert "Välj en enhet" in text_of(made)
    assert stored() == before


def test_the_journal_is_read_newest_first_by_kind_and_costs_the_same(cast: Cast) -> None:
    client, hr = signed_in(cast.eksjo.hr), acting(cast.eksjo.hr)
    with unscoped_quietly("test"):
        team = teams.add(acting=hr, unit_id=cast.eksjo.care.pk, name="Natten", now=NOW)
        people = more_people(cast, cast.eksjo.care, range(20))
        ids = [row.pk for row in people]
        teams.join(acting=hr, team_id=team.pk, membership_ids=ids[:2], valid_from=date(2026, 11, 1), now=NOW)
        two = queries(client, "/organisation/andringar/")
        teams.join(acting=hr, team_id=team.pk, membership_ids=ids, valid_from=date(2026, 11, 1), now=NOW)
    assert queries(client, "/organisation/andringar/") == two
    said = text_of(client.get("/organisation/andringar/?typ=team_joined"))
    assert f'<a href="/organisation/personer/{people[0].person_id}/">P0 Almgran</a>, Natten' in said
    assert "Skapade ett arbetslag" not in said.split("<table")[1]
    assert re.findall(r'<option value="(\w*)"', said) == ["", "team_joined", "team_added"], "what there is, by name"
    none = text_of(client.get("/organisation/andringar/?typ=key_issued"))
    assert set(re.findall(r'<option value="(\w*)"', none)) == {"", "team_joined", "team_added", "key_issued"}
    assert "1\xa0november 2026" in client.get("/organisation/andringar/?typ=team_joined").content.decode()
    assert "Hr Almgran" in said
    with unscoped_quietly("test"):
        assert ReadEntry.objects.filter(reader=cast.eksjo.hr, page=ReadEntry.Page.PEOPLE).count() == 20


def test_the_journal_says_of_people_elsewhere_in_the_house_no_more_than_that_something_was_done(cast: Cast) -> None:
    with unscoped_quietly("test"):
        office = add_unit(organisation=cast.eksjo.organisation, name="Kansli Almgran", parent=cast.eksjo.root)
        grant_role(membership=Membership.objects.get(person=cast.eksjo.leader), role=Role.HR, unit=cast.eksjo.care)
        (far,) = more_people(cast, office, range(1))
        (near,) = more_people(cast, cast.eksjo.care, range(1, 2))
        for row, word in ((far, "Sjukdom"), (near, "Skrivfel")):
            details = replace(details_of(row), position=f"Vikarie {word}")
            correct_membership(
                acting=acting(cast.eksjo.hr), membership_id=row.pk, details=details, reason=word, now=NOW
            )
    said = text_of(signed_in(cast.eksjo.leader).get("/organisation/andringar/"))
    assert ("Någon utanför dina enheter" in said, "Sjukdom" in said) == (True, False)
    assert ("P1 Almgran" in said, "Vikarie Skrivfel" in said) == (True, True)
    assert "Vikarie Sjukdom" in text_of(signed_in(cast.eksjo.hr).get("/organisation/andringar/"))


def test_the_journal_names_nobody_of_another_organisation(cast: Cast) -> None:
    client = signed_in(cast.editor)
    theirs = cast.nassjo.organisation.pk
    client.post(f"/akademin/organisationer/{theirs}/andra/", {"name": "Nässjö stad Bjornlav", "scb_code": "0682"})
    said = text_of(signed_in(cast.nassjo.hr).get("/organisation/andringar/"))
    assert "Nässjö stad Bjornlav, tidigare Nässjö kommun Bjornlav" in said
    assert "Akademin" in said
    assert "Editor" not in said
    assert "Almgran" not in said.split("<footer")[0]


def test_an_organisation_is_added_from_the_page(cast: Cast, stored: Callable[[], Stored]) -> None:
    client, before = signed_in(cast.editor), stored()
    form = {
        "name": "Aneby kommun",
        "kind": "municipality",
        "scb_code": "604",
        "first_name": "Anna",
        "last_name": "Aneby",
        "email": "anna@aneby.example",
        "language": "sv",
    }
    wrong = client.post("/akademin/organisationer/ny/", form)
    assert "Skriv fyra siffror, till exempel 0686" in text_of(wrong)
    assert stored() == before
    taken = client.post("/akademin/organisationer/ny/", form | {"scb_code": "0682"})
    assert "En annan organisation har den." in text_of(taken)
    assert stored() == before
    client.post("/akademin/organisationer/ny/", form | {"scb_code": "0604"})
    with unscoped_quietly("test"):
        assert Organisation.objects.get(scb_code="0604").slug == "aneby"


def test_an_organisation_added_twice_at_once_is_added_once(cast: Cast, stored: Callable[[], Stored]) -> None:
    client = signed_in(cast.editor)
    form = {"name": "Aneby kommun", "kind": "municipality", "scb_code": "0604", "language": "sv"}
    form |= {"first_name": "Anna", "last_name": "Aneby", "email": "anna@aneby.example"}
    first = client.post("/akademin/organisationer/ny/", form)
    before = stored()
    second = client.post("/akademin/organisationer/ny/", form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    other = client.post("/akademin/organisationer/ny/", form | {"email": "bo@aneby.example"})
    assert other.status_code == 200
    assert stored() == before


def test_the_academy_has_its_messages_beside_organisations_and_sectors(cast: Cast) -> None:
    client = signed_in(cast.editor)
    assert 'href="/akademin/meddelanden/"' in text_of(client.get("/akademin/organisationer/")).split('class="tabs"')[1]
    said = text_of(client.get("/akademin/meddelanden/")).split('class="tabs"')[1]
    assert '<a href="/akademin/meddelanden/" aria-current="page">' in said


def test_the_academys_pages_show_nothing_of_anybodys_people(cast: Cast) -> None:
    client = signed_in(cast.editor)
    for address in ("/akademin/organisationer/", f"/akademin/organisationer/{cast.nassjo.organisation.pk}/"):
        said = text_of(client.get(address))
        assert cast.nassjo.organisation.name in said
        for person in (cast.nassjo.hr, cast.nassjo.leader, cast.nassjo.learner):
            assert str(person) not in said
            assert person.email not in said
        assert cast.nassjo.care.name not in said


def test_sectors_are_kept_on_their_page(cast: Cast) -> None:
    client = signed_in(cast.editor)
    assert "Inga sektorer än" in text_of(client.get("/akademin/sektorer/"))
    client.post("/akademin/sektorer/ny/", {"key": "Care", "name_sv": "Vård", "name_en": "Care"})
    made = Sector.objects.get()
    assert made.key == "care"
    again = client.post("/akademin/sektorer/ny/", {"key": "care", "name_sv": "X", "name_en": "X"})
    assert "Välj en annan kod" in text_of(again)
    client.post(f"/akademin/sektorer/{made.pk}/namn/", {"name_sv": "Omsorg", "name_en": "Care"})
    client.post(f"/akademin/sektorer/{made.pk}/stang/", {"last_day": "2026-01-31"})
    assert "Stängd 31 januari 2026" in text_of(client.get("/akademin/sektorer/"))
    client.post(f"/akademin/sektorer/{made.pk}/oppna/")
    assert Sector.objects.get().closed_on is None


@pytest.mark.parametrize("address", ["/akademin/organisationer/", "/akademin/sektorer/"])
def test_the_academys_lists_cost_the_same_with_more_rows(cast: Cast, address: str) -> None:
    client, admin = signed_in(cast.editor), acting(cast.editor)
    two = queries(client, address)
    with unscoped_quietly("test"):
        for number in range(20):
            sectors.add(acting=admin, key=f"s{number}", name_sv=f"S{number}", name_en=f"S{number}", now=NOW)
            Organisation.objects.create(
                federation_id=admin.organisation.federation_id, name=f"O{number}", slug=f"o{number}", kind="company"
            )
    assert queries(client, address) == two
