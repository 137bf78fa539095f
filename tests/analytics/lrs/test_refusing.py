"""What is not taken in: bodies, headers and methods, each with its status and place, and nothing stored."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from analytics.lrs import ingest
from analytics.lrs.auth import Allows
from tests.analytics.lrs.conftest import URL, Tool, Towns, key_of, refusal, said, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_stored(db: Any) -> Iterator[None]:
    """Whatever is refused here must leave no trace."""
    yield
    assert stored() == []


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b" ", ""),
        (b"{", ""),
        (b'{"actor": "\xff"}', ""),
        (b"\xef\xbb\xbf{}", ""),
        (b'{"a": 1, "a": 2}', "/a"),
        (b'[{"a": NaN}]', ""),
        (b'{"result": {"response": "\\ud800"}}', "/result/response"),
        (b"[" * 100_000, ""),
        (b'{"a":' * 100_000, ""),
        (b"[" * 65 + b"]" * 65, ""),
        (b"17", ""),
        (b'"text"', ""),
        (b"null", ""),
        (b"{}", "/actor"),
        (b"[[]]", "/0"),
        (b"[null]", "/0"),
    ],
)
def test_a_body_that_is_no_statement_is_refused_with_its_place(tool: Tool, body: bytes, where: str) -> None:
    assert refusal(tool.send(body)) == (400, where)


def test_a_number_with_a_million_digits_does_not_stall(tool: Tool) -> None:
    extensions = b'{"https://tool.example/n":' + b"9" * 1_000_000 + b'}, "x": 1'
    body = (
        json.dumps(said(result={"extensions": {}}))
        .encode()
        .replace(b'"extensions": {}', b'"extensions": ' + extensions)
    )
    assert refusal(tool.send(body)) == (400, "/result/x")


def test_broken_utf8_says_at_which_octet(tool: Tool) -> None:
    assert "position 11" in tool.send(b'{"actor": "\xff"}').json()["why"]


def test_a_body_beyond_the_limit_is_refused_and_one_at_the_limit_is_not(tool: Tool, settings: Settings) -> None:
    body = json.dumps(said()).encode()
    settings.LRS_MAX_BODY_BYTES = len(body) - 1
    assert refusal(tool.send(body)) == (413, "")
    settings.LRS_MAX_BODY_BYTES = len(body)
    assert refusal(tool.send(body.replace(b"http:", b"    :"))) == (400, "/verb/id")


def test_a_batch_beyond_the_limit_is_refused(tool: Tool, settings: Settings) -> None:
    settings.LRS_MAX_BATCH = 2
    assert refusal(tool.send([said(), said(), said()])) == (413, "")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("multipart/mixed", 400),
        ("multipart/form-data; boundary=x", 400),
        ("application/x-www-form-urlencoded", 400),
        ("application/json; charset=latin-1", 400),
        ("text/plain", 400),
        ("application/jsonx", 400),
        ("", 400),
    ],
)
def test_only_json_in_utf8_is_taken(tool: Tool, kind: str, status: int) -> None:
    assert refusal(tool.send(said(), kind=kind)) == (status, "Content-Type")


@pytest.mark.parametrize("version", ["1.1", "0.9", "2.1.0", "", "3", "1.0.3, 2.0.0"])
def test_a_version_not_spoken_is_refused(tool: Tool, version: str) -> None:
    tool.version = version
    assert refusal(tool.send(said())) == (400, "X-Experience-API-Version")


def test_a_request_without_version_is_refused(tool: Tool) -> None:
    headers = tool.headers()
    del headers["X-Experience-API-Version"]
    answer = Client().post(URL, said(), content_type="application/json", headers=headers)
    assert refusal(answer) == (400, "X-Experience-API-Version")


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused_with_those_that_work(tool: Tool, method: str) -> None:
    answer = tool.get(method=method)
    assert refusal(answer) == (405, "")
    assert answer["Allow"] == "GET, HEAD, POST, PUT, OPTIONS"


def test_post_takes_no_parameters(tool: Tool) -> None:
    assert refusal(tool.send(said(), query="?statementId=1")) == (400, "statementId")


def test_what_is_not_there_is_json_too(tool: Tool) -> None:
    for path in ("/xapi/", "/xapi/statements/x", "/xapi/activities/states", "/xapi/../admin/"):
        assert refusal(Client().get(path, headers=tool.headers())) == (404, "")


PERSON = {"mbox": "mailto:anna@eksjo.example"}
ACCOUNT = {"account": {"homePage": "https://tool.example", "name": "7f3a"}}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"actor": PERSON}, "/actor/mbox"),
        ({"actor": {"mbox_sha1sum": "0" * 40}}, "/actor/mbox_sha1sum"),
        ({"actor": {"openid": "https://anna.example"}}, "/actor/openid"),
        ({"actor": ACCOUNT | {"name": "Anna"}}, "/actor/name"),
        ({"actor": {"account": {"homePage": "https://t.example", "name": "anna@e.example"}}}, "/actor/account/name"),
        ({"actor": ACCOUNT | {"objectType": "Group"}}, "/actor"),
        ({"object": PERSON | {"objectType": "Agent"}}, "/object/mbox"),
        ({"context": {"instructor": PERSON}}, "/context/instructor/mbox"),
        ({"context": {"team": {"objectType": "Group", "member": [ACCOUNT, PERSON]}}}, "/context/team/member/1/mbox"),
        (
            {"context": {"contextAgents": [{"objectType": "contextAgent", "agent": PERSON}]}},
            "/context/contextAgents/0/agent/mbox",
        ),
        (
            {
                "object": {
                    "objectType": "SubStatement",
                    "actor": PERSON,
                    "verb": {"id": "https://tool.example/planned"},
                    "object": {"id": "https://tool.example/film/1"},
                }
            },
            "/object/actor/mbox",
        ),
    ],
)
def test_nobody_may_be_known_by_more_than_an_opaque_account(tool: Tool, changes: Any, where: str) -> None:
    assert refusal(tool.send(said(**changes))) == (403, where)
    assert refusal(tool.send([said(), said(**changes)])) == (403, f"/1{where}")


def test_a_refusal_never_repeats_what_was_sent(tool: Tool) -> None:
    for changes in ({"actor": PERSON}, {"actor": {"mbox": "anna@eksjo.example"}}, {"actor": {**PERSON, "x": "anna"}}):
        assert b"anna" not in tool.send(said(**changes)).content


def test_a_key_writes_and_reads_only_if_issued_for_it(towns: Towns) -> None:
    reader = Tool(key_of(towns.eksjo, Allows.READ_STATEMENTS))
    writer = Tool(key_of(towns.eksjo, Allows.WRITE_STATEMENTS))
    figures = Tool(key_of(towns.eksjo, Allows.READ_FIGURES))
    assert refusal(reader.send(said())) == (403, "Authorization")
    assert refusal(writer.get()) == (403, "Authorization")
    assert refusal(figures.get()) == refusal(figures.send(said())) == (403, "Authorization")


def test_a_fault_of_ours_is_json_and_tells_nothing(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("inner words")

    monkeypatch.setattr(ingest, "record_in_company", fail)
    answer = tool.send(said())
    assert refusal(answer) == (500, "")
    assert b"inner words" not in answer.content


def test_a_busy_database_is_a_503_that_says_when_to_come_back(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(ingest, "record_in_company", locked)
    answer = tool.send(said())
    assert (refusal(answer), answer["Retry-After"]) == ((503, ""), "10")


def test_before_a_key_is_known_the_body_is_not_read(db: Any, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    class Untouched(io.RawIOBase):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("read")

    environ: dict[str, Any] = {"wsgi.input": Untouched(), "CONTENT_LENGTH": "100"}
    with django_assert_num_queries(0):
        answer = Client(headers={"X-Experience-API-Version": "2.0.0"}).post(
            URL, content_type="application/json", **environ
        )
    assert refusal(answer) == (401, "Authorization")
