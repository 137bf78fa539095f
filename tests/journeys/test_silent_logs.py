"""What people do leaves no name, address, code, password or key in the log, also when it goes wrong."""

import base64
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
import structlog
from django.test import Client
from django.utils import timezone

from academy import deliveries
from academy.logs import configure
from academy.models import Delivery
from academy.scoping import entered, unscoped
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Allows
from learners.actions import people_file, people_file_work
from learners.actions.invite import invite
from learners.errors import FileNotReady
from learners.models import User
from learners.tasks import send_messages
from tests.conftest import PASSWORD, Cast, acting, signed_in

CODE = re.compile(r"\b\d{3}-?\d{3}\b")
WRONG = "fel-losenord-och-hemligt"  # pragma: allowlist secret


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Log as in production, and everything; calling it gives what was written, line by line as JSON."""
    root = logging.getLogger()
    handlers, level, setting = root.handlers[:], root.level, structlog.get_config()

    def start_and_read() -> str:
        said = capsys.readouterr().err
        for line in said.splitlines():
            json.loads(line)
        return said

    def begin() -> str:
        configure(json=True, level="DEBUG")
        capsys.readouterr()
        return ""

    begin.read = start_and_read  # type: ignore[attr-defined]
    yield begin
    structlog.configure(**setting)
    root.handlers[:] = handlers
    root.setLevel(level)


def told(log: Callable[[], str], *secrets: str) -> list[str]:
    """Return the lines of the log in which one of the words stands; it must have logged something."""
    logging.getLogger("academy.test").warning("the log was read")
    said: str = log.read()  # type: ignore[attr-defined]
    assert "the log was read" in said
    return [line for line in said.splitlines() if any(secret.lower() in line.lower() for secret in secrets)]


def personal(cast: Cast) -> tuple[str, ...]:
    return ("Learner Almgran", cast.eksjo.canary, cast.eksjo.learner.email, "almgran.example", PASSWORD, WRONG)


def test_a_word_in_the_log_would_be_found(cast: Cast, log: Callable[[], str]) -> None:
    log()
    logging.getLogger("academy.test").warning("Learner Almgran was here")
    assert len(told(log, "Almgran")) == 1


def test_signing_in_rightly_and_wrongly(cast: Cast, log: Callable[[], str]) -> None:
    log()
    for password in (WRONG, PASSWORD):
        Client().post("/konto/login/", {"login": cast.eksjo.learner.email, "password": password})
    Client(enforce_csrf_checks=True).post("/konto/login/", {"login": cast.eksjo.learner.email, "password": WRONG})
    assert told(log, *personal(cast)) == []


def test_a_mailed_code_and_a_reset_link(cast: Cast, log: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    log()
    client = Client()
    client.post("/konto/login/code/", {"email": cast.eksjo.learner.email})
    code = CODE.search(Delivery.objects.get().payload["body"])
    assert code
    client.post("/konto/login/code/confirm/", {"code": "000000"})
    client.post("/konto/login/code/confirm/", {"code": code[0]})
    Client().post("/konto/password/reset/", {"email": cast.eksjo.learner.email})
    body = Delivery.objects.order_by("-created_at")[0].payload["body"]
    key = re.search(r"/reset/key/([^/\s]+)/", body)
    assert key
    Client().get(f"/konto/password/reset/key/{key[1]}/x/y/")

    def away(*_: object, **__: object) -> None:
        raise ConnectionRefusedError(f"no way to {cast.eksjo.learner.email}")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    deliveries.sweep(timezone.now())
    assert told(log, *personal(cast), code[0], key[1]) == []


def test_a_second_factor(cast: Cast, log: Callable[[], str]) -> None:
    log()
    client = Client()
    client.post("/konto/login/", {"login": cast.eksjo.hr.email, "password": PASSWORD})
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    page = client.get("/konto/tva-steg/totp/activate/").content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', page)
    assert secret
    client.post("/konto/tva-steg/totp/activate/", {"code": "123987"})
    assert told(log, *personal(cast), "Hr Almgran", cast.eksjo.hr.email, secret[1], "123987") == []


def test_inviting_a_person(cast: Cast, log: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    log()
    invite(
        by_id=cast.eksjo.hr.pk,
        unit=cast.eksjo.care,
        email="ny@almgran.example",
        first_name="Nyanställd",
        last_name="Grankvist",
        language="sv",
        valid_from=date(2026, 2, 1),
        now=timezone.now(),
    )
    send_messages()
    deliveries.sweep(timezone.now())
    assert told(log, "Nyanställd", "Grankvist", "ny@almgran.example", cast.eksjo.canary) == []


def test_a_file_of_people_right_and_wrong(cast: Cast, log: Callable[[], str]) -> None:
    log()
    hr = acting(cast.eksjo.hr)
    head = "förnamn;efternamn;e-post;enhet\n"
    with entered(hr.scope):
        for row in (
            "Nyanställd;Grankvist;ny@almgran.example;Omsorg Almgran",
            "Fel;Grankvist;inte-en-adress;Finns inte",
        ):
            file = people_file.take_in(
                acting=hr, file_name="Grankvist.csv", data=(head + row).encode(), now=timezone.now()
            )
            with suppress(FileNotReady):
                people_file.ask_to_apply(acting=hr, file=file, now=timezone.now())
    people_file_work.work_off(clock=timezone.now)
    assert User.objects.filter(email="ny@almgran.example").exists()
    assert told(log, "Nyanställd", "Grankvist", "ny@almgran.example", "inte-en-adress", cast.eksjo.canary) == []


def test_a_key_of_a_system(cast: Cast, log: Callable[[], str]) -> None:
    log()
    with unscoped("test"):
        issued = issue(
            organisation_id=cast.eksjo.organisation.pk, name="HR-system", scopes=list(Allows), now=timezone.now()
        )
    for secret in (issued.secret, issued.secret + "x"):
        basic = base64.b64encode(f"{issued.key}:{secret}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "X-Experience-API-Version": "2.0.0"}
        for address in ("/xapi/statements", "/api/v1/kpis", "/api/v1/figures?unit=x"):
            Client().get(address, headers=headers)
        Client().post("/xapi/statements", f'{{"actor": "{basic}"', content_type="application/json", headers=headers)
        assert told(log, issued.secret, basic) == []


def test_an_error_with_a_form_and_a_cookie(cast: Cast, log: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_: Any) -> None:
        raise RuntimeError(f"broken for {cast.eksjo.learner!r} {cast.eksjo.learner.email}")

    monkeypatch.setattr("learners.views.acting.remember_place", breaks)
    with unscoped("test"):
        membership = cast.eksjo.memberships()["learner"]
    client = signed_in(cast.eksjo.learner)
    client.raise_request_exception = False
    cookie = client.cookies["sessionid"].value
    log()
    address = f"/dina-uppgifter/uppdrag/{membership.pk}/valj/?q={WRONG}"
    assert client.post(address, {"note": f"{WRONG} Learner Almgran"}).status_code == 500
    said: str = log.read()  # type: ignore[attr-defined]
    assert "broken for <User" in said
    assert [word for word in (*personal(cast), cookie) if word.lower() in said.lower()] == []
