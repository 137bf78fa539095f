"""POST and PUT: what is answered, and what stands in the tables afterwards."""

import json
from uuid import uuid4

import pytest

from tests.analytics.lrs.conftest import Tool, marks, refusal, said, stored

pytestmark = pytest.mark.django_db


def test_one_statement_is_stored_as_it_was_sent_with_what_the_store_sets(tool: Tool) -> None:
    statement = said(timestamp="2026-03-05T10:00:00.123456789+01:00")
    answer = tool.send(statement)
    assert (answer.status_code, answer.json()) == (200, [statement["id"]])
    (row,) = stored()
    raw = json.loads(row.raw)
    moment = raw.pop("stored")
    assert raw == statement | {
        "timestamp": "2026-03-05T09:00:00.123456789Z",
        "version": "2.0.0",
        "authority": {
            "objectType": "Agent",
            "account": {"homePage": "https://akademin.example/nycklar", "name": tool.key.key},
        },
    }
    assert row.stored.isoformat().replace("+00:00", "Z").startswith(moment[:23])
    assert (row.authority, row.month, row.unit_id, row.object_kind) == (f"credential:{tool.key.key}", 202603, None, "")
    assert row.actor == "account:https://tool.example|7f3a"
    assert row.verb == "http://adlnet.gov/expapi/verbs/experienced"
    assert row.activity == "https://tool.example/film/1"


def test_a_statement_without_id_gets_one(tool: Tool) -> None:
    statement = said()
    del statement["id"]
    (given,) = tool.send(statement).json()
    assert [str(row.statement_id) for row in stored()] == [given]
    assert json.loads(stored()[0].raw)["id"] == given


def test_a_batch_is_answered_in_its_order(tool: Tool) -> None:
    batch = [said() for _ in range(20)]
    assert tool.send(batch).json() == [statement["id"] for statement in batch]
    assert len(stored()) == 20


def test_an_empty_batch_is_fine_and_stores_nothing(tool: Tool) -> None:
    answer = tool.send([])
    assert (answer.status_code, answer.json(), stored()) == (200, [], [])


def test_1_0_3_keeps_the_offset_and_takes_a_missing_version_for_1_0_0(tool: Tool) -> None:
    tool.version = "1.0.3"
    answer = tool.send(said(timestamp="2026-03-05T10:00:00+01:00"))
    assert answer["X-Experience-API-Version"] == "1.0.3"
    raw = json.loads(stored()[0].raw)
    assert (raw["timestamp"], raw["version"]) == ("2026-03-05T10:00:00+01:00", "1.0.0")
    assert stored()[0].timestamp.isoformat() == "2026-03-05T09:00:00+00:00"


def test_a_claimed_authority_and_stored_time_are_replaced(tool: Tool) -> None:
    claimed = {"account": {"homePage": "https://akademin.example/system", "name": "platform"}}
    assert tool.send(said(authority=claimed, stored="2020-01-01T00:00:00Z")).status_code == 200
    (row,) = stored()
    raw = json.loads(row.raw)
    assert row.authority == f"credential:{tool.key.key}"
    assert raw["authority"]["account"]["name"] == tool.key.key
    assert raw["stored"] > "2026"


def test_statements_from_tools_mark_no_window_for_no_figure_counts_them(tool: Tool) -> None:
    tool.send([said(), said()])
    assert (len(stored()), marks()) == (2, [])


def test_the_same_statement_twice_is_stored_once(tool: Tool) -> None:
    statement = said()
    before = [tool.send(statement).json(), stored()[0].raw]
    assert [tool.send(statement).json(), stored()[0].raw] == before
    assert tool.send([said(), statement]).status_code == 200
    assert len(stored()) == 2


def test_another_statement_under_the_same_id_is_a_conflict_and_stores_nothing_of_the_batch(tool: Tool) -> None:
    statement = said()
    tool.send(statement)
    raw = stored()[0].raw
    changed = statement | {"object": {"id": "https://tool.example/film/2"}}
    assert refusal(tool.send([said(), changed])) == (409, "/1/id")
    assert refusal(tool.send(changed)) == (409, "/id")
    assert [row.raw for row in stored()] == [raw]


def test_an_id_in_capitals_is_the_same_id(tool: Tool) -> None:
    statement = said()
    tool.send(statement)
    assert tool.send(statement | {"id": statement["id"].upper()}).json() == [statement["id"]]
    assert len(stored()) == 1


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_invalid_statement_refuses_the_whole_batch_and_says_where(tool: Tool, place: int) -> None:
    batch = [said(), said(), said()]
    batch[place]["verb"] = {"id": "no iri"}
    assert refusal(tool.send(batch)) == (400, f"/{place}/verb/id")
    assert stored() == []


def test_a_single_statement_is_pointed_into_without_a_position(tool: Tool) -> None:
    assert refusal(tool.send(said(verb={"id": "no iri"}))) == (400, "/verb/id")


def test_an_id_twice_in_a_batch_is_refused(tool: Tool) -> None:
    statement = said()
    assert refusal(tool.send([statement, statement])) == (400, "/1/id")
    assert stored() == []


def test_put_stores_under_the_id_of_the_request(tool: Tool) -> None:
    identifier = str(uuid4())
    statement = said()
    del statement["id"]
    answer = tool.send(statement, method="PUT", query=f"?statementId={identifier.upper()}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert [str(row.statement_id) for row in stored()] == [identifier]


def test_put_refuses_an_array_another_id_and_a_missing_one(tool: Tool) -> None:
    query = f"?statementId={uuid4()}"
    assert refusal(tool.send([said()], method="PUT", query=query)) == (400, "")
    assert refusal(tool.send(said(), method="PUT", query=query)) == (400, "/id")
    assert refusal(tool.send(said(), method="PUT")) == (400, "statementId")
    assert refusal(tool.send(said(), method="PUT", query=query + "&x=1")) == (400, "x")
    assert stored() == []


def test_attachments_are_taken_only_where_they_say_where_their_data_is(tool: Tool) -> None:
    attachment = {
        "usageType": "https://tool.example/certificate",
        "display": {"sv": "Intyg"},
        "contentType": "application/pdf",
        "length": 3,
        "sha2": "0" * 64,
    }
    assert refusal(tool.send([said(attachments=[attachment])])) == (400, "/0/attachments/0/fileUrl")
    assert stored() == []
    assert tool.send(said(attachments=[attachment | {"fileUrl": "https://tool.example/1.pdf"}])).status_code == 200


def test_numbers_are_kept_to_the_last_digit(tool: Tool) -> None:
    exact = b'{"https://tool.example/n":[1.10,12345678901234567890123,0.1000000000000000000001,1E+400]}'
    body = json.dumps(said(result={"extensions": {}})).encode().replace(b'"extensions": {}', b'"extensions": ' + exact)
    assert tool.send(body).status_code == 200
    assert exact.decode() in stored()[0].raw
