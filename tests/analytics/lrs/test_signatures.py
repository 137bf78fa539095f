"""Signed statements: a JWS of the statement, by the three algorithms, checked against the certificate it brings."""

import json
from base64 import b64encode
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from analytics.lrs.attachments import signatures
from analytics.lrs.attachments.declared import SIGNATURE, Declared
from analytics.xapi.versions import Version
from tests.analytics.lrs.bodies import KIND, attached, files_on_disk, first, in_parts, part, rows, sha2
from tests.analytics.lrs.conftest import Json, Tool, refusal, said, stored

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2013, 4, 4, tzinfo=UTC)


@lru_cache
def key(name: str) -> Any:
    """A key for a name, made once."""
    if name == "curve":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@lru_cache
def certificate(name: str) -> str:
    """A certificate that expired long ago, as x5c holds it."""
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key(name).public_key())
    made = made.serial_number(1).not_valid_before(LONG_AGO).not_valid_after(LONG_AGO.replace(year=2014))
    signed = made.sign(key("signer") if name == "curve" else key(name), hashes.SHA256())
    return b64encode(signed.public_bytes(serialization.Encoding.DER)).decode()


def signature(payload: Any, algorithm: str = "RS256", *, by: str = "signer", **headers: Any) -> bytes:
    """A JWS of the payload: octets as they are, all else as JSON."""
    data = payload if isinstance(payload, bytes) else json.dumps(payload, indent=1).encode()
    signing: Any = {"HS256": "0" * 64, "none": None}.get(algorithm, key(by))
    return jwt.PyJWS().encode(data, signing, algorithm=algorithm, headers=headers).encode()


def signed(statement: Json, data: bytes, **changes: Any) -> Json:
    """The statement with a signature attached."""
    described = attached(data, usageType=SIGNATURE, contentType="application/octet-stream", **changes)
    return statement | {"attachments": [*statement.get("attachments", ()), described]}


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    """A storage of the test's own."""
    options = {"location": str(tmp_path / "attachments")}
    settings.STORAGES = {**settings.STORAGES, "attachments": {**settings.STORAGES["attachments"], "OPTIONS": options}}


@pytest.fixture(params=["1.0.3", "2.0.0"])
def tool(request: pytest.FixtureRequest, tool: Tool) -> Tool:
    """The tool, speaking each version."""
    tool.version = request.param
    return tool


def send(tool: Tool, statement: Json, *contents: bytes) -> Any:
    parts = [part(each, Content_Type="application/octet-stream") for each in contents]
    return tool.send(in_parts(first(statement), *parts), kind=KIND)


@pytest.mark.parametrize("algorithm", signatures.ALGORITHMS)
@pytest.mark.parametrize("headers", [{}, {"x5c": ["signer"]}, {"x5c": ["signer", "other"]}])
def test_a_signature_of_the_statement_is_taken(tool: Tool, algorithm: str, headers: dict[str, list[str]]) -> None:
    statement = said()
    chain: dict[str, Any] = {name: [certificate(each) for each in of] for name, of in headers.items()}
    data = signature(statement, algorithm, by="signer", **chain)
    assert send(tool, signed(statement, data), data).status_code == 200
    assert [row.sha2 for row in rows()] == [sha2(data)]


def with_other_attachment() -> tuple[Json, Json]:
    """What is signed may have had other attachments, and what is sent has the signature beside them."""
    statement = said(attachments=[attached(fileUrl="https://tool.example/1")])
    return statement, statement


def with_what_the_store_may_change() -> tuple[Json, Json]:
    """The rules of comparison hold: words of verbs, an absent id, arrays of one, the case of ids."""
    context = {"contextActivities": {"parent": {"id": "https://tool.example/course"}}}
    one = said(context=context, verb={"id": "https://tool.example/did", "display": {"sv": "gjorde"}})
    other = said(
        id=one["id"].upper(),
        context={"contextActivities": {"parent": [{"id": "https://tool.example/course"}]}},
        verb={"id": "https://tool.example/did"},
    )
    return one, other


def without_id() -> tuple[Json, Json]:
    """The signer need not have known the id."""
    statement = said()
    return {name: value for name, value in statement.items() if name != "id"}, statement


@pytest.mark.parametrize("pair", [with_other_attachment, with_what_the_store_may_change, without_id])
def test_equal_is_what_the_rules_of_comparison_call_equal(tool: Tool, pair: Any) -> None:
    was_signed, is_sent = pair()
    data = signature(was_signed)
    assert send(tool, signed(is_sent, data), data).status_code == 200


STATEMENT = said()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(
            lambda: signature(said(id=STATEMENT["id"], verb={"id": "https://tool.example/x"})), "another", id="x"
        ),
        pytest.param(lambda: signature(STATEMENT | {"id": said()["id"]}), "another statement", id="another id"),
        pytest.param(lambda: signature(STATEMENT, "HS256"), "another algorithm", id="HS256"),
        pytest.param(lambda: signature(STATEMENT, "PS256"), "another algorithm", id="PS256"),
        pytest.param(lambda: signature(STATEMENT, "ES256", by="curve"), "another algorithm", id="ES256"),
        pytest.param(lambda: signature(STATEMENT, "none"), "another algorithm", id="none"),
        pytest.param(lambda: signature({"actor": 1}), "holds no valid statement", id="no statement"),
        pytest.param(lambda: signature([STATEMENT]), "holds no valid statement", id="an array"),
        pytest.param(lambda: signature(b"{"), "holds no valid statement", id="no JSON"),
        pytest.param(lambda: signature(b"\xff"), "holds no valid statement", id="no UTF-8"),
        pytest.param(
            lambda: signature(STATEMENT, by="other", x5c=[certificate("signer")]), "was not made", id="other key"
        ),
        pytest.param(
            lambda: signature(STATEMENT, x5c=[certificate("curve")]), "not for RSA", id="certificate for another"
        ),
        pytest.param(lambda: signature(STATEMENT, x5c=["AAAA"]), "no certificate", id="no certificate"),
        pytest.param(lambda: signature(STATEMENT, x5c=["å"]), "no certificate", id="no base64"),
        pytest.param(lambda: signature(STATEMENT, x5c=[]), "no array", id="an empty chain"),
        pytest.param(lambda: signature(STATEMENT, x5c={"a": 1}), "no array", id="no chain"),
        pytest.param(lambda: signature(STATEMENT, x5c=[1]), "no array", id="a chain of numbers"),
        pytest.param(lambda: signature(STATEMENT, crit=["x"], x=1), "no JSON web signature", id="critical and unknown"),
        pytest.param(lambda: signature(STATEMENT).rpartition(b".")[0] + b".", "is empty", id="unsigned"),
        pytest.param(lambda: b"", "no JSON web signature", id="nothing"),
        pytest.param(lambda: b"a.b.c", "no JSON web signature", id="three letters"),
        pytest.param(lambda: signature(STATEMENT).replace(b".", b",", 1), "no JSON web signature", id="two parts"),
        pytest.param(lambda: signature(STATEMENT) + b"\xff", "no JSON web signature", id="no ASCII"),
        pytest.param(lambda: b"[" * 5000 + signature(STATEMENT), "no JSON web signature", id="brackets"),
        pytest.param(
            lambda: json.dumps({"payload": "", "signatures": []}).encode(), "no JSON web", id="JSON serialisation"
        ),
    ],
)
def test_a_signature_that_breaks_a_rule_is_refused_and_nothing_kept(tool: Tool, data: Any, words: str) -> None:
    made = data()
    answer = send(tool, signed(STATEMENT, made), made)
    assert refusal(answer) == (400, "/attachments/0/sha2")
    assert words in answer.json()["why"]
    assert (stored(), rows(), files_on_disk()) == ([], [], [])


def test_a_signature_says_that_it_is_octets(tool: Tool) -> None:
    data = signature(STATEMENT)
    answer = send(tool, signed(STATEMENT, data) | {"attachments": [attached(data, usageType=SIGNATURE)]}, data)
    assert refusal(answer) == (400, "/attachments/0/contentType")
    assert stored() == []


def test_a_signature_must_come_with_its_statement(tool: Tool) -> None:
    statement = signed(STATEMENT, b"x", fileUrl="https://tool.example/signature")
    assert refusal(send(tool, statement)) == (400, "/attachments/0/sha2")
    assert refusal(tool.send(statement)) == (400, "/attachments/0/sha2")
    assert stored() == []


def test_each_statement_of_a_batch_has_its_own(tool: Tool) -> None:
    one, other = said(), said()
    data = signature(one), signature(other)
    assert send(tool, [signed(one, data[0]), signed(other, data[1])], *data).status_code == 200  # type: ignore[arg-type]
    third = said()
    wrong = [signed(third, data[0])]
    assert refusal(send(tool, wrong, data[0])) == (400, "/0/attachments/0/sha2")  # type: ignore[arg-type]
    assert len(stored()) == 2


def test_a_signature_beyond_reason_is_too_large(tool: Tool) -> None:
    data = b"a" * (signatures.LONGEST + 1)
    assert refusal(send(tool, signed(STATEMENT, data), data)) == (413, "")
    assert (stored(), files_on_disk()) == ([], [])


def test_one_signature_of_many_statements_is_read_once(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    whole = signatures.opened

    def opened(each: Declared, data: bytes, version: Version) -> Any:
        read.append(data)
        return whole(each, data, version)

    monkeypatch.setattr(signatures, "opened", opened)
    anonymous = {name: value for name, value in said().items() if name != "id"}
    data = signature(anonymous)
    assert send(tool, [signed(anonymous, data)] * 3, data).status_code == 200  # type: ignore[arg-type]
    assert (len(stored()), len(read)) == (3, 1)


def test_in_a_sub_statement_there_is_nothing_to_compare_it_with(tool: Tool) -> None:
    sub = {name: STATEMENT[name] for name in ("actor", "verb", "object")} | {"objectType": "SubStatement"}
    data = signature(STATEMENT)
    assert send(tool, said(object=signed(sub, data)), data).status_code == 200
