"""Signing in: by password or by a mailed code, in one's own language, and without telling who has an account."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from academy import deliveries
from academy.models import Delivery
from learners.models import User
from tests.conftest import PASSWORD, Cast, signed_in

CODE = re.compile(r"\b[A-Z0-9]{3,}-?[A-Z0-9]{3,}\b")


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/konto/login/", {"login": email, "password": password})


def in_english(person: User) -> User:
    person.language = "en"
    person.save(update_fields=["language"])
    return person


def is_inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["learner@almgran.example", "Learner@Almgran.EXAMPLE"])
def test_a_password_signs_in_whatever_the_case_of_the_address(cast: Cast, email: str) -> None:
    client = Client()
    response = sign_in(client, email)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert is_inside(client)


def test_one_lands_on_the_start_page_in_ones_own_language(cast: Cast) -> None:
    in_english(cast.eksjo.learner)
    response = sign_in(Client(), cast.eksjo.learner.email)
    assert response.headers["Location"] == "/en/"


def test_one_is_led_back_to_the_page_asked_for_and_never_to_another_site(cast: Cast) -> None:
    form = {"login": cast.eksjo.learner.email, "password": PASSWORD}
    assert Client().post("/konto/login/", form | {"next": "/katalog/"}).headers["Location"] == "/katalog/"
    assert Client().post("/konto/login/", form | {"next": "https://evil.example/"}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("learner@almgran.example", "fel-losenord-26"),
        ("nobody@almgran.example", PASSWORD),
        ("learner@almgran.example", ""),
        ("", PASSWORD),
        ("learner@almgran.example\x00", PASSWORD),
        ("x" * 5000 + "@almgran.example", PASSWORD),
    ],
)
def test_a_wrong_pair_does_not_sign_in(cast: Cast, email: str, password: str) -> None:
    client = Client()
    assert sign_in(client, email, password).status_code == 200
    assert not is_inside(client)


def test_someone_who_has_left_does_not_get_in(cast: Cast) -> None:
    cast.eksjo.learner.is_active = False
    cast.eksjo.learner.save(update_fields=["is_active"])
    client = Client()
    sign_in(client, cast.eksjo.learner.email)
    assert not is_inside(client)


def test_guessing_passwords_is_slowed_down(cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        sign_in(client, cast.eksjo.learner.email, "fel-losenord-26")
    sign_in(client, cast.eksjo.learner.email)
    assert not is_inside(client)


def ask_for_code(client: Client, email: str) -> Any:
    return client.post("/konto/login/code/", {"email": email})


@pytest.mark.parametrize(("language", "home"), [("sv", "/"), ("en", "/en/")])
def test_a_mailed_code_signs_in(cast: Cast, language: str, home: str) -> None:
    person = in_english(cast.eksjo.learner) if language == "en" else cast.eksjo.learner
    client = Client()
    assert ask_for_code(client, person.email).status_code == 302
    row = Delivery.objects.get()
    assert (row.kind, row.state, row.payload["to"]) == ("mail", "waiting", person.email)
    assert mail.outbox == []
    assert deliveries.sweep(timezone.now()) == 1
    (message,) = mail.outbox
    row.refresh_from_db()
    assert (message.to, row.state, row.payload) == ([person.email], "done", {})
    found = CODE.search(str(message.body))
    assert found, message.body
    response = client.post("/konto/login/code/confirm/", {"code": found[0]})
    assert (response.status_code, response.headers["Location"]) == (302, home)
    assert is_inside(client)
    page = client.get(home)
    assert list(page.context["messages"]) == []
    assert ("Inloggning i två steg" if language == "sv" else "Two-step sign-in") in page.content.decode()


def test_a_code_is_mailed_in_the_persons_language_not_the_pages(cast: Cast) -> None:
    in_english(cast.nassjo.learner)
    for person in (cast.eksjo.learner, cast.nassjo.learner):
        Client().post("/en/konto/login/code/", {"email": person.email})
    Client().post("/en/konto/login/code/", {"email": "nobody@almgran.example"})
    swedish, english, unknown = (row.payload for row in Delivery.objects.order_by("created_at"))
    assert [mail["to"] for mail in (swedish, english, unknown)] == [
        cast.eksjo.learner.email,
        cast.nassjo.learner.email,
        "nobody@almgran.example",
    ]
    assert swedish["subject"] == "Din inloggningskod"
    assert english["subject"] == "Your sign-in code"
    assert "which has no account with us" in unknown["body"]


def test_a_wrong_code_does_not_sign_in_and_ends_after_a_few_tries(cast: Cast) -> None:
    client = Client()
    ask_for_code(client, cast.eksjo.learner.email)
    found = CODE.search(Delivery.objects.get().payload["body"])
    assert found
    for _ in range(5):
        client.post("/konto/login/code/confirm/", {"code": "AAAAAA"})
    client.post("/konto/login/code/confirm/", {"code": found[0]})
    assert not is_inside(client)


def test_nobody_learns_who_has_an_account(cast: Cast) -> None:
    """An unknown address gets the same answer; the mail goes to the address itself and says that there is no account."""
    known, unknown = "learner@almgran.example", "nobody@almgran.example"
    for address, field in (("/konto/login/code/", "email"), ("/konto/password/reset/", "email")):
        answers = [Client().post(address, {field: email}) for email in (known, unknown)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
    wrong = [sign_in(Client(), email, "fel-losenord-26") for email in (known, unknown)]
    known_errors, unknown_errors = (list(answer.context["form"].non_field_errors()) for answer in wrong)
    assert len(known_errors) == 1
    assert known_errors == unknown_errors
    assert {row.payload["to"] for row in Delivery.objects.all()} <= {known, unknown}


@pytest.mark.parametrize("address", ["/konto/signup/", "/en/konto/signup/"])
def test_nobody_signs_up(cast: Cast, address: str) -> None:
    form = {"email": "new@almgran.example", "password1": PASSWORD}
    for response in (Client().get(address), Client().post(address, form)):
        assert response.status_code == 200
        assert response.templates[0].name == "account/signup_closed.html"
        assert "form" not in response.context
    assert not User.objects.filter(email="new@almgran.example").exists()


def test_a_mail_server_that_is_away_delays_the_code(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    assert ask_for_code(Client(), cast.eksjo.learner.email).status_code == 302
    assert deliveries.sweep(timezone.now()) == 0
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.payload["to"]) == ("waiting", 1, cast.eksjo.learner.email)


def test_signing_out_needs_a_press(cast: Cast) -> None:
    client = signed_in(cast.eksjo.learner)
    assert client.get("/konto/logout/").status_code == 200
    assert is_inside(client)
    assert client.post("/konto/logout/").headers["Location"] == "/konto/login/"
    assert not is_inside(client)


def test_a_new_password_is_set_by_the_mailed_link(cast: Cast) -> None:
    client = Client()
    client.post("/konto/password/reset/", {"email": cast.eksjo.learner.email})
    link = re.search(r"https?://[^/\s]+(/konto/password/reset/key/\S+)", Delivery.objects.get().payload["body"])
    assert link
    form = client.get(link[1], follow=True)
    assert form.status_code == 200
    here = form.redirect_chain[-1][0]
    new = "lingonris-och-mossa-27"
    assert client.post(here, {"password1": new, "password2": new}).status_code == 302
    assert is_inside(Client()) is False
    assert sign_in(Client(), cast.eksjo.learner.email, new).headers["Location"] == "/"
    assert sign_in(Client(), cast.eksjo.learner.email).status_code == 200


def test_too_many_tries_end_in_a_page_of_ours(cast: Cast) -> None:
    client = Client()
    answers = [
        client.post("/konto/login/", {"login": cast.eksjo.learner.email, "password": f"wrong-{number}"})
        for number in range(12)
    ]
    refused = [
        answer for answer in answers if "Det blev många försök" in answer.content.decode() or answer.status_code == 429
    ]
    assert answers[0].status_code == 200
    assert refused


def test_a_mistyped_address_can_be_changed(cast: Cast) -> None:
    client = Client()
    client.post("/konto/login/code/", {"email": "maja@skrivfel.example"})
    page = client.get("/konto/login/code/confirm/").content.decode()
    assert "Ändra adressen" in page
    back = client.post("/konto/logout/", {"next": "/konto/login/code/"})
    assert back.headers["Location"] == "/konto/login/code/"
    assert client.get("/konto/login/code/").status_code == 200
    assert client.get("/konto/login/").status_code == 200
