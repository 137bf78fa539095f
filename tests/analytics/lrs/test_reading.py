"""GET and HEAD: every filter with its exact answer, and what a filter may not be."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from analytics.lrs.cursors import Cursor, Position
from tests.analytics.lrs.conftest import URL, Json, Tool, refusal, said, stored

pytestmark = pytest.mark.django_db


def many(tool: Tool, count: int) -> list[str]:
    """Store so many statements one by one; return their ids, newest first."""
    return [tool.send(said()).json()[0] for _ in range(count)][::-1]


def test_one_statement_is_answered_as_it_is_kept(tool: Tool) -> None:
    statement = said()
    tool.send(statement)
    answer = tool.get(f"?statementId={statement['id'].upper()}")
    assert answer.content.decode() == stored()[0].raw
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Length"] == str(len(answer.content))
    assert parsedate_to_datetime(answer["Last-Modified"]) == stored()[0].stored.replace(microsecond=0)


def test_what_is_not_there_is_404(tool: Tool) -> None:
    (identifier,) = many(tool, 1)
    assert refusal(tool.get(f"?statementId={uuid4()}")) == (404, "statementId")
    assert refusal(tool.get(f"?voidedStatementId={identifier}")) == (404, "voidedStatementId")


def test_a_list_is_newest_first_or_oldest_first(tool: Tool) -> None:
    ids = many(tool, 3)
    assert tool.ids() == tool.ids("?ascending=false") == ids
    assert tool.ids("?ascending=true") == ids[::-1]
    assert tool.get().json()["more"] == ""


def test_nothing_found_is_an_empty_list(tool: Tool) -> None:
    answer = tool.get()
    assert (answer.status_code, answer.json()) == (200, {"statements": [], "more": ""})


AGENT = {"account": {"homePage": "https://tool.example", "name": "other"}}
REGISTRATION = "b2a1f7a4-5f0e-4d4b-9f1c-1f1d1c1b1a19"
VERB = "https://tool.example/verbs/åkte"
ACTIVITY = "https://tool.example/film/2"
OBJECT_AGENT = {"objectType": "Agent", **AGENT}


@pytest.mark.parametrize(
    ("parameters", "changes"),
    [
        ({"agent": '{"account":{"name":"other","homePage":"https://tool.example"}}'}, {"actor": AGENT}),
        ({"agent": '{"account":{"name":"other","homePage":"https://tool.example"}}'}, {"object": OBJECT_AGENT}),
        ({"verb": VERB}, {"verb": {"id": VERB}}),
        ({"activity": ACTIVITY}, {"object": {"id": ACTIVITY}}),
        ({"registration": REGISTRATION.upper()}, {"context": {"registration": REGISTRATION}}),
        ({"verb": VERB, "activity": ACTIVITY}, {"verb": {"id": VERB}, "object": {"id": ACTIVITY}}),
        ({"activity": ACTIVITY + "å" * 3000}, {"object": {"id": ACTIVITY + "å" * 3000}}),
    ],
)
def test_a_filter_finds_exactly_what_it_names(tool: Tool, parameters: dict[str, str], changes: Json) -> None:
    wanted = said(**changes)
    tool.send([said(), said(verb={"id": VERB + "s"}), wanted, said(object={"id": ACTIVITY + "s"})])
    assert tool.ids("?" + urlencode(parameters)) == [wanted["id"]]


def test_two_filters_must_both_hold(tool: Tool) -> None:
    tool.send([said(verb={"id": VERB}), said(object={"id": ACTIVITY})])
    assert tool.ids("?" + urlencode({"verb": VERB, "activity": ACTIVITY})) == []


def test_since_is_exclusive_and_until_inclusive(tool: Tool) -> None:
    ids = many(tool, 3)
    middle = {str(row.statement_id): row for row in stored()}[ids[1]].stored.isoformat()
    assert tool.ids("?" + urlencode({"since": middle})) == ids[:1]
    assert tool.ids("?" + urlencode({"until": middle})) == ids[1:]
    assert tool.ids("?" + urlencode({"since": middle, "until": middle})) == []


def test_pages_follow_each_other_without_gap_or_repetition_while_statements_arrive(tool: Tool) -> None:
    ids = many(tool, 7)
    seen, query = [], "?limit=3"
    while query:
        page = tool.get(query).json()
        seen += [statement["id"] for statement in page["statements"]]
        query = page["more"].removeprefix(URL)
        many(tool, 2)
    assert seen == ids


def test_an_ascending_reader_meets_what_arrives_meanwhile(tool: Tool) -> None:
    ids = many(tool, 3)[::-1]
    page = tool.get("?limit=2&ascending=true").json()
    later = many(tool, 1)
    assert tool.ids(page["more"].removeprefix(URL)) == [ids[2], *later]


def test_a_batch_with_one_stored_time_is_paged_without_gap(tool: Tool) -> None:
    batch = [said() for _ in range(5)]
    tool.send(batch)
    page = tool.get("?limit=2").json()
    seen = [statement["id"] for statement in page["statements"]]
    while page["more"]:
        page = tool.get(page["more"].removeprefix(URL)).json()
        seen += [statement["id"] for statement in page["statements"]]
    assert len(seen) == 5
    assert set(seen) == {statement["id"] for statement in batch}


def test_a_cursor_keeps_its_filters(tool: Tool) -> None:
    wanted = [said(verb={"id": VERB}) for _ in range(3)]
    for statement in wanted:
        tool.send([statement, said()])
    page = tool.get("?" + urlencode({"verb": VERB, "limit": 2})).json()
    assert tool.ids(page["more"].removeprefix(URL)) == [wanted[0]["id"]]


def test_a_cursor_of_another_tenant_shows_nothing_of_it(tool: Tool, foreign_tool: Tool) -> None:
    many(tool, 3)
    more = tool.get("?limit=1").json()["more"].removeprefix(URL)
    assert foreign_tool.ids(more) == []


def test_a_page_ends_early_rather_than_grow_beyond_a_body(tool: Tool, settings: Settings) -> None:
    ids = many(tool, 3)
    settings.LRS_MAX_BODY_BYTES = len(stored()[0].raw) + 10
    page = tool.get().json()
    assert [statement["id"] for statement in page["statements"]] == ids[:1]
    assert tool.ids(page["more"].removeprefix(URL)) == ids[1:2]


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("?unknown=1", "unknown"),
        ("?Verb=https://a.example", "Verb"),
        ("?statementid=" + REGISTRATION, "statementid"),
        ("?statementId=1", "statementId"),
        (f"?statementId={REGISTRATION}&voidedStatementId={REGISTRATION}", "voidedStatementId"),
        (f"?statementId={REGISTRATION}&limit=1", "limit"),
        ("?verb=none", "verb"),
        ("?verb=https://a.example/%00", "verb"),
        ("?activity=", "activity"),
        ("?agent=none", "agent"),
        ("?agent={}", "agent"),
        ("?agent=" + "[" * 5000, "agent"),
        ('?agent={"objectType":"Group","member":[{"mbox":"mailto:a@b.example"}]}', "agent"),
        ("?registration=1", "registration"),
        ("?since=yesterday", "since"),
        ("?limit=-1", "limit"),
        ("?limit=1.5", "limit"),
        ("?limit=%C2%B2", "limit"),
        ("?ascending=True", "ascending"),
        ("?related_agents=True", "related_agents"),
        ("?related_activities=1", "related_activities"),
        (f"?statementId={REGISTRATION}&related_agents=true", "related_agents"),
        ("?format=IDs", "format"),
        ("?format=", "format"),
        ("?attachments=1", "attachments"),
        (f"?statementId={REGISTRATION}&attachments=True", "attachments"),
        (f"?statementId={REGISTRATION}&format=all", "format"),
        ("?limit=1&limit=2", ""),
        ("?verb=%FF", ""),
        ("?" + "&".join(f"x{number}=1" for number in range(2000)), ""),
        ("?more=", "more"),
        ("?more=x", "more"),
        ("?more=å", "more"),
        ("?more=W10", "more"),
        ("?more=W10&limit=1", "more"),
    ],
)
def test_a_parameter_that_is_not_understood_is_never_passed_over(tool: Tool, query: str, where: str) -> None:
    many(tool, 1)
    assert refusal(tool.get(query)) == (400, where)


@pytest.mark.parametrize(
    "content",
    [
        ({"statementId": REGISTRATION}, 1),
        ({"unknown": "1"}, 1),
        ({}, -1),
        ({}, 2**63),
        ({}, True),
    ],
)
def test_a_forged_cursor_gets_no_further_than_a_query(tool: Tool, content: tuple[dict[str, str], int]) -> None:
    cursor = Cursor(content[0], Position(timezone.now(), content[1]))
    assert tool.get(f"?more={cursor.text()}").status_code == 400


def test_true_defaults_and_zero_limit_are_understood(tool: Tool) -> None:
    ids = many(tool, 2)
    plain = "format=exact&attachments=false&related_agents=false&related_activities=false"
    for limit in ("0", "9" * 5000, "0002"):
        assert tool.ids(f"?{plain}&limit={limit}") == ids


@pytest.mark.parametrize("query", ["", "?limit=0", "?limit=501"])
def test_no_limit_and_0_ask_for_as_much_as_there_is_in_a_page(tool: Tool, query: str) -> None:
    tool.send([said() for _ in range(501)])
    page = tool.get(query).json()
    assert (len(page["statements"]), bool(page["more"])) == (500, True)


def test_head_is_get_without_the_body(tool: Tool) -> None:
    many(tool, 1)
    got, head = tool.get(), tool.get(method="HEAD")
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", got["Content-Length"])


def test_a_reader_in_1_0_3_does_not_meet_what_only_2_0_knows(tool: Tool) -> None:
    agents = [{"objectType": "contextAgent", "agent": AGENT}]
    statement = said(context={"contextAgents": agents, "language": "sv"})
    tool.send(statement)
    raw = stored()[0].raw
    assert tool.get().json()["statements"][0]["context"] == statement["context"]
    tool.version = "1.0.3"
    assert tool.get().json()["statements"][0]["context"] == {"language": "sv"}
    assert tool.get(f"?statementId={statement['id']}").json()["context"] == {"language": "sv"}
    assert stored()[0].raw == raw


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_a_batch_or_a_page(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Up to when the store is complete is otherwise asked once a second, that is in some of the requests below.
    monkeypatch.setattr("analytics.lrs.consistency._LATELY", -1.0)
    tool.get()  # writes down the minute in which the key was used
    few = queries(lambda: tool.send([said(), said()]))
    assert 1 < few <= 10
    assert queries(lambda: tool.send([said() for _ in range(20)])) == few
    assert queries(lambda: tool.ids("?limit=2")) == queries(lambda: tool.ids("?limit=20")) == 4


def test_about_is_for_anyone_and_needs_no_version(db: None) -> None:
    answer = Client().get("/xapi/about")
    assert (answer.status_code, answer.json()) == (200, {"version": ["1.0.3", "2.0.0"]})
    assert answer["X-Experience-API-Version"] == "2.0.0"
    assert (
        Client().get("/xapi/about", headers={"X-Experience-API-Version": "1.0.1"})["X-Experience-API-Version"]
        == "1.0.3"
    )
    assert refusal(Client().post("/xapi/about"))[0] == 405
