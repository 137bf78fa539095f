"""Attachments in and out (xAPI-Communication 1.5.1, 1.5.2, xAPI-Data 2.4.11)."""

import json
from typing import Any

import pytest

from tests.analytics.lrs.conformance import multipart
from tests.analytics.lrs.conformance.multipart import KIND, Part
from tests.analytics.lrs.conformance.samples import attachment, simple, within
from tests.analytics.lrs.conformance.store import STATEMENTS, Json, Store

TEXT = b"here is a simple attachment"
BINARY = bytes(range(256)) + b"\r\n--abc\r\n"


def carried(content: bytes = TEXT, **changes: Any) -> Json:
    """An attachment whose data comes along."""
    found = attachment(sha2=multipart.digest(content), length=len(content), **changes)
    return {name: value for name, value in found.items() if name != "fileUrl"}


def send(
    store: Store, *parts: Part, method: str = "POST", params: Json | str = "", kind: str = KIND, **how: str
) -> Any:
    return store.ask(method, STATEMENTS, params, multipart.body(parts, **how), kind)


def test_the_example_of_the_specification_is_taken(store: Store) -> None:
    """1.5.2.s6, whose declared hash is that of its text."""
    assert multipart.digest(TEXT) == attachment()["sha2"]
    statement = simple(attachments=[carried()])
    assert send(store, multipart.statements(statement), multipart.data(TEXT)).status_code == 200
    one = {"statementId": statement["id"], "attachments": "true"}
    first, second = multipart.parts_of(store.get(one))
    assert first[0]["Content-Type"].startswith("application/json")
    assert json.loads(first[1])["id"] == statement["id"]
    assert second[1] == TEXT
    assert second[0]["X-Experience-API-Hash"] == attachment()["sha2"]
    assert second[0]["Content-Transfer-Encoding"] == "binary"
    assert second[0]["Content-Type"].replace('"', "") == attachment()["contentType"]


def test_data_comes_back_octet_by_octet_and_once_for_several(store: Store) -> None:
    """1.5.2.s2.b2.b5: only one copy when the same attachment is used in several statements."""
    batch = [simple(attachments=[carried(BINARY)]), simple(attachments=[carried(BINARY), carried()]), simple()]
    sent = send(store, multipart.statements(batch), multipart.data(BINARY), multipart.data(TEXT))
    assert (sent.status_code, len(sent.json())) == (200, 3)
    answer = store.get({"attachments": "true"})
    assert answer["Content-Type"].startswith("multipart/mixed")
    assert "X-Experience-API-Consistent-Through" in answer
    first, *others = multipart.parts_of(answer)
    assert {each["id"] for each in json.loads(first[1])["statements"]} == {each["id"] for each in batch}
    assert sorted(content for _, content in others) == sorted([BINARY, TEXT])
    assert all(headers["X-Experience-API-Hash"] == multipart.digest(content) for headers, content in others)


@pytest.mark.parametrize("attachments", ["true", "false", None])
def test_the_answer_has_the_type_that_was_asked_for(store: Store, attachments: str | None) -> None:
    """2.1.3.s2.b6, b7: multipart if true, even without any; application/json if false."""
    statement = simple(attachments=[carried()])
    assert send(store, multipart.statements(statement), multipart.data(TEXT)).status_code == 200
    asked = {} if attachments is None else {"attachments": attachments}
    kind = "multipart/mixed" if attachments == "true" else "application/json"
    for params in (asked, {**asked, "statementId": statement["id"]}, {**asked, "verb": "http://e.com/nothing"}):
        answer = store.get(params)
        assert answer.status_code == 200
        assert answer["Content-Type"].split(";")[0] == kind
        if kind == "application/json":
            assert TEXT not in answer.content


def test_more_goes_on_with_attachments(store: Store) -> None:
    for _ in range(2):
        assert (
            send(store, multipart.statements(simple(attachments=[carried()])), multipart.data(TEXT)).status_code == 200
        )
    page = json.loads(multipart.parts_of(store.get({"attachments": "true", "limit": "1"}))[0][1])
    assert len(multipart.parts_of(store.ask("GET", page["more"]))) == 2


TAKEN: dict[str, list[Part]] = {
    "no attachments": [multipart.statements(simple())],
    "only with fileUrl": [multipart.statements(simple(attachments=[attachment()]))],
    "with fileUrl and data": [
        multipart.statements(simple(attachments=[{**carried(), "fileUrl": "http://e.com/a"}])),
        multipart.data(TEXT),
    ],
    "one of each": [multipart.statements(simple(attachments=[carried(), attachment()])), multipart.data(TEXT)],
    "in a SubStatement": [multipart.statements(within(simple(attachments=[carried()]))), multipart.data(TEXT)],
    "no type of the part": [
        multipart.statements(simple(attachments=[carried()])),
        multipart.data(TEXT, Content_Type=None),
    ],
    "with Content-Length": [
        multipart.statements(simple(attachments=[carried()])),
        multipart.data(TEXT, Content_Length=str(len(TEXT))),
    ],
    "header names in another case": [
        multipart.statements(simple(attachments=[carried()])),
        (
            {
                "content-type": "text/plain",
                "content-transfer-encoding": "binary",
                "x-experience-api-hash": multipart.digest(TEXT),
            },
            TEXT,
        ),
    ],
    "a batch": [multipart.statements([simple(attachments=[carried()]), simple()]), multipart.data(TEXT)],
    "empty data": [multipart.statements(simple(attachments=[carried(b"")])), multipart.data(b"")],
}
REFUSED: dict[str, list[Part]] = {
    "data missing": [multipart.statements(simple(attachments=[carried()]))],
    "other data": [multipart.statements(simple(attachments=[carried()])), multipart.data(BINARY)],
    "one of two missing": [
        multipart.statements(simple(attachments=[carried(), carried(BINARY)])),
        multipart.data(TEXT),
    ],
    "missing in a batch": [multipart.statements([simple(), simple(attachments=[carried()])])],
    "no hash": [
        multipart.statements(simple(attachments=[carried()])),
        multipart.data(TEXT, X_Experience_API_Hash=None),
    ],
    "a hash that is not the data's": [
        multipart.statements(simple(attachments=[carried()])),
        multipart.data(BINARY, X_Experience_API_Hash=multipart.digest(TEXT)),
    ],
    "another transfer encoding": [
        multipart.statements(simple(attachments=[carried()])),
        multipart.data(TEXT, Content_Transfer_Encoding="base64"),
    ],
    "no transfer encoding": [
        multipart.statements(simple(attachments=[carried()])),
        multipart.data(TEXT, Content_Transfer_Encoding=None),
    ],
    "statements last": [multipart.data(TEXT), multipart.statements(simple(attachments=[carried()]))],
    "statements as text": [multipart.statements(simple(attachments=[carried()]), "text/plain"), multipart.data(TEXT)],
    "statements that are none": [multipart.statements({"actor": 1}), multipart.data(TEXT)],
    "statements that are no JSON": [({"Content-Type": "application/json"}, b"{"), multipart.data(TEXT)],
    "data of nothing": [multipart.statements(simple()), multipart.data(TEXT)],
}


@pytest.mark.parametrize("name", [*TAKEN, *REFUSED])
def test_parts_have_to_fit_the_statements(store: Store, name: str) -> None:
    """1.5.2.s2, s3."""
    answer = send(store, *(TAKEN.get(name) or REFUSED[name]))
    assert answer.status_code == (200 if name in TAKEN else 400), answer.content
    assert len(store.get().json()["statements"]) == (0 if name in REFUSED else len(answer.json()))


@pytest.mark.parametrize(
    ("what", "kind", "how"),
    [
        ("no boundary", "multipart/mixed", {}),
        ("another boundary", "multipart/mixed; boundary=other", {}),
        ("form data", KIND.replace("mixed", "form-data"), {}),
        ("json", "application/json", {}),
    ],
)
def test_what_is_no_multipart_body_is_refused(store: Store, what: str, kind: str, how: dict[str, str]) -> None:
    answer = send(store, multipart.statements(simple(attachments=[carried()])), multipart.data(TEXT), kind=kind, **how)
    assert answer.status_code == 400, what
    assert store.get().json()["statements"] == []


def test_a_preamble_and_an_unquoted_boundary_are_of_the_format(store: Store) -> None:
    """RFC 2046 5.1.1."""
    part = multipart.statements(simple())
    assert send(store, part, start="This is ignored.\r\n").status_code == 200
    plain = multipart.body([multipart.statements(simple())]).replace(multipart.BOUNDARY.encode(), b"simple")
    assert store.ask("POST", STATEMENTS, "", plain, "multipart/mixed; boundary=simple").status_code == 200
    assert store.ask("POST", STATEMENTS, "", b"\r\n" + plain, "Multipart/Mixed; Boundary=simple").status_code == 200


def test_put_takes_them_too(store: Store) -> None:
    statement = simple(attachments=[carried()])
    parts = multipart.statements(statement), multipart.data(TEXT)
    params = {"statementId": statement["id"]}
    assert send(store, *parts, method="PUT", params=params).status_code == 204
    assert send(store, *parts, method="PUT", params=params).status_code == 204
    assert len(multipart.parts_of(store.get({**params, "attachments": "true"}))) == 2


def test_json_alone_brings_no_data(store: Store) -> None:
    """1.5.1.s1, 1.5.2.s2.b1: application/json needs a fileUrl for every attachment."""
    asked: list[tuple[str, int, Any]] = [
        ("with fileUrl", 200, store.post(simple(attachments=[attachment()]))),
        ("without", 400, store.post(simple(attachments=[carried()]))),
        ("one without", 400, store.post(simple(attachments=[attachment(), carried()]))),
        ("within, without", 400, store.post(within(simple(attachments=[carried()])))),
        ("no attachments", 200, store.post(simple(attachments=[]))),
    ]
    assert store.wrong_statuses(asked) == []
