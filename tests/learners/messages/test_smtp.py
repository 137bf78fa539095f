"""Mail over a real server: taken, refused now and for good, silent, encrypted, and one connection for many."""

import ssl
from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from academy import dead_letters
from academy.deliveries import CLAIM_LASTS, MOST_ATTEMPTS, enqueue, sweep
from academy.models import Delivery
from learners.actions.messages import send_due
from learners.mails import post
from learners.messages.catalogue import COURSE_WAITING
from learners.messages.rendering import Rendered
from tests.conftest import Cast
from tests.learners.messages.mail_server import PASSWORD, USER, Server, certificate, mail_server
from tests.learners.messages.samples import DIGEST, NOON, fate, write

pytestmark = pytest.mark.django_db
Use = Callable[[Server], None]


@pytest.fixture
def use(settings: Settings) -> Use:
    """Let mail go to a server."""

    def to(server: Server) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 1

    return to


def put(to: str = "lena@almgran.example", key: str = "one", subject: str = "Hej") -> Delivery:
    row = post(to=to, key=key, mail=Rendered(subject, "Åäö, „kursen“ börjar\n.\nklockan åtta.\n"), now=NOON)
    assert row is not None
    return row


def test_a_mail_arrives_whole_with_its_headers(use: Use, settings: Settings) -> None:
    settings.REPLY_TO = "hjalp@akademin.example"
    with mail_server() as server:
        use(server)
        put(subject="Räksmörgås på Höglandsakademin — ☕")
        assert sweep(NOON) == 1
    (taken,) = server.taken
    assert taken["Subject"].strip() == "Räksmörgås på Höglandsakademin — ☕"
    assert taken["From"] == "Höglandsakademin <akademin@akademin.example>"
    assert (taken["To"], taken["Reply-To"]) == ("lena@almgran.example", "hjalp@akademin.example")
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Message-ID"].endswith("@localhost>")
    assert parsedate_to_datetime(taken["Date"]) == NOON
    assert taken["List-Unsubscribe"] is None
    assert taken.get_content().replace("\r\n", "\n") == "Åäö, „kursen“ börjar\n.\nklockan åtta.\n"


def test_a_message_that_can_be_declined_says_how_in_its_head(use: Use, cast: Cast) -> None:
    with mail_server() as server:
        use(server)
        write(cast.eksjo.learner, COURSE_WAITING)
        send_due(NOON)
        send_due(DIGEST)
        assert sweep(DIGEST) == 1
    assert server.taken[0]["List-Unsubscribe"].strip().startswith("<http://localhost:8000/meddelanden/avsta/")
    assert server.taken[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_many_mails_go_over_one_connection(use: Use) -> None:
    with mail_server() as server:
        use(server)
        for number in range(12):
            put(key=str(number))
        assert sweep(NOON) == 12
        assert (len(server.taken), server.connections) == (12, 1)
        put(key="later")
        assert sweep(NOON) == 1
        assert server.connections == 2, "a sweep leaves no connection open"


def test_a_refusal_for_now_is_tried_again(use: Use) -> None:
    with mail_server(to_receiver="451 4.7.1 greylisted, come back") as server:
        use(server)
        put()
        assert sweep(NOON) == 0
        row = Delivery.objects.get()
        assert (row.state, row.attempts) == ("waiting", 1)
        assert "451" in row.last_error
        server.to_receiver = "250 OK"
        assert sweep(row.due_at) == 1
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "answers",
    [{"to_receiver": "550 5.1.1 <{address}>: no such user"}, {"to_text": "554 5.7.1 looks like spam"}],
    ids=["receiver", "text"],
)
def test_a_refusal_for_good_is_dead_at_once_and_the_others_go_on(use: Use, answers: dict[str, Any]) -> None:
    with mail_server(None, **answers) as server:
        use(server)
        put()
        assert sweep(NOON) == 0
        row = Delivery.objects.get()
        assert (row.state, row.attempts) == ("dead", 1)
        assert "lena@" not in row.last_error
        assert "[e-mail]" in row.last_error or "554" in row.last_error
        assert sweep(NOON + timedelta(days=1)) == 0
        assert server.tries == 1
        server.to_receiver = server.to_text = "250 OK"
        put(key="next")
        assert sweep(NOON) == 1
        assert dead_letters.replay(ids=None, now=NOON) == 1
        assert sweep(NOON) == 1
        assert sweep(NOON) == 0
    assert len(server.taken) == 2


def test_a_person_is_told_apart_from_a_server_that_does_not_know_them(use: Use, cast: Cast) -> None:
    with mail_server(to_receiver="550 unknown") as server:
        use(server)
        write(cast.eksjo.learner)
        send_due(NOON)
        sweep(NOON)
    assert fate() == ("failed", "")


def test_a_server_that_says_nothing_is_given_up(use: Use) -> None:
    with mail_server(hangs_for=4) as server:
        use(server)
        put()
        assert sweep(NOON) == 0
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert server.taken == []


def test_a_server_that_is_away_is_tried_eight_times(use: Use) -> None:
    with mail_server() as server:
        use(server)
    put()
    now = NOON
    for _ in range(MOST_ATTEMPTS):
        sweep(now)
        now = Delivery.objects.get().due_at
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("dead", MOST_ATTEMPTS)


def test_the_password_goes_over_an_encrypted_line_alone(
    use: Use, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    with mail_server(tls) as server:
        use(server)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, "wrong"
        settings.EMAIL_USE_TLS = True
        put()
        put(key="two")
        assert sweep(NOON) == 0
        assert {row.state for row in Delivery.objects.all()} == {"waiting"}, "an operator mends a password"
        settings.EMAIL_HOST_PASSWORD = PASSWORD
        assert sweep(NOON + timedelta(minutes=10)) == 2
    assert server.is_encrypted == [True, True]


def test_a_certificate_of_nobody_is_not_trusted(use: Use, settings: Settings, tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    with mail_server(tls) as server:
        use(server)
        settings.EMAIL_USE_TLS = True
        put()
        assert sweep(NOON) == 0
    assert server.taken == []
    assert "CERTIFICATE_VERIFY_FAILED" in Delivery.objects.get().last_error


def test_a_worker_that_dies_after_sending_sends_the_same_mail_again(use: Use) -> None:
    """It is a double that a mail program recognises: the same id and date."""
    with mail_server() as server:
        use(server)
        row = put()
        before = row.payload
        assert sweep(NOON) == 1
        # As a kill between sending and noting it leaves the row.
        Delivery.objects.update(state="running", payload=before, claimed_at=NOON)
        assert sweep(NOON + CLAIM_LASTS) == 0
        assert sweep(NOON + CLAIM_LASTS + timedelta(seconds=1)) == 1
    first, second = server.taken
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])


def test_an_address_that_cannot_be_is_dead_at_once(use: Use) -> None:
    with mail_server() as server:
        use(server)
        put(to="lena@almgran.example\nBcc: other@else.example")
        put(key="two")
        assert sweep(NOON) == 1
    assert Delivery.objects.get(key="one").state == "dead"
    assert len(server.taken) == 1


def test_what_another_version_wrote_into_the_outbox_does_not_stop_the_sweep(use: Use) -> None:
    with mail_server() as server:
        use(server)
        enqueue(kind="mail", key="old", payload={"to": "a@b.example", "subject": "x", "body": "y"}, now=NOON)
        put()
        assert sweep(NOON) == 2
    assert len(server.taken) == 2
