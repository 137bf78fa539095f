"""GET /xapi/agents and GET /xapi/activities."""

from typing import Any

import pytest

from academy.scoping import unscoped
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Allows
from analytics.models import Credential
from tests.analytics.lrs.conftest import WHEN, Json, Tool, Towns, key_of, refusal, said

pytestmark = pytest.mark.django_db

ACTIVITY = "https://tool.example/film/1"
AGENT = {"account": {"homePage": "https://tool.example", "name": "7f3a"}}
KIM = {"mbox": "mailto:kim@example.org"}
VERSIONS = ("1.0.3", "2.0.0")
READERS = {Allows.READ_STATEMENTS, Allows.READ_ALL, Allows.STATE, Allows.PROFILE, Allows.DEFINE, Allows.ALL}


@pytest.fixture
def everything(towns: Towns) -> Tool:
    """A system of Eksjö's that may do everything and name anyone, such as a conformance suite."""
    with unscoped("test"):
        actors = Credential.Actors.ANY
        return Tool(issue(organisation_id=towns.eksjo.pk, name="x", scopes=[Allows.ALL], actors=actors, now=WHEN))


@pytest.mark.parametrize("version", VERSIONS)
def test_an_activity_is_defined_by_all_that_statements_have_said(everything: Tool, version: str) -> None:
    everything.version = version
    things: list[Json] = [
        {"object": {"id": ACTIVITY, "definition": {"name": {"sv": "Film"}}}},
        {"context": {"contextActivities": {"parent": {"id": ACTIVITY, "definition": {"name": {"en": "A film"}}}}}},
        {
            "object": {
                "objectType": "SubStatement",
                "actor": AGENT,
                "verb": {"id": "https://tool.example/did"},
                "object": {"id": ACTIVITY, "definition": {"type": "https://x.example/film"}},
            }
        },
    ]
    for thing in things:
        assert everything.send(said(**thing)).status_code == 200
    found = everything.ask("GET", "activities", {"activityId": ACTIVITY})
    assert (found.status_code, found["Content-Type"]) == (200, "application/json")
    assert found.json() == {
        "objectType": "Activity",
        "id": ACTIVITY,
        "definition": {"name": {"sv": "Film", "en": "A film"}, "type": "https://x.example/film"},
    }
    again = everything.ask("GET", "activities", {"activityId": ACTIVITY}, **{"If-None-Match": found["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_unknown_activity_is_its_id_alone(everything: Tool, towns: Towns) -> None:
    neighbour = Tool(key_of(towns.nassjo, Allows.ALL))
    neighbour.send(said(object={"id": ACTIVITY, "definition": {"name": {"sv": "Nässjös"}}}))
    found = everything.ask("GET", "activities", {"activityId": ACTIVITY})
    assert found.json() == {"objectType": "Activity", "id": ACTIVITY}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("agent", "person"),
    [
        (AGENT, {"account": [AGENT["account"]]}),
        ({**KIM, "objectType": "Agent"}, {"mbox": [KIM["mbox"]]}),
        ({**KIM, "name": "Kim"}, {"mbox": [KIM["mbox"]], "name": ["Kim"]}),
        ({"mbox_sha1sum": "a" * 40}, {"mbox_sha1sum": ["a" * 40]}),
        ({"openid": "https://kim.example/"}, {"openid": ["https://kim.example/"]}),
    ],
)
def test_an_unknown_agent_is_a_person_with_what_the_request_says(
    everything: Tool, version: str, agent: Json, person: Json
) -> None:
    everything.version = version
    found = everything.ask("GET", "agents", {"agent": agent})
    assert (found.status_code, found["Content-Type"]) == (200, "application/json")
    assert found.json() == {"objectType": "Person", **person}
    assert found["ETag"].startswith('"')


def test_a_person_has_the_names_that_statements_have_given(everything: Tool, towns: Towns) -> None:
    for name in ("Kim", "Kim A", "Kim"):
        everything.send(said(actor={**KIM, "name": name}))
    everything.send(said(actor={"mbox": "mailto:other@example.org", "name": "Other"}))
    with unscoped("test"):
        shy = issue(
            organisation_id=towns.eksjo.pk,
            name="x",
            scopes=[Allows.WRITE_STATEMENTS],
            actors=Credential.Actors.ANY,
            now=WHEN,
        )
    # Without the scope to define, what a key calls someone is not what they are called.
    assert Tool(shy).send(said(actor={**KIM, "name": "Undefined"})).status_code == 200
    found = everything.ask("GET", "agents", {"agent": {**KIM, "name": "K"}}).json()
    assert found == {"objectType": "Person", "name": ["K", "Kim", "Kim A"], "mbox": [KIM["mbox"]]}
    with unscoped("test"):
        others = [
            issue(organisation_id=town.pk, name="x", scopes=[scope], actors=Credential.Actors.ANY, now=WHEN)
            for town, scope in ((towns.eksjo, Allows.PROFILE), (towns.nassjo, Allows.ALL))
        ]
    for other in others:
        assert Tool(other).ask("GET", "agents", {"agent": KIM}).json() == {
            "objectType": "Person",
            "mbox": [KIM["mbox"]],
        }


def test_a_key_for_opaque_accounts_asks_for_no_one_by_name(towns: Towns) -> None:
    tool = Tool(key_of(towns.eksjo, Allows.ALL))
    assert refusal(tool.ask("GET", "agents", {"agent": KIM})) == (403, "agent/mbox")
    assert tool.ask("GET", "agents", {"agent": AGENT}).status_code == 200


WRONG: list[tuple[str, Json, str]] = [
    ("agents", {}, "agent"),
    ("agents", {"agent": ""}, "agent"),
    ("agents", {"agent": "x"}, "agent"),
    ("agents", {"agent": {"objectType": "Group", **AGENT}}, "agent"),
    ("agents", {"agent": {"objectType": "Person", **AGENT}}, "agent"),
    ("agents", {"agent": {"name": "Kim"}}, "agent"),
    ("agents", {"agent": {**AGENT, **KIM}}, "agent"),
    ("agents", {"Agent": AGENT}, "Agent"),
    ("agents", {"agent": AGENT, "activityId": ACTIVITY}, "activityId"),
    ("activities", {}, "activityId"),
    ("activities", {"activityId": ""}, "activityId"),
    ("activities", {"activityId": "film 1"}, "activityId"),
    ("activities", {"activityid": ACTIVITY}, "activityid"),
    ("activities", {"activityId": ACTIVITY, "agent": AGENT}, "agent"),
    ("activities", {"activityId": ACTIVITY, "since": "2026-01-01T00:00:00Z"}, "since"),
]


def test_a_parameter_that_is_not_understood_is_never_passed_over(everything: Tool) -> None:
    for resource, parameters, name in WRONG:
        assert refusal(everything.ask("GET", resource, parameters)) == (400, name), (resource, parameters)


@pytest.mark.parametrize(
    ("resource", "parameters"), [("agents", {"agent": AGENT}), ("activities", {"activityId": ACTIVITY})]
)
def test_both_are_read_alone_by_who_may(towns: Towns, everything: Tool, resource: str, parameters: Any) -> None:
    for method in ("PUT", "POST", "DELETE"):
        answer = everything.ask(method, resource, parameters, b"{}")
        assert refusal(answer)[0] == 405
        assert set(answer["Allow"].split(", ")) >= {"GET", "HEAD"}
    head = everything.ask("HEAD", resource, parameters)
    assert (head.status_code, head.content) == (200, b"")
    for scope in Allows:
        answer = Tool(key_of(towns.eksjo, scope)).ask("GET", resource, parameters)
        assert answer.status_code == (200 if scope in READERS else 403), scope
