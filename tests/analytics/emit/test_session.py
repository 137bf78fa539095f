"""A learner's own browser: what it may say, about whom, and that no figure hears it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from academy.scoping import entered, unscoped
from analytics.emit.session import MOST_STATEMENTS, VERBS
from analytics.emit.statements import actor_of
from analytics.emit.views import REQUESTS_A_MINUTE
from analytics.kpis.registry import KPIS
from analytics.models import DirtyMark, Statement
from courses.models import MicroCoursePage
from learners.actions import enrol
from learners.identity import account_name
from learners.models import Enrolment
from tests.conftest import Cast, acting, signed_in
from tests.courses.samples import STEPS

ADL = "http://adlnet.gov/expapi/verbs/"
WHEN = "2026-03-09T12:00:00.123Z"
Json = dict[str, Any]

pytestmark = pytest.mark.django_db


@dataclass
class Browser:
    """The learner's browser, in an attempt of theirs."""

    client: Client
    attempt: Enrolment
    course: MicroCoursePage
    actor: Json

    @property
    def step(self) -> str:
        """The IRI of the first step."""
        return f"{self.module}/steg/{STEPS[0]}"

    @property
    def module(self) -> str:
        """The IRI of the module."""
        return f"{self.actor['account']['homePage'].removesuffix('/konton')}/moduler/{self.course.translation_key}"

    def said(self, **changes: Any) -> Json:
        """What the script sends of a step that is shown."""
        said = {"id": str(uuid4()), "verb": {"id": f"{ADL}experienced"}, "object": {"id": self.step}, "timestamp": WHEN}
        return said | changes

    def send(self, *said: Any, body: bytes | None = None, kind: str = "application/json") -> Any:
        """Send a batch."""
        data = json.dumps(said).encode() if body is None else body
        return self.client.post(f"/kurs/{self.attempt.public_id}/handelser/", data, content_type=kind)


@pytest.fixture
def browser(cast: Cast, course: MicroCoursePage) -> Browser:
    """The learner of Eksjö has begun the course."""
    who = acting(cast.eksjo.learner)
    with entered(who.scope):
        attempt = enrol.begin(acting=who, module_key=course.translation_key, now=timezone.now())
        actor = actor_of(account_name(who.person_id))
    return Browser(signed_in(cast.eksjo.learner), attempt, course, actor)


def kept() -> list[Statement]:
    """What browsers have said."""
    with unscoped("test"):
        return list(Statement.objects.filter(authority="session").order_by("pk"))


def test_a_step_shown_becomes_a_statement_about_the_learner_alone(browser: Browser, cast: Cast) -> None:
    said = browser.said()
    answer = browser.send(said)
    assert (answer.status_code, answer.content) == (204, b"")
    (row,) = kept()
    raw = json.loads(row.raw)
    assert raw["actor"] == browser.actor
    assert (raw["id"], raw["timestamp"]) == (said["id"], WHEN)
    assert raw["object"]["definition"]["name"] == {"sv": "Börja här"}
    assert raw["verb"] == {"id": f"{ADL}experienced", "display": {"sv": "tog del av", "en": "experienced"}}
    assert raw["context"]["registration"] == str(browser.attempt.registration)
    assert raw["context"]["contextActivities"]["parent"][0]["id"] == browser.module
    assert raw["authority"]["account"]["name"] == "session"
    assert (row.unit_id, row.sector, row.module_key) == (cast.eksjo.care.pk, "care", browser.course.translation_key)


def test_no_figure_hears_it(browser: Browser) -> None:
    with unscoped("test"):
        before = DirtyMark.objects.count()
    assert browser.send(*(browser.said(verb={"id": verb}) for verb in VERBS)).status_code == 204
    with unscoped("test"):
        assert DirtyMark.objects.count() == before
    assert len(kept()) == len(VERBS)
    counted = {verb for kpi in KPIS for verb in getattr(kpi.measure, "verbs", ())}
    assert not counted & VERBS.keys()
    assert f"{ADL}completed" in counted


def test_what_is_sent_again_is_there_once(browser: Browser) -> None:
    one, other = browser.said(), browser.said(object={"id": browser.module})
    assert [browser.send(one).status_code, browser.send(one, other).status_code] == [204, 204]
    assert [str(row.statement_id) for row in kept()] == [one["id"], other["id"]]
    assert browser.send({**one, "verb": {"id": f"{ADL}interacted"}}).status_code == 409
    assert len(kept()) == 2


def test_one_may_name_oneself_and_ones_attempt(browser: Browser) -> None:
    registration = {"registration": str(browser.attempt.registration)}
    assert browser.send(browser.said(actor=browser.actor, context=registration)).status_code == 204


FORBIDDEN: list[Json] = [
    *(
        {"verb": {"id": f"{ADL}{name}"}}
        for name in ("completed", "answered", "passed", "registered", "attended", "voided")
    ),
    {"verb": {"id": "http://example.com/verbs/experienced"}},
    {"object": {"id": "https://example.com/other"}},
    {"object": {"id": f"https://akademin.example/moduler/{uuid4()}"}},
    {"actor": {"account": {"homePage": "https://akademin.example/konton", "name": str(uuid4())}}},
    {"actor": {"mbox": "mailto:somebody@example.com"}},
    {"context": {"registration": str(uuid4())}},
]
NO_NAME: list[Any] = ["", "1", None]
NO_OBJECT: list[Any] = [None, "text", {}]
NO_EXTENSIONS: list[Any] = [None, "text", []]
# The last one lies behind the last day that there is in Sweden.
NO_TIME: list[Any] = ["", "yesterday", None, 1, "9999-12-31T23:59:59Z"]
MALFORMED: list[Json] = [
    *({"id": value} for value in NO_NAME),
    *({"timestamp": value} for value in NO_TIME),
    *({"verb": value} for value in (None, "experienced", {}, {"id": None, "display": {"sv": "annat"}})),
    *({"object": value} for value in (None, "text", {}, {"id": "x", "definition": {"name": {"sv": "annat"}}})),
    *({"actor": value} for value in NO_OBJECT),
    {"context": None},
    {"context": {"team": {}}},
    {"context": {"extensions": {"http://e.com/a": "free text"}}},
    *({"result": value} for value in (*NO_OBJECT, {"response": "free text"}, {"success": True})),
    {"result": {"extensions": {"http://e.com/a": 1}}},
    *({"result": {"extensions": value}} for value in NO_EXTENSIONS),
    {"result": {"extensions": {"https://w3id.org/xapi/video/extensions/time": "1"}}},
    *({name: 1} for name in ("authority", "stored", "version", "attachments", "unknown")),
]


@pytest.mark.parametrize(
    ("changes", "status"), [*((each, 403) for each in FORBIDDEN), *((each, 400) for each in MALFORMED)]
)
def test_anything_else_is_refused_and_nothing_of_the_batch_is_kept(
    browser: Browser, changes: Json, status: int
) -> None:
    answer = browser.send(browser.said(), browser.said(**changes))
    assert answer.status_code == status, answer.content
    assert set(answer.json()) == {"error", "where", "why", "requirement"}
    assert kept() == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        *((text, "application/json", 400) for text in (b"", b"{}", b"[]", b"[1]", b"null", b"{", b"\xff")),
        (b"[]", "text/plain", 400),
        (b"[" + b" " * 70_000 + b"]", "application/json", 413),
    ],
)
def test_a_body_of_another_form_is_refused(browser: Browser, body: bytes, kind: str, status: int) -> None:
    assert browser.send(body=body, kind=kind).status_code == status
    assert kept() == []


def test_there_is_an_end_to_a_batch_and_to_a_minute(browser: Browser) -> None:
    assert browser.send(*(browser.said() for _ in range(MOST_STATEMENTS + 1))).status_code == 400
    assert kept() == []
    codes = [browser.send(browser.said()).status_code for _ in range(REQUESTS_A_MINUTE + 1)]
    assert codes[0] == 204
    assert codes[-1] == 429


def test_a_second_of_a_film_may_be_said(browser: Browser) -> None:
    result = {"extensions": {"https://w3id.org/xapi/video/extensions/time": 12.5}}
    verb = {"id": "https://w3id.org/xapi/video/verbs/paused"}
    assert browser.send(browser.said(verb=verb, result=result)).status_code == 204
    assert json.loads(kept()[0].raw)["result"] == result


def test_nobody_speaks_for_others_or_without_a_session(browser: Browser, cast: Cast) -> None:
    people = {
        "a stranger to the session": (Client(), 401),
        "the leader": (signed_in(cast.eksjo.leader), 404),
        "another organisation's learner": (signed_in(cast.nassjo.learner), 404),
        "who belongs nowhere": (signed_in(cast.stranger), 404),
    }
    for who, (client, status) in people.items():
        browser.client = client
        assert browser.send(browser.said()).status_code == status, who
    assert kept() == []


def test_the_form_is_protected_and_the_method_is_post(browser: Browser, cast: Cast) -> None:
    address = f"/kurs/{browser.attempt.public_id}/handelser/"
    assert browser.client.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.eksjo.learner)
    assert strict.post(address, json.dumps([browser.said()]), content_type="application/json").status_code == 403
    assert kept() == []


def test_what_happened_before_the_end_may_come_after_it_and_nothing_later(browser: Browser) -> None:
    done = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
    with unscoped("test"):
        Enrolment.objects.filter(pk=browser.attempt.pk).update(completed_at=done)
    late = (done + timedelta(hours=1)).isoformat()
    assert browser.send(browser.said()).status_code == 204
    assert browser.send(browser.said(timestamp=late)).status_code == 403
    assert len(kept()) == 1


def test_a_withdrawn_attempt_is_gone(browser: Browser) -> None:
    with unscoped("test"):
        Enrolment.objects.filter(pk=browser.attempt.pk).update(withdrawn_at=timezone.now())
    assert browser.send(browser.said()).status_code == 404
    assert kept() == []


def test_late_statements_say_who_the_learner_was_then(browser: Browser) -> None:
    """Statements of several days come in one batch after a lost connection; each keeps its own day."""
    days = [f"2026-03-{day:02}T23:30:00+01:00" for day in (9, 10, 11)]
    assert browser.send(*(browser.said(timestamp=day) for day in days)).status_code == 204
    assert [row.timestamp.day for row in kept()] == [9, 10, 11]
    assert {row.sector for row in kept()} == {"care"}


def test_the_step_carries_the_script_and_what_it_needs(browser: Browser) -> None:
    page = browser.client.get(f"/kurs/{browser.attempt.public_id}/1/").content.decode()
    assert f'data-events="/kurs/{browser.attempt.public_id}/handelser/"' in page
    assert f'data-step="{browser.step}"' in page
    assert str(browser.attempt.registration) not in page
    assert browser.actor["account"]["name"] not in page
