"""GET of statements (xAPI-Communication 2.1.3): parameters, filters, order, pages."""

from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

import pytest

from tests.analytics.lrs.conformance.samples import activity, agent, group, reference, simple, within
from tests.analytics.lrs.conformance.store import STATEMENTS, Json, Store

CONSISTENT = "X-Experience-API-Consistent-Through"


def test_one_statement_is_found_by_its_id_alone(store: Store) -> None:
    """2.1.3.s2.b1, b2: any other parameter beside attachments and format is 400."""
    statement = simple()
    store.kept(statement)
    one = {"statementId": statement["id"]}
    filters = {
        "agent": agent(),
        "verb": "http://example.com/v",
        "activity": "http://example.com/a",
        "registration": str(uuid4()),
        "related_activities": "true",
        "related_agents": "true",
        "since": "2013-05-18T05:32:34Z",
        "until": "2013-05-18T05:32:34Z",
        "limit": "1",
        "ascending": "true",
    }
    asked: list[tuple[str, int, Any]] = [
        ("there", 200, store.get(one)),
        ("with attachments", 200, store.get({**one, "attachments": "false"})),
        ("with format", 200, store.get({**one, "format": "exact"})),
        ("with both", 200, store.get({**one, "format": "exact", "attachments": "false"})),
        ("not there", 404, store.get({"statementId": str(uuid4())})),
        ("not voided", 404, store.get({"voidedStatementId": statement["id"]})),
        ("both ids", 400, store.get({**one, "voidedStatementId": str(uuid4())})),
        *((f"with {name}", 400, store.get({**one, name: value})) for name, value in filters.items()),
        *(
            (f"voided, with {name}", 400, store.get({"voidedStatementId": str(uuid4()), name: value}))
            for name, value in filters.items()
        ),
    ]
    assert store.wrong_statuses(asked) == []


BAD: dict[str, list[Any]] = {
    "statementId": ["", "1", "null", "8f87ccde-bb56-4c2e-ab83-44982ef22dfg"],
    "voidedStatementId": ["", "1", "null"],
    "agent": [
        *("", "text", "{}", "[]", "null", "1", '"text"', "{", {"name": "Kim"}, {"mbox": "a@b.se"}, {"mbox": 1}),
        *({**agent(), "openid": "http://a.b"}, {**agent(), "objectType": "Person"}, {**agent(), "more": 1}),
        *({"account": {"name": "a"}}, {"objectType": "Group", "member": [agent()]}, [agent()]),
    ],
    "verb": ["", "text", "example.com/v"],
    "activity": ["", "text", "example.com/a"],
    "registration": ["", "1", "text", "ec531277-b57b-4c15-8d91-d292c5b2b8f"],
    "related_activities": ["", "True", "TRUE", "1", "0", "yes", "null"],
    "related_agents": ["", "True", "FALSE", "1", "0", "no"],
    "since": ["", "text", "2013-05-18", "1368855154", "2013-13-18T05:32:34Z", "2013-05-18T05:32:34-00:00"],
    "until": ["", "text", "2013-05-18", "1368855154", "2013-05-18T25:32:34Z", "2013-05-18T05:32:34-00:00"],
    "limit": ["", "-1", "1.5", "text", "1e3", "+1", "0x1", "null"],
    "format": ["", "Exact", "IDS", "text", "null", "canonical "],
    "attachments": ["", "True", "1", "yes"],
    "ascending": ["", "True", "1", "asc"],
}
GOOD: dict[str, list[Any]] = {
    "agent": [agent(), {"mbox": "mailto:a@b.se"}, group(), {"account": {"homePage": "http://e.com", "name": "1"}}],
    "verb": ["http://example.com/v", "urn:isbn:1"],
    "activity": ["http://example.com/a?b=c&d#e", "http://example.com/فعل"],
    "registration": ["ec531277-b57b-4c15-8d91-d292c5b2b8f7", "EC531277-B57B-4C15-8D91-D292C5B2B8F7"],
    "related_activities": ["true", "false"],
    "related_agents": ["true", "false"],
    "since": ["2013-05-18T05:32:34Z", "2013-05-18T05:32:34.123+02:00", "2013-05-18T05:32:34.123456Z"],
    "until": ["2013-05-18T05:32:34Z", "2999-05-18T05:32:34.123-05:00"],
    "limit": ["0", "1", "100", "9999999", "00"],
    "format": ["ids", "exact", "canonical"],
    "attachments": ["true", "false"],
    "ascending": ["true", "false"],
}


def test_each_parameter_is_held_to_its_rule(store: Store) -> None:
    """xAPI-Data 2.2.s4.b4; xAPI-Communication 3.2.s3.b7 and b8."""
    asked: list[tuple[str, int, Any]] = []
    for name, values in BAD.items():
        asked += [(f"{name}={value}", 400, store.get({name: value})) for value in values]
    for name, values in GOOD.items():
        asked += [(f"{name}={value}", 200, store.get({name: value})) for value in values]
        text = "true" if name.startswith("related") else quote(str(values[0]))
        for other in {name.upper(), name.title(), f"{name} ", f" {name}"} - {name}:
            asked.append((f"{other}=…", 400, store.get({other: values[0]})))
        asked.append((f"{name} twice", 400, store.get(f"{name}={text}&{name}={text}")))
    for name in ("foo", "", "statement", "statementid", "voidedstatementId", "relatedAgents", "id", "more2"):
        asked.append((f"unknown {name!r}", 400, store.get({name: "1"})))
    assert len(asked) > 120
    assert store.wrong_statuses(asked) == []


def test_a_list_is_a_statement_result(store: Store) -> None:
    """xAPI-Data 2.5; 2.1.3.s2.b4: no match is 200 and an empty array."""
    empty = store.get({"verb": "http://example.com/nothing"})
    assert (empty.status_code, empty.json()["statements"], empty.json().get("more", "")) == (200, [], "")
    assert empty["Content-Type"].split(";")[0] == "application/json"


def test_every_answer_about_statements_says_up_to_when_the_store_is_complete(store: Store) -> None:
    """2.1.3.s2.b5: on all responses to Statements Resource requests, in ISO 8601."""
    statement = simple()
    answers = {
        "GET": store.get(),
        "GET one": store.get({"statementId": statement["id"]}),
        "POST": store.post(statement),
        "PUT": store.put(statement),
        "POST refused": store.post({}),
        "PUT refused": store.ask("PUT", STATEMENTS, body=statement),
        "GET refused": store.get({"foo": "bar"}),
        "409": store.post({**statement, "verb": {"id": "http://e.com/v"}}),
        "HEAD": store.ask("HEAD", STATEMENTS),
        "401": store.get(Authorization=None),
        "no version": store.get(X_Experience_API_Version=None),
        "405": store.ask("PATCH", STATEMENTS),
    }
    assert [what for what, answer in answers.items() if CONSISTENT not in answer] == []
    assert all(datetime.fromisoformat(answer[CONSISTENT]).tzinfo for answer in answers.values())


def test_a_single_statement_says_when_it_was_stored(store: Store) -> None:
    """2.1.3.s2.b8: Last-Modified matches stored."""
    statement = simple()
    found = store.kept(statement)
    answer = store.get({"statementId": statement["id"]})
    modified = datetime.strptime(answer["Last-Modified"], "%a, %d %b %Y %H:%M:%S GMT")  # noqa: DTZ007 - GMT is said
    assert modified == datetime.fromisoformat(found["stored"]).replace(tzinfo=None, microsecond=0)


@pytest.fixture
def sent(store: Store) -> dict[str, Json]:
    """Statements of which each mentions somebody or something in one place."""
    kinds: dict[str, Json] = {
        "actor": simple(actor=agent("wanted")),
        "object": simple(object=agent("wanted")),
        "group": simple(actor={"objectType": "Group", "mbox": "mailto:g@e.com", "member": [agent("wanted")]}),
        "anonymous group": simple(object={"objectType": "Group", "member": [agent("wanted")]}),
        "instructor": simple(context={"instructor": agent("wanted")}),
        "team": simple(context={"team": {"objectType": "Group", "member": [agent("wanted")]}}),
        "sub actor": within(simple(actor=agent("wanted"))),
        "sub object": within(simple(object=agent("wanted"))),
        "sub instructor": within(simple(context={"instructor": agent("wanted")})),
        "nobody": simple(actor=agent("other")),
    }
    kinds["activity"] = simple(object=activity("wanted"))
    for name in ("parent", "grouping", "category", "other"):
        kinds[name] = simple(context={"contextActivities": {name: [activity("wanted")]}})
    kinds["sub activity"] = within(simple(object=activity("wanted")))
    kinds["sub parent"] = within(simple(context={"contextActivities": {"parent": activity("wanted")}}))
    if store.is_2_0:
        wanted = {"objectType": "contextAgent", "agent": agent("wanted")}
        kinds["contextAgents"] = simple(context={"contextAgents": [wanted]})
        team = {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [agent("wanted")]}}
        kinds["contextGroups"] = simple(context={"contextGroups": [team]})
    assert store.post(list(kinds.values())).status_code == 200
    return kinds


def _found(store: Store, sent: dict[str, Json], params: Json) -> set[str]:
    names = {statement["id"]: name for name, statement in sent.items()}
    return {names.get(identifier, identifier) for identifier in store.ids(params)}


def test_the_agent_filter_finds_actor_and_object_and_members(store: Store, sent: dict[str, Json]) -> None:
    plain = {"actor", "object", "group", "anonymous group"}
    assert _found(store, sent, {"agent": agent("wanted")}) == plain
    assert _found(store, sent, {"agent": {"mbox": "mailto:wanted@EXAMPLE.com", "name": "other"}}) == plain
    assert _found(store, sent, {"agent": agent("nobody-here")}) == set()
    assert _found(store, sent, {"agent": {"objectType": "Group", "mbox": "mailto:g@e.com"}}) == {"group"}
    broad = plain | {"instructor", "team", "sub actor", "sub object", "sub instructor"}
    broad |= {"contextAgents", "contextGroups"} if store.is_2_0 else set()
    assert _found(store, sent, {"agent": agent("wanted"), "related_agents": "true"}) == broad
    assert _found(store, sent, {"agent": agent("wanted"), "related_agents": "false"}) == plain


def test_the_agent_filter_finds_authorities_when_it_is_broad(store: Store, sent: dict[str, Json]) -> None:
    authority = store.get().json()["statements"][0]["authority"]
    assert _found(store, sent, {"agent": authority, "related_agents": "true"}) == set(sent)
    assert _found(store, sent, {"agent": authority}) == set()


def test_the_activity_filter_finds_the_object_and_more_when_it_is_broad(store: Store, sent: dict[str, Json]) -> None:
    wanted = activity("wanted")["id"]
    assert _found(store, sent, {"activity": wanted}) == {"activity"}
    broad = {"activity", "parent", "grouping", "category", "other", "sub activity", "sub parent"}
    assert _found(store, sent, {"activity": wanted, "related_activities": "true"}) == broad
    assert _found(store, sent, {"activity": activity("nothing")["id"], "related_activities": "true"}) == set()


def test_verb_and_registration_are_compared_exactly(store: Store) -> None:
    registration = str(uuid4())
    verb = {"id": "http://example.com/wanted"}
    one, two = simple(verb=verb), simple(context={"registration": registration})
    assert store.post([one, two, simple()]).status_code == 200
    assert store.ids({"verb": verb["id"]}) == [one["id"]]
    assert store.ids({"verb": "http://example.com/Wanted"}) == []
    assert store.ids({"registration": registration}) == [two["id"]]
    assert store.ids({"registration": registration.upper()}) == [two["id"]]
    assert store.ids({"registration": registration, "verb": verb["id"]}) == []


def test_since_is_exclusive_and_until_inclusive_and_both_look_at_stored(store: Store) -> None:
    first, second = store.kept(simple(timestamp="2013-01-01T00:00:00Z")), store.kept(simple())
    earlier = (datetime.fromisoformat(first["stored"]) - timedelta(seconds=1)).isoformat()
    assert store.ids({"since": first["stored"]}) == [second["id"]]
    assert store.ids({"until": first["stored"]}) == [first["id"]]
    assert store.ids({"since": second["stored"]}) == []
    assert store.ids({"since": earlier, "until": first["stored"]}) == [first["id"]]
    assert store.ids({"until": earlier}) == []


@pytest.mark.parametrize("plus", ["%2B", "+", "%20"])
def test_a_moment_of_another_zone_is_the_same_however_its_plus_is_sent(store: Store, plus: str) -> None:
    """Unescaped, a + arrives as a space, and no timestamp could mean that."""
    first, second = store.kept(simple()), store.kept(simple())
    elsewhere = datetime.fromisoformat(first["stored"]).astimezone(timezone(timedelta(hours=5, minutes=30)))
    moment = elsewhere.isoformat().replace("+", plus)
    for name, found in (("since", second), ("until", first)):
        assert [each["id"] for each in store.get(f"{name}={moment}").json()["statements"]] == [found["id"]]
    for malformed in (f"2026-01-31{plus}01:00", f"2026-01-31T10:15:00Z{plus}01:00", f"{plus}01:00"):
        assert store.get(f"since={malformed}").status_code == 400


def test_the_newest_comes_first_unless_ascending(store: Store) -> None:
    ids = [store.kept(simple())["id"] for _ in range(4)]
    assert store.ids({}) == ids[::-1]
    assert store.ids({"ascending": "false"}) == ids[::-1]
    assert store.ids({"ascending": "true"}) == ids
    assert store.ids({"ascending": "true", "limit": "2"}) == ids[:2]
    assert store.ids({"limit": "1"}) == ids[-1:]
    assert store.ids({"limit": "0"}) == ids[::-1]


@pytest.mark.parametrize("ascending", ["true", "false"])
def test_more_leads_through_all_of_them_as_an_address_of_the_host(store: Store, ascending: str) -> None:
    """xAPI-Data 2.5.s2: a relative IRL with the full path, without scheme, host and port; empty at the end."""
    ids = [statement["id"] for statement in (simple(verb={"id": "http://e.com/wanted"}) for _ in range(7))]
    others = [simple() for _ in range(3)]
    for identifier, other in zip(ids, [*others, *[None] * 4], strict=True):
        assert store.post(simple(id=identifier, verb={"id": "http://e.com/wanted"})).status_code == 200
        assert other is None or store.post(other).status_code == 200
    page = store.get({"verb": "http://e.com/wanted", "limit": "2", "ascending": ascending}).json()
    found = [statement["id"] for statement in page["statements"]]
    while page["more"]:
        parts = urlsplit(page["more"])
        assert (parts.scheme, parts.netloc, parts.path[:1]) == ("", "", "/")
        store.post(simple(verb={"id": "http://e.com/other"}))
        page = store.ask("GET", page["more"]).json()
        assert len(page["statements"]) <= 2
        found += [statement["id"] for statement in page["statements"]]
    assert found == (ids if ascending == "true" else ids[::-1])
    assert page["more"] == ""


def test_all_filters_hold_at_once(store: Store) -> None:
    verb = {"id": "http://e.com/wanted"}
    registration = str(uuid4())
    right = simple(actor=agent("wanted"), verb=verb, object=activity("wanted"), context={"registration": registration})
    near = [
        simple(actor=agent("wanted"), verb=verb, object=activity("wanted")),
        simple(actor=agent("wanted"), verb=verb, context={"registration": registration}),
        simple(actor=agent("wanted"), object=activity("wanted"), context={"registration": registration}),
        simple(verb=verb, object=activity("wanted"), context={"registration": registration}),
        simple(object=reference(str(uuid4())), verb=verb),
    ]
    assert store.post([right, *near]).status_code == 200
    asked = {
        "agent": agent("wanted"),
        "verb": verb["id"],
        "activity": activity("wanted")["id"],
        "registration": registration,
    }
    assert store.ids(asked) == [right["id"]]
    assert store.ids({**asked, "related_agents": "true", "related_activities": "true"}) == [right["id"]]
