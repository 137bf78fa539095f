"""The operators' page: it shows how all is and what is dead, to operators alone, and names nobody."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.models import Delivery
from tests.conftest import Cast, signed_in

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PAGE = "/drift/"


@pytest.fixture
def operator(cast: Cast) -> Client:
    """An operator's browser: someone who belongs to no organisation."""
    cast.stranger.is_superuser = True
    cast.stranger.save(update_fields=["is_superuser"])
    return signed_in(cast.stranger)


def dead(number: int = 1) -> UUID:
    payload = {"to": "lena@almgran.example", "subject": "Kod till Lena", "body": "482 913", "unsubscribe": ""}
    row = Delivery.objects.create(
        kind="mail", key=str(number), payload=payload, state="dead", due_at=NOW, created_at=NOW, done_at=NOW, attempts=8
    )
    return row.pk


def test_it_shows_all_findings_and_no_content(operator: Client) -> None:
    dead()
    page = operator.get(PAGE).content.decode()
    for words in ("Databas", "Kö", "Ledigt", "Version", "Försök alla igen"):
        assert words in page, words
    for secret in ("lena@", "482 913", "Kod till"):
        assert secret not in page.split('id="dead"')[1]


def test_nobody_else_finds_it(cast: Cast) -> None:
    id_ = dead()
    for person in (cast.eksjo.learner, cast.eksjo.hr, cast.editor):
        client = signed_in(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(f"{PAGE}leveranser/igen/", {"id": "all"}).status_code == 404
        assert client.post(f"{PAGE}leveranser/{id_}/kasta/").status_code == 404
    assert Client().get(PAGE).status_code == 302
    assert Delivery.objects.get().state == "dead"


def test_one_or_all_are_tried_again(operator: Client) -> None:
    one, two, three = dead(1), dead(2), dead(3)
    assert operator.post(f"{PAGE}leveranser/igen/", {"id": str(one)}).headers["Location"] == PAGE
    assert sorted(Delivery.objects.filter(state="dead").values_list("pk", flat=True)) == sorted([two, three])
    operator.post(f"{PAGE}leveranser/igen/", {"id": "all"})
    assert not Delivery.objects.filter(state="dead").exists()
    page = operator.post(f"{PAGE}leveranser/igen/", {"id": "all"}, follow=True).content.decode()
    assert "Det fanns inget att försöka igen." in page


@pytest.mark.parametrize("chosen", ["", "x", "None", "1"])
def test_what_is_no_id_is_not_there(operator: Client, chosen: str) -> None:
    dead()
    assert operator.post(f"{PAGE}leveranser/igen/", {"id": chosen}).status_code == 404
    assert Delivery.objects.get().state == "dead"


def test_throwing_away_asks_first(operator: Client) -> None:
    id_ = dead()
    address = f"{PAGE}leveranser/{id_}/kasta/"
    assert "Behåll leveransen" in operator.get(address).content.decode()
    assert Delivery.objects.get().state == "dead"
    assert operator.post(address).headers["Location"] == PAGE
    row = Delivery.objects.get()
    assert (row.state, row.payload) == ("dropped", {})
    assert operator.post(address).status_code == 404
    assert operator.get(f"{PAGE}leveranser/{uuid4()}/kasta/").status_code == 404


def test_a_long_list_is_paged_and_costs_as_much_as_a_short_one(operator: Client) -> None:
    assert operator.get(PAGE).status_code == 200
    asked = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            dead(number)
        with CaptureQueriesContext(connection) as questions:
            operator.get(PAGE)
        asked.append(len(questions))
    assert asked[0] == asked[1]
    for number in range(20, 30):
        Delivery.objects.create(
            kind="mail", key=str(number), state="dead", due_at=NOW, created_at=NOW + timedelta(minutes=number)
        )
    assert operator.get(PAGE).content.decode().count("/kasta/") == 25
    assert operator.get(PAGE, {"page": 2}).content.decode().count("/kasta/") == 5


def test_what_has_been_forgotten_cannot_be_tried_again(operator: Client) -> None:
    dead()
    Delivery.objects.update(payload={})
    page = operator.get(PAGE).content.decode()
    assert "innehållet är glömt" in page
    assert page.count("/igen/") == 1
