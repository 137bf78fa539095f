"""Filters in their broad sense, groups' members, and statements that refer to what a filter finds (2.1.3)."""

import itertools
import json
from collections.abc import Sequence
from importlib import import_module
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.apps import apps

from academy.scoping import unscoped
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Allows
from analytics.models import Credential, Statement, StatementReference
from tests.analytics.lrs.conftest import URL, WHEN, Json, Tool, Towns, said, stored, voiding

pytestmark = pytest.mark.django_db

ANNA = {"account": {"homePage": "https://tool.example", "name": "anna"}}
TEAM = {"objectType": "Group", "account": {"homePage": "https://tool.example", "name": "team"}}
COURSE = "https://tool.example/course/1"
VERB = "https://tool.example/verbs/rare"
REGISTRATION = "b2a1f7a4-5f0e-4d4b-9f1c-1f1d1c1b1a19"


@pytest.fixture
def tool(towns: Towns) -> Tool:
    """A system of Eksjö's that may name anyone, groups among them."""
    with unscoped("test"):
        issued = issue(
            organisation_id=towns.eksjo.pk, name="x", scopes=[Allows.ALL], actors=Credential.Actors.ANY, now=WHEN
        )
    return Tool(issued)


def about(target: Json, **changes: Any) -> Json:
    """A statement that refers to another."""
    return said(object={"objectType": "StatementRef", "id": target["id"]}, **changes)


def found(tool: Tool, **parameters: Any) -> list[str]:
    return tool.ids("?" + urlencode(parameters))


def agent(value: Json) -> str:
    return json.dumps(value)


def sub(**changes: Any) -> Json:
    """A SubStatement."""
    inner = said(**changes)
    del inner["id"]
    return {"objectType": "SubStatement", **inner}


PLAIN_AGENT: list[Json] = [
    {"actor": ANNA},
    {"object": {"objectType": "Agent", **ANNA}},
    {"actor": {"objectType": "Group", "member": [ANNA]}},
    {"actor": {**TEAM, "member": [ANNA]}},
    {"object": {"objectType": "Group", "member": [ANNA]}},
]
BROAD_AGENT: list[Json] = [
    {"context": {"instructor": ANNA}},
    {"context": {"team": {"objectType": "Group", "member": [ANNA]}}},
    {"context": {"contextAgents": [{"objectType": "contextAgent", "agent": ANNA}]}},
    {"context": {"contextGroups": [{"objectType": "contextGroup", "group": {**TEAM, "member": [ANNA]}}]}},
    {"object": sub(actor=ANNA)},
    {"object": sub(object={"objectType": "Agent", **ANNA})},
    {"object": sub(context={"instructor": ANNA})},
]
BROAD_ACTIVITY: list[Json] = [
    *({"context": {"contextActivities": {kind: [{"id": COURSE}]}}} for kind in ("parent", "grouping", "category")),
    {"context": {"contextActivities": {"other": {"id": COURSE}}}},
    {"object": sub(object={"id": COURSE})},
    {"object": sub(context={"contextActivities": {"parent": [{"id": COURSE}]}})},
]


@pytest.mark.parametrize("changes", PLAIN_AGENT)
def test_an_agent_is_found_as_actor_as_object_and_as_a_member_of_either(tool: Tool, changes: Json) -> None:
    wanted = said(**changes)
    tool.send([said(), wanted])
    assert found(tool, agent=agent(ANNA)) == [wanted["id"]]
    assert found(tool, agent=agent(ANNA), related_agents="true") == [wanted["id"]]


@pytest.mark.parametrize("changes", BROAD_AGENT)
def test_an_agent_elsewhere_is_found_only_when_related_agents_are_asked_for(tool: Tool, changes: Json) -> None:
    wanted = said(**changes)
    tool.send([said(), wanted])
    assert found(tool, agent=agent(ANNA)) == found(tool, agent=agent(ANNA), related_agents="false") == []
    assert found(tool, agent=agent(ANNA), related_agents="true") == [wanted["id"]]


def test_the_authority_is_a_related_agent(tool: Tool) -> None:
    statement = said()
    tool.send(statement)
    authority = agent(json.loads(stored()[0].raw)["authority"])
    assert found(tool, agent=authority) == []
    assert found(tool, agent=authority, related_agents="true") == [statement["id"]]


def test_who_is_only_claimed_to_be_the_authority_is_not_related(tool: Tool) -> None:
    tool.send(said(authority=ANNA))
    assert stored()[0].authority == f"credential:{tool.key.key}"
    assert found(tool, agent=agent(ANNA), related_agents="true") == []


@pytest.mark.parametrize("changes", BROAD_ACTIVITY)
def test_an_activity_elsewhere_is_found_only_when_related_activities_are_asked_for(tool: Tool, changes: Json) -> None:
    wanted, plain = said(**changes), said(object={"id": COURSE})
    tool.send([said(), wanted])
    tool.send(plain)
    assert found(tool, activity=COURSE) == [plain["id"]]
    assert found(tool, activity=COURSE, related_activities="true") == [plain["id"], wanted["id"]]


def test_related_alone_changes_nothing(tool: Tool) -> None:
    statement = said(context={"instructor": ANNA})
    tool.send(statement)
    assert found(tool, related_agents="true", related_activities="true") == [statement["id"]]


def test_filters_must_hold_together_in_their_broad_sense_too(tool: Tool) -> None:
    context = {"instructor": ANNA, "contextActivities": {"parent": [{"id": COURSE}]}, "registration": REGISTRATION}
    wanted = said(verb={"id": VERB}, context=context)
    others = [said(context={name: context[name]}) for name in context]
    tool.send([*others, wanted, said(verb={"id": VERB})])
    both = {"related_agents": "true", "related_activities": "true"}
    filters = {"agent": agent(ANNA), "activity": COURSE, "verb": VERB, "registration": REGISTRATION}
    for chosen in itertools.combinations(filters, 2):
        assert found(tool, **{name: filters[name] for name in chosen}, **both) == [wanted["id"]], chosen
    assert found(tool, **filters, **both) == [wanted["id"]]


FILTERS: list[tuple[dict[str, str], Json]] = [
    ({"verb": VERB}, {"verb": {"id": VERB}}),
    ({"activity": COURSE}, {"object": {"id": COURSE}}),
    ({"agent": agent(ANNA)}, {"actor": ANNA}),
    ({"agent": agent(ANNA)}, {"object": {"objectType": "Agent", **ANNA}}),
    ({"agent": agent(ANNA)}, {"actor": {"objectType": "Group", "member": [ANNA]}}),
    ({"registration": REGISTRATION}, {"context": {"registration": REGISTRATION}}),
    ({"agent": agent(ANNA), "related_agents": "true"}, {"context": {"instructor": ANNA}}),
    (
        {"activity": COURSE, "related_activities": "true"},
        {"context": {"contextActivities": {"parent": [{"id": COURSE}]}}},
    ),
    (
        {"verb": VERB, "agent": agent(ANNA), "activity": COURSE},
        {"verb": {"id": VERB}, "actor": ANNA, "object": {"id": COURSE}},
    ),
]


@pytest.mark.parametrize(("parameters", "changes"), FILTERS)
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_statement_is_found_by_what_it_refers_to_along_the_chain_in_any_order_of_arrival(
    tool: Tool, parameters: dict[str, str], changes: Json, order: Sequence[int]
) -> None:
    target = said(**changes)
    comment = about(target)
    reply = about(comment)
    chain = [target, comment, reply]
    for position in order:
        tool.send(chain[position])
        tool.send(said())
    expected = [chain[position]["id"] for position in reversed(order)]
    assert found(tool, **parameters) == expected


def test_a_batch_with_a_chain_in_it_is_found_whole(tool: Tool) -> None:
    target = said(verb={"id": VERB})
    comment = about(target)
    tool.send([about(comment), comment, target])
    assert len(found(tool, verb=VERB)) == 3


def test_the_filters_must_hold_of_the_same_statement(tool: Tool) -> None:
    target = said(verb={"id": VERB})
    comment = about(target, actor=ANNA)
    tool.send([target, comment])
    assert found(tool, verb=VERB, agent=agent(ANNA)) == []


def test_time_is_that_of_the_statement_that_refers(tool: Tool) -> None:
    target = said(verb={"id": VERB})
    tool.send(target)
    moment = stored()[0].stored.isoformat()
    comment = about(target)
    tool.send(comment)
    assert found(tool, verb=VERB, since=moment) == [comment["id"]]
    assert found(tool, verb=VERB, until=moment) == [target["id"]]


def test_what_refers_to_a_voided_statement_is_still_found_by_it(tool: Tool) -> None:
    target = said(verb={"id": VERB})
    comment, end = about(target), voiding(target["id"])
    for statement in (target, comment, end):
        tool.send(statement)
    assert found(tool, verb=VERB) == [end["id"], comment["id"]]
    tool.send(voiding(comment["id"]))
    assert end["id"] in found(tool, verb=VERB)
    assert comment["id"] not in found(tool, verb=VERB)


def test_statements_that_refer_to_each_other_in_a_circle_end_somewhere(tool: Tool) -> None:
    one, other = said(verb={"id": VERB}), said()
    one["object"] = {"objectType": "StatementRef", "id": other["id"]}
    other["object"] = {"objectType": "StatementRef", "id": one["id"]}
    itself = said()
    itself["object"] = {"objectType": "StatementRef", "id": itself["id"]}
    for statement in (one, other, itself):
        assert tool.send(statement).status_code == 200
    assert sorted(found(tool, verb=VERB)) == sorted([one["id"], other["id"]])


def test_a_reference_to_what_is_not_there_finds_nothing_more(tool: Tool) -> None:
    tool.send(about({"id": str(uuid4())}))
    assert found(tool, verb=VERB) == []


def test_another_tenant_s_statement_with_the_same_id_is_not_what_is_referred_to(tool: Tool, foreign_tool: Tool) -> None:
    target = said(verb={"id": VERB})
    foreign_tool.send(target)
    tool.send(about(target))
    assert found(tool, verb=VERB) == []
    assert found(foreign_tool, verb=VERB) == [target["id"]]


@pytest.mark.parametrize("ascending", ["true", "false"])
def test_pages_of_a_broad_filter_follow_each_other_without_gap_or_repetition(tool: Tool, ascending: str) -> None:
    sent = [said(**changes) for changes in [*PLAIN_AGENT, *BROAD_AGENT] for _ in range(2)]
    sent += [about(sent[0]), about(sent[1])]
    for start in range(0, len(sent), 3):
        tool.send(sent[start : start + 3])
    query, seen = (
        "?" + urlencode({"agent": agent(ANNA), "related_agents": "true", "limit": 4, "ascending": ascending}),
        [],
    )
    while query:
        page = tool.get(query).json()
        assert len(page["statements"]) <= 4
        seen += [(statement["stored"], statement["id"]) for statement in page["statements"]]
        query = page["more"].removeprefix(URL)
        if ascending == "false":
            tool.send(said(actor=ANNA))  # newer than all pages
    assert [moment for moment, _ in seen] == sorted((moment for moment, _ in seen), reverse=ascending == "false")
    assert len(seen) == len(sent)
    assert {identifier for _, identifier in seen} == {statement["id"] for statement in sent}


@pytest.mark.parametrize("ascending", ["true", "false"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_go_on_behind_statements_that_are_found_through_several_others(
    tool: Tool, limit: int, ascending: str
) -> None:
    target = said(verb={"id": VERB})
    comment = about(target, verb={"id": VERB})
    sent = [target, comment, *(about(comment) for _ in range(4))]
    for statement in sent:
        tool.send(statement)
    query, seen = "?" + urlencode({"verb": VERB, "limit": limit, "ascending": ascending}), []
    while query:
        page = tool.get(query).json()
        assert len(page["statements"]) <= limit
        seen += [statement["id"] for statement in page["statements"]]
        query = page["more"].removeprefix(URL)
    expected = [statement["id"] for statement in sent]
    assert seen == (expected if ascending == "true" else expected[::-1])


def test_a_removed_statement_takes_its_references_along(tool: Tool) -> None:
    tool.send(said(context={"instructor": ANNA}))
    with unscoped("test"):
        assert StatementReference.objects.count() == 1
        Statement.objects.all().delete()
        assert StatementReference.objects.count() == 0


def test_a_refused_batch_leaves_no_references(tool: Tool) -> None:
    kept = said()
    tool.send(kept)
    assert tool.send([said(context={"instructor": ANNA}), {**kept, "verb": {"id": VERB}}]).status_code == 409
    with unscoped("test"):
        assert StatementReference.objects.count() == 0


def test_the_migration_fills_in_what_storing_would_have_written(tool: Tool) -> None:
    target = said(verb={"id": VERB}, context={"instructor": ANNA, "registration": REGISTRATION})
    comment = about(target)
    tool.send([said(**changes) for changes in [*PLAIN_AGENT, *BROAD_AGENT, *BROAD_ACTIVITY]])
    for statement in (about(comment), comment, target):
        tool.send(statement)
    with unscoped("test"):
        before = sorted(StatementReference.objects.values_list())
        assert len(before) > 20
        StatementReference.objects.all().delete()
        Statement.objects.update(refers_to=None)
        import_module("analytics.migrations.0004_fill_references").fill(apps, None)
        assert sorted(StatementReference.objects.values_list()) == before
        assert Statement.objects.filter(refers_to__isnull=False).count() == 2
