"""Attachments in and out: which parts belong, what is kept of them, and what a reader gets."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from academy.scoping import entered
from analytics.lrs import store
from analytics.lrs.actions.attachments import LONGEST_REQUEST, sweep_files
from analytics.lrs.attachments import files, parcel
from analytics.lrs.auth import Allows, authenticate
from analytics.tasks import sweep_attachments
from tests.analytics.lrs.bodies import (
    BOUNDARY,
    KIND,
    TEXT,
    attached,
    content,
    files_on_disk,
    first,
    in_parts,
    part,
    parts_of,
    rows,
    sha2,
)
from tests.analytics.lrs.conftest import URL, Json, Tool, Towns, key_of, refusal, said, stored

pytestmark = pytest.mark.django_db

URL_OF: Json = {"fileUrl": "https://tool.example/1.pdf"}
SUB: Json = {
    "objectType": "SubStatement",
    "actor": {"account": {"homePage": "https://tool.example", "name": "7f3a"}},
    "verb": {"id": "https://tool.example/planned"},
    "object": {"id": "https://tool.example/film/1"},
}
OTHER = b"\x00\x01\r\n--" + BOUNDARY.encode() + b"x\r\n\xff"


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    """A storage of the test's own."""
    options = {"location": str(tmp_path / "attachments")}
    settings.STORAGES = {**settings.STORAGES, "attachments": {**settings.STORAGES["attachments"], "OPTIONS": options}}


@pytest.fixture(params=["1.0.3", "2.0.0"])
def tool(request: pytest.FixtureRequest, tool: Tool) -> Tool:
    """The tool, speaking each version: attachments are the same in both."""
    tool.version = request.param
    return tool


def send(tool: Tool, body: bytes, kind: str = KIND, **how: str) -> Any:
    return tool.send(body, kind=kind, **how)


def kept() -> list[tuple[str, bytes]]:
    """What is kept, as (hash, content); every row has its file and every file its row."""
    assert sorted(row.file for row in rows()) == sorted(
        str(path.relative_to(storages["attachments"].location))  # type: ignore[attr-defined]
        for path in files_on_disk()
    )
    return [(row.sha2, b"".join(files.read(row.file))) for row in rows()]


def test_a_statement_is_stored_with_the_data_of_its_attachment(tool: Tool) -> None:
    statement = said(attachments=[attached()])
    answer = send(tool, in_parts(first(statement), part()))
    assert (answer.status_code, answer.json()) == (200, [statement["id"]])
    assert kept() == [(sha2(TEXT), TEXT)]
    assert rows()[0].length == len(TEXT)
    assert len(stored()) == 1


def test_put_takes_parts_too(tool: Tool) -> None:
    statement = said(attachments=[attached()])
    answer = send(tool, in_parts(first(statement), part()), method="PUT", query=f"?statementId={statement['id']}")
    assert (answer.status_code, kept()) == (204, [(sha2(TEXT), TEXT)])


@pytest.mark.parametrize(
    ("statements", "parts"),
    [
        pytest.param([said()], [], id="parts without attachments"),
        pytest.param([said(attachments=[attached(**URL_OF)])], [], id="data elsewhere"),
        pytest.param([said(attachments=[attached(**URL_OF)])], [part()], id="data elsewhere and here"),
        pytest.param([said(attachments=[attached()]), said(attachments=[attached()])], [part()], id="one part for two"),
        pytest.param([said(attachments=[attached(), attached()])], [part(), part()], id="the same data twice"),
        pytest.param([said(object=SUB | {"attachments": [attached()]})], [part()], id="in a SubStatement"),
        pytest.param([said(attachments=[attached(OTHER), attached()])], [part(), part(OTHER)], id="any order"),
        pytest.param([said(attachments=[attached(b"")])], [part(b"")], id="no data"),
        pytest.param(
            [said(attachments=[attached(sha2=sha2(TEXT).upper())])],
            [part(X_Experience_API_Hash=sha2(TEXT).upper())],
            id="hash in capitals",
        ),
        pytest.param([said(attachments=[attached()])], [part(Content_Type=None)], id="no type"),
        *(
            pytest.param(
                [said(attachments=[attached(sha2=sha2(TEXT, name))])],
                [part(X_Experience_API_Hash=sha2(TEXT, name))],
                id=name,
            )
            for name in ("sha224", "sha384", "sha512")
        ),
    ],
)
def test_what_the_specification_allows_is_taken(tool: Tool, statements: list[Json], parts: list[bytes]) -> None:
    answer = send(tool, in_parts(first(statements), *parts))
    assert answer.status_code == 200, answer.content
    assert len(stored()) == len(statements)
    assert len(kept()) == len({each.rpartition(b"\r\n\r\n")[2] for each in parts})


GOOD = first([said(attachments=[attached()])])


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        pytest.param(in_parts(GOOD), 400, "/0/attachments/0/sha2", id="part is missing"),
        pytest.param(in_parts(GOOD, part(OTHER)), 400, "part 2: X-Experience-API-Hash", id="part of nobody"),
        pytest.param(in_parts(GOOD, part(), part(OTHER)), 400, "part 3", id="one part too many"),
        pytest.param(in_parts(GOOD, part(), part()), 400, "part 3", id="the same part too many"),
        pytest.param(in_parts(first(said()), part()), 400, "part 2", id="a part without attachments"),
        pytest.param(
            in_parts(GOOD, part(b"else", X_Experience_API_Hash=sha2(TEXT))),
            400,
            "part 2: X-Experience-API-Hash",
            id="another content",
        ),
        pytest.param(
            in_parts(GOOD, part(X_Experience_API_Hash=None)), 400, "part 2: X-Experience-API-Hash", id="no hash"
        ),
        pytest.param(
            in_parts(GOOD, part(X_Experience_API_Hash="x")), 400, "part 2: X-Experience-API-Hash", id="a bad hash"
        ),
        pytest.param(
            in_parts(GOOD, part(Content_Transfer_Encoding=None)),
            400,
            "part 2: Content-Transfer-Encoding",
            id="no encoding",
        ),
        pytest.param(
            in_parts(GOOD, part(Content_Transfer_Encoding="base64")),
            400,
            "part 2: Content-Transfer-Encoding",
            id="another encoding",
        ),
        pytest.param(in_parts(part(), GOOD), 400, "part 1: Content-Type", id="statements last"),
        pytest.param(in_parts(first([said()], "text/plain"), part()), 400, "part 1: Content-Type", id="text first"),
        pytest.param(
            in_parts(first([said()], "application/json; charset=latin-1")),
            400,
            "part 1: Content-Type",
            id="another charset",
        ),
        pytest.param(in_parts(b"\r\n{}"), 400, "part 1: Content-Type", id="first part of no type"),
        pytest.param(in_parts(), 400, "", id="no parts"),
        pytest.param(b" ", 400, "", id="nothing"),
        pytest.param(in_parts(GOOD, part(), boundary="another"), 400, "", id="another boundary"),
        pytest.param(in_parts(GOOD, part(), end=b""), 400, "", id="cut off after a part"),
        pytest.param(in_parts(GOOD, part())[:-30], 400, "", id="cut off in a part"),
        pytest.param(in_parts(GOOD, b"X: " + b"a" * 100_000 + b"\r\n\r\n"), 400, "", id="huge headers"),
        pytest.param(
            in_parts(GOOD, b"".join(b"X%d: a\r\n" % n for n in range(5000)) + b"\r\n"), 400, "", id="many headers"
        ),
        pytest.param(in_parts(GOOD, *[b"\r\n"] * 100_000), 400, "part 2: X-Experience-API-Hash", id="100,000 parts"),
        pytest.param(in_parts(GOOD, *[part()] * 1000), 400, "part 3", id="the same part 1,000 times"),
        pytest.param(in_parts(b"Content-Type:application/json\r\n\r\n{"), 400, "", id="no JSON"),
        pytest.param(
            in_parts(first([said(verb={"id": "no iri"}, attachments=[attached()])]), part(b"x")),
            400,
            "/0/verb/id",
            id="statements are judged first",
        ),
    ],
)
def test_a_body_that_breaks_a_rule_leaves_nothing(tool: Tool, body: bytes, status: int, where: str) -> None:
    assert refusal(send(tool, body)) == (status, where)
    assert (stored(), rows(), files_on_disk()) == ([], [], [])


def test_a_single_statement_is_pointed_into_without_a_position(tool: Tool) -> None:
    assert refusal(send(tool, in_parts(first(said(attachments=[attached()]))))) == (400, "/attachments/0/sha2")
    sub = said(object=SUB | {"attachments": [attached()]})
    assert refusal(send(tool, in_parts(first(sub)))) == (400, "/object/attachments/0/sha2")


@pytest.mark.parametrize(
    ("setting", "limit", "why"),
    [
        ("LRS_MAX_ATTACHMENT_BYTES", len(TEXT) - 1, "Part 2, an attachment,"),
        ("LRS_MAX_UPLOAD_BYTES", 900, "The body"),
        ("LRS_MAX_BODY_BYTES", 300, "The statements"),
    ],
)
def test_beyond_a_limit_is_413_and_leaves_nothing(
    tool: Tool, settings: Settings, setting: str, limit: int, why: str
) -> None:
    setattr(settings, setting, limit)
    answer = send(tool, in_parts(GOOD, part(), b"\r\n" * 1000))
    assert refusal(answer) == (413, "")
    assert answer.json()["why"].startswith(why)
    assert (stored(), rows(), files_on_disk()) == ([], [], [])


def test_at_the_limits_all_is_well(tool: Tool, settings: Settings) -> None:
    body = in_parts(GOOD, part())
    settings.LRS_MAX_ATTACHMENT_BYTES, settings.LRS_MAX_UPLOAD_BYTES = len(TEXT), len(body)
    settings.LRS_MAX_BODY_BYTES = len(GOOD.partition(b"\r\n\r\n")[2])
    assert send(tool, body).status_code == 200


def test_more_than_memory_takes_goes_through_a_spool(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "IN_MEMORY", 10)
    large = os.urandom(300_000)
    statement = said(attachments=[attached(large), attached()])
    assert send(tool, in_parts(first(statement), part(), part(large))).status_code == 200
    assert sorted(kept()) == sorted([(sha2(large), large), (sha2(TEXT), TEXT)])


def test_the_same_content_is_kept_once(tool: Tool) -> None:
    for _ in range(2):
        assert send(tool, in_parts(first(said(attachments=[attached()])), part())).status_code == 200
    assert kept() == [(sha2(TEXT), TEXT)]


def test_a_lost_file_is_healed_by_sending_it_again(tool: Tool) -> None:
    send(tool, in_parts(GOOD, part()))
    files_on_disk()[0].unlink()
    send(tool, in_parts(first(said(attachments=[attached()])), part()))
    assert kept() == [(sha2(TEXT), TEXT)]


def test_each_organisation_keeps_its_own(tool: Tool, foreign_tool: Tool) -> None:
    statement = said(attachments=[attached()])
    for each in (tool, foreign_tool):
        assert send(each, in_parts(first(statement), part())).status_code == 200
    assert kept() == [(sha2(TEXT), TEXT)] * 2
    assert len({row.organisation_id for row in rows()}) == 2


def test_an_attachment_of_another_organisation_is_not_given_for_its_hash(tool: Tool, foreign_tool: Tool) -> None:
    send(tool, in_parts(GOOD, part()))
    foreign_tool.send(said(attachments=[attached(**URL_OF)]))
    assert len(parts_of(foreign_tool.get("?attachments=true"))) == 1


def conflict(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> int:
    statement = said()
    tool.send(statement)
    changed = statement | {"verb": {"id": "https://tool.example/other"}, "attachments": [attached()]}
    return int(send(tool, in_parts(first(changed), part())).status_code)


def fault(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(store, "keep", lambda *_: 1 / 0)
    return int(send(tool, in_parts(GOOD, part())).status_code)


def no_disk(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> int:
    whole, calls = files.write, []

    def write(*parts: Any) -> str:
        calls.append(parts)
        if len(calls) == 2:
            raise OSError("no space left on device")
        return whole(*parts)

    monkeypatch.setattr(files, "write", write)
    both = in_parts(first(said(attachments=[attached(), attached(OTHER)])), part(), part(OTHER))
    return int(send(tool, both).status_code)


@pytest.mark.parametrize(("fail", "status"), [(conflict, 409), (fault, 500), (no_disk, 500)])
def test_what_fails_after_the_data_came_leaves_no_file(
    tool: Tool, monkeypatch: pytest.MonkeyPatch, fail: Callable[[Tool, pytest.MonkeyPatch], int], status: int
) -> None:
    assert fail(tool, monkeypatch) == status
    assert (rows(), files_on_disk()) == ([], [])


def test_a_database_that_goes_away_leaves_the_file_to_the_sweep(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(store, "keep", gone)
    assert send(tool, in_parts(GOOD, part())).status_code == 503
    assert (rows(), len(files_on_disk())) == ([], 1)
    now = timezone.now()
    assert sweep_files(now=now) == 0
    assert sweep_files(now=now + LONGEST_REQUEST + timedelta(minutes=1)) == 1
    assert files_on_disk() == []


def test_the_sweep_spares_what_has_a_row(tool: Tool) -> None:
    send(tool, in_parts(GOOD, part()))
    assert sweep_files(now=timezone.now() + timedelta(days=400)) == sweep_attachments() == 0
    assert kept() == [(sha2(TEXT), TEXT)]


def test_a_file_is_for_the_server_alone_and_has_no_address(tool: Tool) -> None:
    send(tool, in_parts(GOOD, part()))
    (path,) = files_on_disk()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(ValueError, match="statements alone"):
        storages["attachments"].url(rows()[0].file)
    assert Client().get(f"/media/{rows()[0].file}").status_code != 200


def test_a_file_is_on_disk_before_its_row(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(files, "_sync", lambda path: synced.append(path.name))

    def keep(*_: Any) -> list[Any]:
        synced.append("the transaction")
        return []

    monkeypatch.setattr(store, "keep", keep)
    send(tool, in_parts(GOOD, part()))
    name = Path(rows()[0].file)
    assert synced == [*reversed(["attachments", *name.parts]), "the transaction"]


def test_statements_without_attachments_cost_no_question(tool: Tool) -> None:
    tool.get()
    with CaptureQueriesContext(connection) as captured:
        tool.send(said())
        send(tool, in_parts(first(said())))
        tool.get("?attachments=true")
    assert not [query for query in captured if "analytics_attachment" in query["sql"]]


MARK = f"--{BOUNDARY}".encode()
PIECES = st.sampled_from(
    [b"\r\n", b"\n", b"--", MARK, b"\r\n\r\n", b"X-Experience-API-Hash: ", b":", b"{", b"\xff", b" " * 300]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 40), PIECES | st.binary(max_size=20)), max_size=4))
def test_whatever_is_cut_out_and_put_in_the_answer_is_no_fault_and_a_refusal_keeps_nothing(
    tool: Tool, cuts: list[tuple[int, int, bytes]]
) -> None:
    before = len(stored()), kept()
    statement = said(attachments=[attached()])
    body = in_parts(first([statement]), part())
    for at, length, piece in cuts:
        body = body[:at] + piece + body[at + length :]
    answer = send(tool, body)
    if answer.status_code == 200:
        assert (len(stored()), len(kept())) == (before[0] + 1, 1)
    else:
        assert refusal(answer)[0] in {400, 413}
        assert (len(stored()), kept()) == before


# Out --------------------------------------------------------------------------------------------


def test_a_reader_gets_the_statements_and_after_them_each_content_once(tool: Tool) -> None:
    statements = [
        said(attachments=[attached(), attached(OTHER, contentType="image/png")]),
        said(attachments=[attached()]),
    ]
    send(tool, in_parts(first(statements), part(), part(OTHER)))
    answer = tool.get("?attachments=true&ascending=true")
    assert answer["Content-Type"].startswith('multipart/mixed; boundary="')
    head, *others = parts_of(answer)
    assert head["Content-Type"] == "application/json"
    plain = tool.get("?ascending=true")
    assert content(head) == plain.content
    assert plain["Content-Type"] == "application/json"
    found = {str(each["X-Experience-API-Hash"]): (each["Content-Type"], content(each)) for each in others}
    assert found == {sha2(TEXT): ("text/plain; charset=ascii", TEXT), sha2(OTHER): ("image/png", OTHER)}
    assert len(others) == 2
    assert {each["Content-Transfer-Encoding"] for each in others} == {"binary"}
    assert [int(str(each["Content-Length"])) for each in others] == [len(content(each)) for each in others]


@pytest.mark.parametrize("query", ["", "&format=ids", "&format=canonical"])
def test_one_statement_comes_with_its_attachments_too(tool: Tool, query: str) -> None:
    statement = said(object=SUB | {"attachments": [attached()]})
    send(tool, in_parts(first(statement), part()))
    answer = tool.get(f"?statementId={statement['id']}&attachments=true{query}")
    head, other = parts_of(answer)
    assert content(head) == tool.get(f"?statementId={statement['id']}{query}").content
    assert content(other) == TEXT
    assert answer.has_header("Last-Modified")
    assert answer.has_header("X-Experience-API-Consistent-Through")


def test_without_attachments_the_answer_still_has_parts(tool: Tool) -> None:
    tool.send([said(), said(attachments=[attached(**URL_OF)])])
    (head,) = parts_of(tool.get("?attachments=true"))
    assert b'"statements"' in content(head)


def test_pages_with_attachments_follow_each_other(tool: Tool) -> None:
    for each in (TEXT, OTHER):
        send(tool, in_parts(first(said(attachments=[attached(each)])), part(each)))
    newest, other = parts_of(tool.get("?attachments=true&limit=1"))
    assert content(other) == OTHER
    more = content(newest).decode().partition('"more":"')[2].removesuffix('"}').removeprefix(URL)
    _, other = parts_of(tool.get(more))
    assert content(other) == TEXT


def test_a_head_says_how_long_it_would_be(tool: Tool) -> None:
    send(tool, in_parts(GOOD, part()))
    got, head = tool.get("?attachments=true"), tool.get("?attachments=true", method="HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == got["Content-Length"]
    assert head["Content-Type"].startswith("multipart/mixed")
    assert tool.get().status_code == 200, "the request was ended twice, and with it the test's connection"


def test_a_content_that_has_been_lost_is_left_out(tool: Tool) -> None:
    send(tool, in_parts(GOOD, part()))
    files_on_disk()[0].unlink()
    assert len(parts_of(tool.get("?attachments=true"))) == 1


def test_the_number_of_queries_does_not_grow_with_attachments(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.lrs.consistency._LATELY", 3600.0)  # or a slow machine asks once more

    def queries(count: int) -> int:
        batch = [said(attachments=[attached(b"%d" % n)]) for n in range(count)]
        body = in_parts(first(batch), *(part(b"%d" % n) for n in range(count)))
        with CaptureQueriesContext(connection) as captured:
            send(tool, body)
            parts_of(tool.get("?attachments=true"))
        return len(captured)

    queries(1)  # what a connection asks once
    assert queries(2) == queries(20)


def test_a_key_for_its_own_statements_gets_their_attachments_alone(towns: Towns, tool: Tool) -> None:
    send(tool, in_parts(GOOD, part()))
    own = Tool(key_of(towns.eksjo, Allows.WRITE_STATEMENTS, Allows.READ_OWN_STATEMENTS))
    send(own, in_parts(first(said(attachments=[attached(OTHER)])), part(OTHER)))
    _, *others = parts_of(own.get("?attachments=true"))
    assert [content(each) for each in others] == [OTHER]


def test_what_is_streamed_needs_no_scope_for_its_rows_are_read_before(tool: Tool) -> None:
    send(tool, in_parts(GOOD, part()))
    answer = tool.get("?attachments=true")
    with (
        entered(authenticate(tool.headers()["Authorization"], timezone.now())),
        CaptureQueriesContext(connection) as seen,
    ):
        assert len(parts_of(answer)) == 2
    assert len(seen) == 0
