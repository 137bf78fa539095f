from uuid import UUID

import pytest

from analytics.xapi import reading
from tests.analytics.xapi.examples import (
    CONTEXT_AGENTS,
    CONTEXT_GROUPS,
    INTENTION,
    LONG,
    OAUTH_PAIR,
    SIMPLEST,
    VOIDING,
    Json,
    changed,
)

ANONYMOUS = {"objectType": "Group", "member": [{"mbox": "mailto:a@example.com"}]}


@pytest.mark.parametrize(
    ("actor", "key"),
    [
        (
            {"account": {"homePage": "https://akademin.example", "name": "a|b"}},
            "account:https://akademin.example|a|b",
        ),
        ({"mbox": "mailto:Kim.O@Example.ORG"}, "mbox:mailto:Kim.O@example.org"),
        (
            {"mbox_sha1sum": "EBD31E95054C018B10727CCFFD2EF2EC3A016EE9"},
            "mbox_sha1sum:ebd31e95054c018b10727ccffd2ef2ec3a016ee9",
        ),
        ({"openid": "http://toby.openid.example.org/"}, "openid:http://toby.openid.example.org/"),
        ({"objectType": "Group", "mbox": "mailto:team@example.org"}, "mbox:mailto:team@example.org"),
        (ANONYMOUS, None),
    ],
)
def test_an_actor_has_one_key(actor: Json, key: str | None) -> None:
    assert reading.agent_key(actor) == key
    assert reading.actor_key(changed(SIMPLEST, ("actor",), actor)) == key


@pytest.mark.parametrize(
    ("about", "kind", "identifier"),
    [
        ({"id": "http://a.example/B"}, "Activity", "http://a.example/B"),
        ({"objectType": "Activity", "id": "http://a.example/B"}, "Activity", "http://a.example/B"),
        ({"objectType": "Agent", "mbox": "mailto:a@B.example"}, "Agent", "mbox:mailto:a@b.example"),
        (
            {"objectType": "StatementRef", "id": "E05AA883-ACAF-40AD-BF54-02C8CE485FB0"},
            "StatementRef",
            "e05aa883-acaf-40ad-bf54-02c8ce485fb0",
        ),
        (ANONYMOUS, "Group", None),
        (INTENTION["object"], "SubStatement", None),
    ],
)
def test_an_object_is_known_by(about: Json, kind: str, identifier: str | None) -> None:
    statement = changed(SIMPLEST, ("object",), about)
    assert (reading.object_type(statement), reading.object_id(statement)) == (kind, identifier)


def test_a_statement_tells_its_verb_and_registration() -> None:
    assert reading.verb_id(LONG) == "http://adlnet.gov/expapi/verbs/attended"
    assert reading.registration(LONG) == UUID("ec531277-b57b-4c15-8d91-d292c5b2b8f7")
    assert reading.registration(SIMPLEST) is None


def test_only_the_reserved_verb_voids() -> None:
    assert reading.voids(VOIDING) == UUID("e05aa883-acaf-40ad-bf54-02c8ce485fb0")
    assert reading.voids(changed(VOIDING, ("verb", "id"), "http://example.com/commented")) is None
    assert reading.voids(LONG) is None


def test_related_activities_are_those_of_object_context_and_sub_statement() -> None:
    assert list(reading.related_activities(LONG)) == [
        "http://www.example.com/meetings/occurances/34534",
        "http://www.example.com/meetings/series/267",
        "http://www.example.com/meetings/categories/teammeeting",
        "http://www.example.com/meetings/occurances/34257",
        "http://www.example.com/meetings/occurances/3425567",
    ]
    single = changed(INTENTION, ("context", "contextActivities"), {"parent": {"id": "http://a.example/"}})
    assert list(reading.related_activities(single)) == ["http://a.example/", "http://example.com/website"]


def test_related_agents_are_all_who_take_part() -> None:
    assert list(reading.related_agents(LONG)) == [
        "mbox:mailto:teampb@example.com",
        "account:http://www.example.com|13936749",
        "openid:http://toby.openid.example.org/",
        "mbox_sha1sum:ebd31e95054c018b10727ccffd2ef2ec3a016ee9",
        "account:http://cloud.scorm.com/|anonymous",
        "account:http://www.example.com|13936749",
        "mbox:mailto:teampb@example.com",
    ]
    related = {"contextAgents": CONTEXT_AGENTS, "contextGroups": CONTEXT_GROUPS}
    statement = changed(changed(INTENTION, ("object", "context"), related), ("authority",), OAUTH_PAIR)
    assert list(reading.related_agents(statement)) == [
        "mbox:mailto:test@example.com",
        "account:http://example.com/xAPI/OAuth/Token|oauth_consumer_x75db",
        "mbox:mailto:bob@example.com",
        "mbox:mailto:test@example.com",
        "mbox:mailto:player-1@example.com",
        "mbox:mailto:team-1@example.com",
        "mbox:mailto:player-1@example.com",
    ]
    about_agent = changed(SIMPLEST, ("object",), {"objectType": "Agent", "mbox": "mailto:b@example.com"})
    assert list(reading.related_agents(about_agent)) == ["mbox:mailto:xapi@adlnet.gov", "mbox:mailto:b@example.com"]
