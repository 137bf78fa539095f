"""The agents and activities resources (xAPI-Communication 2.4, 2.5)."""

from typing import Any

import pytest

from tests.analytics.lrs.conformance.samples import activity, agent, group, simple
from tests.analytics.lrs.conformance.store import ACTIVITIES, AGENTS, Json, Store

AGENTS_BY: dict[str, Json] = {
    "mbox": {"mbox": "mailto:kim@example.com"},
    "mbox_sha1sum": {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
    "openid": {"openid": "http://kim.openid.example.org/"},
    "account": {"account": {"homePage": "http://www.example.com", "name": "1625378"}},
}


@pytest.mark.parametrize("name", AGENTS_BY)
def test_somebody_unknown_is_a_person_all_the_same(store: Store, name: str) -> None:
    """2.4.s3.b3, 2.4.s5: each attribute is an array, objectType is Person."""
    answer = store.get({"agent": {**AGENTS_BY[name], "name": "Kim", "objectType": "Agent"}}, AGENTS)
    assert answer.status_code == 200
    assert answer.json() == {"objectType": "Person", "name": ["Kim"], name: [AGENTS_BY[name][name]]}
    assert answer["Content-Type"].startswith("application/json")
    assert answer["ETag"].startswith('"')


def test_a_person_known_from_statements_has_arrays_alone(store: Store) -> None:
    assert store.post(simple(actor=agent())).status_code == 200
    person = store.get({"agent": {"mbox": agent()["mbox"]}}, AGENTS).json()
    assert person["objectType"] == "Person"
    assert agent()["mbox"] in person["mbox"]
    assert person.keys() <= {"objectType", "name", "mbox", "mbox_sha1sum", "openid", "account"}
    assert all(isinstance(value, list) for name, value in person.items() if name != "objectType")


def test_the_agent_is_one_agent(store: Store) -> None:
    """2.4.s2: a normal agent object with a single identifier and no arrays; not a person, nor a group."""
    wrong: list[Any] = [
        "",
        "text",
        "{}",
        "[]",
        "null",
        "{",
        {"name": "Kim"},
        {"mbox": "a@b.se"},
        {"mbox": [agent()["mbox"]]},
    ]
    wrong += [
        {**agent(), "objectType": "Person"},
        group(),
        {"objectType": "Group", "member": [agent()]},
        {**agent(), "x": 1},
    ]
    wrong += [{**agent(), "openid": "http://a.b"}]
    asked = [(f"agent={value}", 400, store.get({"agent": value}, AGENTS)) for value in wrong]
    asked.append(("no agent", 400, store.get({}, AGENTS)))
    assert store.wrong_statuses(asked) == []


def test_an_activity_nobody_has_heard_of_is_an_activity_all_the_same(store: Store) -> None:
    """2.5.s2.b1."""
    answer = store.get({"activityId": "http://example.com/unknown"}, ACTIVITIES)
    assert answer.status_code == 200
    assert answer.json()["id"] == "http://example.com/unknown"
    assert answer.json().get("objectType", "Activity") == "Activity"
    assert answer["ETag"].startswith('"')


def test_an_activity_has_what_statements_say_of_it(store: Store) -> None:
    """2.5: the complete Activity Object."""
    definition = {"name": {"en": "Example"}, "type": "http://example.com/type", "extensions": {"http://e.com/a": 1}}
    more = {"name": {"sv": "Exempel"}, "description": {"en": "More"}}
    for each in (definition, more):
        assert store.post(simple(object={**activity("known"), "definition": each})).status_code == 200
    found = store.get({"activityId": activity("known")["id"]}, ACTIVITIES).json()
    assert found["objectType"] == "Activity"
    assert found["definition"]["name"] == {"en": "Example", "sv": "Exempel"}
    assert found["definition"]["type"] == "http://example.com/type"
    assert found["definition"]["extensions"] == {"http://e.com/a": 1}


def test_the_activity_id_is_an_iri(store: Store) -> None:
    asked = [
        (f"activityId={value}", 400, store.get({"activityId": value}, ACTIVITIES)) for value in ("", "text", "a.b/c")
    ]
    assert store.wrong_statuses(asked) == []
