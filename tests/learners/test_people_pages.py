"""The list of people and the page of one: what each role sees, finds and may do, and what is written down about it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academy.periods import local_day
from academy.scoping import unscoped_quietly
from learners.actions.invite import invite
from learners.actions.memberships import add_membership
from learners.actions.people import add_person
from learners.days import latest_first_day
from learners.models import Change, Invitation, Membership, Message, ReadEntry, Unit, User
from tests.conftest import Cast, Town, signed_in

LIST = "/organisation/personer/"
BEGUN = date(2026, 1, 1)


@pytest.fixture
def hr(cast: Cast) -> Client:
    return signed_in(cast.eksjo.hr)


def page(client: Client, address: str = LIST) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return shown(response)


def shown(response: Any) -> str:
    """Return what a page says above its foot, which names the municipalities that learn together."""
    return str(response.content.decode().split("<footer")[0])


def names(client: Client, question: str = "") -> list[str]:
    response = client.get(f"{LIST}?{question}")
    assert response.status_code == 200
    return [item["row"].name for item in response.context["rows"]]


def worker(cast: Cast, first: str, last: str, number: int = 0, **more: Any) -> Membership:
    person = add_person(email=f"p{number}.{len(last)}@almgran.example", first_name=first, last_name=last)
    with unscoped_quietly("test"):
        return add_membership(person=person, valid_from=BEGUN, **({"unit": cast.eksjo.care} | more))


def asked_in(cast: Cast, email: str, first: str = "Gissat", last: str = "Namn", **more: Any) -> Membership:
    fields: dict[str, Any] = {"unit": cast.eksjo.care, "by_id": cast.eksjo.hr.pk, "language": "sv"}
    fields |= {"valid_from": BEGUN, "now": timezone.now(), "first_name": first, "last_name": last}
    return invite(email=email, **(fields | more)).membership


def test_hr_sees_its_own_organisation_and_a_leader_their_own_units(cast: Cast, hr: Client) -> None:
    assert names(hr) == ["Editor Almgran", "Hr Almgran", "Leader Almgran", "Learner Almgran"]
    assert names(signed_in(cast.eksjo.leader)) == ["Leader Almgran", "Learner Almgran"]
    text = page(hr)
    assert "Bjornlav" not in text
    assert "Citronmal" not in text


def test_a_leader_reads_and_changes_nothing(cast: Cast) -> None:
    client = signed_in(cast.eksjo.leader)
    with unscoped_quietly("test"):
        own = Membership.objects.get(person=cast.eksjo.learner)
        out_of_reach = cast.eksjo.hr.pk
    text = page(client, f"{LIST}{own.person_id}/")
    assert "Undersköterska" in text
    assert "/uppdrag/" not in text.replace("/dina-uppgifter/uppdrag/", "")
    assert client.get(f"{LIST}{out_of_reach}/").status_code == 404
    for address in (
        f"{LIST}ny/",
        f"{LIST}{own.person_id}/uppgifter/",
        f"{LIST}{own.person_id}/uppdrag/",
        f"/organisation/uppdrag/{own.pk}/avsluta/",
        f"/organisation/uppdrag/{own.pk}/ratta/",
        f"/organisation/uppdrag/{own.pk}/ta-bort/",
        f"/organisation/uppdrag/{own.pk}/roller/",
    ):
        assert client.get(address).status_code == client.post(address, {}).status_code == 404, address


@pytest.mark.parametrize("who", ["learner", "stranger"])
def test_whoever_sees_nobodys_records_finds_no_page(cast: Cast, who: str) -> None:
    client = signed_in(cast.eksjo.learner if who == "learner" else cast.stranger)
    assert client.get(LIST).status_code == client.get(f"{LIST}{cast.eksjo.hr.pk}/").status_code == 404
    with unscoped_quietly("test"):
        assert not ReadEntry.objects.exists()


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("åsa", ["Åsa Ölund"]),
        ("ÖLUND åSA", ["Åsa Ölund"]),
        ("österby", ["Mia Österby"]),
        ("o\u0308sterby", ["Mia Österby"]),
        ("p1.5@ALMGRAN", ["Åsa Ölund"]),
        (".", "everyone"),
        ("[", []),
        ("Åsa Österby", []),
        ("bjornlav", []),
    ],
)
def test_names_and_addresses_are_found_whatever_their_case(
    cast: Cast, hr: Client, word: str, found: list[str] | str
) -> None:
    worker(cast, "Åsa", "Ölund", 1)
    worker(cast, "Mia", "Österby", 2)
    listed = names(hr, f"q={word}")
    assert len(listed) == 6 if found == "everyone" else listed == found


def test_the_list_is_in_swedish_order_and_sorts_by_its_heads(cast: Cast, hr: Client) -> None:
    for number, last in enumerate(["Öberg", "Åberg", "Zetterlund", "ängström", "Élan", "Ek"]):
        worker(cast, "X", last, number, unit=cast.eksjo.school)
    chosen = f"enhet={cast.eksjo.school.pk}"
    expected = ["X Ek", "X Élan", "X Zetterlund", "X Åberg", "X ängström", "X Öberg"]
    assert names(hr, chosen) == expected
    assert names(hr, f"{chosen}&ordning=-name") == expected[::-1]
    assert names(hr, "ordning=unit")[0] == "Editor Almgran"
    assert names(hr, "ordning=nonsens") == names(hr)


def test_filters_choose_by_unit_sector_leader_group_and_state(cast: Cast, hr: Client) -> None:
    today = local_day(timezone.now())
    worker(cast, "Var", "Forr", 1, valid_to=today - timedelta(days=1))
    coming = worker(cast, "Kommer", "Sen", 2, unit=cast.eksjo.school)
    with unscoped_quietly("test"):
        Membership.objects.filter(pk=coming.pk).update(valid_from=today + timedelta(days=3))
    asked_in(cast, "bjuden@almgran.example", "Bjuden", "Gast")
    assert "Var Forr" not in names(hr)
    assert names(hr, "tillstand=ended") == ["Var Forr"]
    assert names(hr, "tillstand=coming") == ["Kommer Sen"]
    assert names(hr, "tillstand=invited") == ["Bjuden Gast"]
    assert names(hr, "sektor=care") == ["Learner Almgran"]
    assert names(hr, "ledargrupp=official") == ["Leader Almgran"]
    assert names(hr, f"enhet={cast.eksjo.school.pk}") == ["Kommer Sen"]
    assert names(hr, f"enhet={cast.nassjo.care.pk}&tillstand=allt&sektor=%00&page=99") == names(hr)


def test_leader_groups_begin_with_a_capital_where_they_begin_a_line(cast: Cast, hr: Client) -> None:
    options = [f">{word}</option>" for word in ("Förtroendevald", "Tjänsteperson", "Nyckelperson")]
    for address in (LIST, f"{LIST}ny/"):
        assert [word for word in options if word not in page(hr, address)] == []
    assert re.search(r'data-label="Ledargrupp">Tjänsteperson<', page(hr))


def test_the_shown_are_told_and_oneself_is_not(cast: Cast, hr: Client) -> None:
    page(hr)
    page(hr, f"{LIST}{cast.eksjo.learner.pk}/")
    with unscoped_quietly("test"):
        seen = {(row.subject.first_name, row.page) for row in ReadEntry.objects.select_related("subject")}
    assert seen == {("Editor", "people"), ("Leader", "people"), ("Learner", "people"), ("Learner", "person")}


def test_twenty_rows_take_as_many_queries_as_two(cast: Cast, hr: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(hr)
        return len(caught)

    page(hr)
    few = queries()
    for number in range(24):
        worker(cast, f"N{number}", "Ek", number)
    assert queries() == few
    assert len(names(hr)) == 25
    assert len(names(hr, "page=2")) == 3


def test_an_address_does_not_tell_whose_it_is_until_they_have_signed_in(cast: Cast, hr: Client) -> None:
    known = cast.nassjo.learner
    answers = []
    for email in (known.email, "okand@nagonstans.example"):
        sent = {"email": email, "first_name": "Gissat", "last_name": "Namn", "language": "sv"}
        sent |= {"unit": str(cast.eksjo.care.pk), "valid_from": "2026-11-01"}
        response = hr.post(f"{LIST}ny/", sent, follow=True)
        said = shown(response).replace(email, "ADRESS")
        person = User.objects.get(email=email)
        answers.append(said)
        assert "Bjornlav" not in said
        assert response.context["person"].name == "Gissat Namn"
        assert "Learner" not in hr.get(f"{LIST}{person.pk}/uppgifter/").content.decode()
        assert hr.get(f"{LIST}{person.pk}/tva-steg/").status_code == 404
    assert comparable(answers[0]) == comparable(answers[1])
    # Found by the address that was typed, and by no name.
    assert names(hr, "q=bjornlav") == ["Gissat Namn"]
    User.objects.filter(pk=known.pk).update(last_login=timezone.now())
    assert "Learner Bjornlav" in names(hr, "q=bjornlav")
    assert "Skola Bjornlav" not in page(hr, f"{LIST}{known.pk}/")
    assert "Omsorg Bjornlav" not in page(hr, f"{LIST}{known.pk}/")


def comparable(text: str) -> list[str]:
    """Return the lines of a page that name neither a form's secret nor a row's number."""
    return [re.sub(r"\d+", "0", line) for line in text.splitlines() if "csrf" not in line]


def ask(client: Client, town: Town, **more: str) -> Any:
    sent = {"email": "okand@nagonstans.example", "first_name": "Xx", "last_name": "Yy", "language": "sv"}
    sent |= {"unit": str(town.care.pk), "valid_from": "2026-11-01"}
    return client.post(f"{LIST}ny/", sent | more, follow=True)


def test_who_is_here_within_reach_is_named_and_nobody_else(cast: Cast, hr: Client) -> None:
    here = ask(hr, cast.eksjo, email=cast.eksjo.learner.email.upper(), position="Nattvakt")
    assert "Learner Almgran finns redan här. Uppdraget är tillagt." in shown(here)
    assert "Xx Yy" not in shown(here)
    elsewhere = ask(hr, cast.eksjo, email=cast.nassjo.learner.email)
    assert "Xx Yy är inbjuden" in shown(elsewhere)
    with unscoped_quietly("test"):
        Membership.objects.filter(person=cast.eksjo.learner).update(valid_from=BEGUN, valid_to=date(2026, 1, 31))
    left = ask(hr, cast.eksjo, email=cast.eksjo.learner.email, position="Vikarie")
    assert "finns redan här" not in shown(left)


def test_a_first_day_more_than_two_years_ahead_is_refused(cast: Cast, hr: Client) -> None:
    today = local_day(timezone.now())
    with unscoped_quietly("test"):
        before = Membership.objects.count()
    response = ask(hr, cast.eksjo, valid_from=str(latest_first_day(today) + timedelta(days=1)))
    assert "Ett uppdrag börjar högst två år framåt" in shown(response)
    with unscoped_quietly("test"):
        assert Membership.objects.count() == before
    ask(hr, cast.eksjo, valid_from=str(latest_first_day(today)))
    with unscoped_quietly("test"):
        assert Membership.objects.count() == before + 1


def test_swedish_letters_in_an_address_are_named(cast: Cast, hr: Client) -> None:
    text = shown(ask(hr, cast.eksjo, email="åsa.öberg@almgran.example"))
    assert "Bokstäverna å, ä och ö fungerar inte i en e-postadress" in text
    assert not User.objects.filter(last_name="Yy").exists()
    assert "fungerar inte i en e-postadress" not in shown(ask(hr, cast.eksjo, email="asa"))


def test_a_wrong_invitation_keeps_what_was_typed_and_writes_nothing(cast: Cast, hr: Client) -> None:
    before = (User.objects.count(), len(names(hr)))
    sent = {"email": "inte en adress", "first_name": "Anna\x00", "last_name": "", "language": "de"}
    sent |= {"unit": str(cast.nassjo.care.pk), "valid_from": "igår", "leader_group": "kung", "sector": "rymden"}
    text = hr.post(f"{LIST}ny/", sent).content.decode()
    assert 'value="inte en adress"' in text
    for anchor in ("id_email", "id_last_name", "id_unit", "id_valid_from", "id_leader_group", "id_sector"):
        assert f'href="#{anchor}"' in text, anchor
    assert (User.objects.count(), len(names(hr))) == before
    with unscoped_quietly("test"):
        assert not Invitation.objects.exists()
        assert not Change.objects.exists()


def test_the_name_in_an_open_invitation_is_the_organisations_and_the_address_stays(cast: Cast, hr: Client) -> None:
    membership = asked_in(cast, cast.nassjo.learner.email)
    address = f"{LIST}{membership.person_id}/uppgifter/"
    sent = {"first_name": "Rätt", "last_name": "Skrivet", "email": "kapat@almgran.example"}
    assert hr.post(address, sent).status_code == 302
    assert "Rätt Skrivet" in page(hr, f"{LIST}{membership.person_id}/")
    person = User.objects.get(pk=membership.person_id)
    assert (person.first_name, person.email) == ("Learner", cast.nassjo.learner.email)


def test_the_address_of_someone_who_works_elsewhere_too_is_not_changed(cast: Cast, hr: Client) -> None:
    membership = asked_in(cast, cast.nassjo.learner.email)
    User.objects.filter(pk=membership.person_id).update(last_login=timezone.now())
    response = hr.post(
        f"{LIST}{membership.person_id}/uppgifter/",
        {"first_name": "A", "last_name": "B", "email": "kapat@almgran.example"},
    )
    assert response.status_code == 200
    assert "Nässjö" not in shown(response)
    person = User.objects.get(pk=membership.person_id)
    assert (person.first_name, person.email) == ("Learner", cast.nassjo.learner.email)


def test_hr_does_not_take_over_an_academy_admin_by_their_address(cast: Cast, hr: Client) -> None:
    sent = {"first_name": "Editor", "last_name": "Almgran", "email": "kapat@almgran.example"}
    assert hr.post(f"{LIST}{cast.editor.pk}/uppgifter/", sent).status_code == 200
    assert User.objects.get(pk=cast.editor.pk).email == cast.editor.email


def test_a_changed_address_is_mailed_to_both(cast: Cast, hr: Client) -> None:
    person = cast.eksjo.learner
    sent = {"first_name": "Learner", "last_name": "Almgran", "email": "NY@almgran.example"}
    assert hr.post(f"{LIST}{person.pk}/uppgifter/", sent).status_code == 302
    assert User.objects.get(pk=person.pk).email == "ny@almgran.example"
    with unscoped_quietly("test"):
        assert list(Message.objects.values_list("kind", flat=True)) == ["address_changed"] * 2
        assert Change.objects.get().kind == "person_changed"
    taken = sent | {"email": cast.molndal.hr.email.upper()}
    text = hr.post(f"{LIST}{person.pk}/uppgifter/", taken).content.decode()
    assert 'href="#id_email"' in text
    assert User.objects.get(pk=person.pk).email == "ny@almgran.example"


@pytest.mark.parametrize("number", ["0", "99999999999999999999999"])
def test_numbers_of_nobody_find_no_page(cast: Cast, hr: Client, number: str) -> None:
    for address in (
        f"{LIST}{number}/",
        f"{LIST}{number}/uppgifter/",
        f"{LIST}{number}/uppdrag/",
        f"{LIST}{number}/tva-steg/",
        f"/organisation/uppdrag/{number}/ratta/",
        f"/organisation/uppdrag/{number}/roller/",
        f"/organisation/roller/{number}/ta-tillbaka/",
    ):
        assert hr.get(address).status_code == 404, address


def test_hr_elsewhere_finds_nothing_here(cast: Cast) -> None:
    client = signed_in(cast.molndal.hr)
    with unscoped_quietly("test"):
        own = Membership.objects.get(person=cast.eksjo.leader)
        role = own.roles.get()
        before = (list(Membership.objects.order_by("pk").values_list()), own.roles.count())
    assert client.get(f"{LIST}{own.person_id}/").status_code == 404
    for address in (
        f"{LIST}{own.person_id}/uppgifter/",
        f"{LIST}{own.person_id}/inbjudan/",
        f"{LIST}{own.person_id}/uppdrag/",
        f"/organisation/uppdrag/{own.pk}/avsluta/",
        f"/organisation/uppdrag/{own.pk}/ratta/",
        f"/organisation/uppdrag/{own.pk}/ta-bort/",
        f"/organisation/uppdrag/{own.pk}/roller/",
        f"/organisation/roller/{role.pk}/ta-tillbaka/",
    ):
        sent = {"last_day": "2026-11-01", "reason": "Fel", "role": "hr", "unit": str(cast.molndal.root.pk)}
        assert client.post(address, sent).status_code == 404, address
    with unscoped_quietly("test"):
        assert (list(Membership.objects.order_by("pk").values_list()), own.roles.count()) == before


@pytest.mark.parametrize(
    "address",
    [
        "personer/{person}/uppgifter/",
        "personer/{person}/uppdrag/",
        "personer/{person}/tva-steg/",
        "uppdrag/{membership}/avsluta/",
        "uppdrag/{membership}/ratta/",
        "uppdrag/{membership}/ta-bort/",
        "uppdrag/{membership}/roller/",
        "roller/{role}/ta-tillbaka/",
    ],
)
def test_every_page_that_names_someone_is_written_down_and_not_kept(cast: Cast, hr: Client, address: str) -> None:
    leader = cast.eksjo.leader
    with unscoped_quietly("test"):
        membership = Membership.objects.get(person=leader)
        role = membership.roles.get()
    page_of = address.format(person=leader.pk, membership=membership.pk, role=role.pk)
    answer = hr.get(f"/organisation/{page_of}")
    assert leader.get_full_name() in shown(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    with unscoped_quietly("test"):
        read = ReadEntry.objects.get()
    assert (read.reader, read.subject, read.page) == (cast.eksjo.hr, leader, "person")


def test_a_name_of_signs_that_cannot_be_seen_is_none_and_others_lose_theirs(cast: Cast, hr: Client) -> None:
    typed = {"email": "ny@almgran.example", "first_name": "\u200b\u2060", "last_name": "Ek\u202e\u0007 \n Ask"}
    typed |= {
        "language": "sv",
        "unit": str(cast.eksjo.care.pk),
        "position": "Vik\u00adarie",
        "valid_from": "2026-11-01",
    }
    assert "Skriv förnamnet" in page_after(hr, typed)
    assert not User.objects.filter(email="ny@almgran.example").exists()
    assert hr.post("/organisation/personer/ny/", typed | {"first_name": "Anna"}).status_code == 302
    with unscoped_quietly("test"):
        row = Membership.objects.select_related("person").get(person__email="ny@almgran.example")
    assert (row.person.first_name, row.person.last_name, row.position) == ("Anna", "Ek Ask", "Vikarie")


def page_after(client: Client, typed: dict[str, str]) -> str:
    return shown(client.post("/organisation/personer/ny/", typed))


def test_an_invitation_into_a_unit_that_closes_comes_back_with_what_was_typed(cast: Cast, hr: Client) -> None:
    with unscoped_quietly("test"):
        Unit.objects.filter(pk=cast.eksjo.care.pk).update(closed_on=local_day(timezone.now()) + timedelta(days=9))
    typed = {"email": "ny@almgran.example", "first_name": "Anna", "last_name": "Ek", "language": "sv"}
    answer = page_after(hr, typed | {"unit": str(cast.eksjo.care.pk), "valid_from": "2026-11-01"})
    assert "stängd" in answer
    assert 'value="ny@almgran.example"' in answer
    assert not User.objects.filter(email="ny@almgran.example").exists()
