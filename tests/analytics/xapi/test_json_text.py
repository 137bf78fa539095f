from decimal import Decimal
from typing import Any

import pytest

from analytics.xapi.errors import Path
from analytics.xapi.json_faults import DEPTH_LIMIT
from analytics.xapi.json_text import dumps, loads
from tests.analytics.xapi.examples import refusal


def nested(levels: int) -> bytes:
    return b'{"a":' * (levels - 1) + b"[]" + b"}" * (levels - 1)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"12345678901234567890123", 12345678901234567890123),
        (b"0.1000", Decimal("0.1000")),
        (b"-0.0", Decimal("-0.0")),
        (b"1E400", Decimal("1E+400")),
        (b"0.12123434", Decimal("0.12123434")),
        ('"Sävsjö 🎓"'.encode(), "Sävsjö 🎓"),
        (rb'"\ud83c\udf93 \u0000"', "🎓 \x00"),
        (b' {"a": [true, false, null]} ', {"a": [True, False, None]}),
    ],
)
def test_values_are_read_exactly(raw: bytes, value: object) -> None:
    found = loads(raw)
    assert found == value
    assert type(found) is type(value)
    assert str(found) == str(value)


def test_whole_numbers_of_any_length_are_kept() -> None:
    digits = "123456789" * 1000
    assert dumps(loads(f'{{"a":{digits},"b":7}}'.encode())) == f'{{"a":{digits},"b":7}}'


@pytest.mark.parametrize(
    ("raw", "path", "message"),
    [
        (b'{"a":1,"a":1}', ("a",), "occurs twice in one object; send it once"),
        (b'{"b":[0,{"c":{"x":1,"y":2,"x":3}}]}', ("b", 1, "c", "x"), "occurs twice in one object; send it once"),
        (b'[{"a":1,"a":1}, oops', (), "is not JSON: Expecting value (line 1, column 17)"),
        (b'[{"a":1,"b":' + b"9" * 5000 + b',"a":2}]', (0, "a"), "occurs twice in one object; send it once"),
        (b"[" + b"9" * 5000 + b",oops", (), "is not JSON: Expecting value (line 1, column 5003)"),
        (b"[" + b"9" * 5000 + b",1e9999999999999999999]", (), "holds a number too large or too small to keep"),
        (b"[NaN]", (), "NaN is no JSON number; leave the property out instead"),
        (b'{"a":-Infinity}', (), "-Infinity is no JSON number; leave the property out instead"),
        (b"[1e9999999999999999999]", (), "holds a number too large or too small to keep"),
        (b'{"a":', (), "is not JSON: Expecting value (line 1, column 6)"),
        (b'{"a":1} {"a":1}', (), "is not JSON: Extra data (line 1, column 9)"),
        (b"{'a':1}", (), "is not JSON: Expecting property name enclosed in double quotes (line 1, column 2)"),
        (b"", (), "is not JSON: Expecting value (line 1, column 1)"),
        (b'"\xff"', (), "is not UTF-8: the octet at position 1 does not belong there"),
        (b'"\xed\xa0\x80"', (), "is not UTF-8: the octet at position 1 does not belong there"),
        (b"\xef\xbb\xbf{}", (), "begins with a byte order mark; send the text without it"),
        ('{"å":1}'.encode("utf-16-le"), (), "is not UTF-8: the octet at position 4 does not belong there"),
    ],
)
def test_text_that_could_be_misread_is_refused(raw: bytes, path: Path, message: str) -> None:
    error = refusal(loads, raw)
    assert (error.path, error.message) == (path, message)


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (rb'{"name":"\ud800"}', ("name",)),
        (rb'{"a":["\udc00x"]}', ("a", 0)),
        (rb'{"a":{"\uDFFF":1}}', ("a",)),
        (rb'["\udf93\ud83c"]', (0,)),
    ],
)
def test_half_a_surrogate_pair_is_refused_where_it_stands(raw: bytes, path: Path) -> None:
    assert refusal(loads, raw).path == path


def test_an_escaped_backslash_before_a_surrogate_lookalike_is_plain_text() -> None:
    assert loads(rb'"\\ud800"') == "\\ud800"


def test_nesting_is_limited() -> None:
    assert dumps(loads(nested(DEPTH_LIMIT))) == nested(DEPTH_LIMIT).decode()
    message = "is nested more than 64 levels deep; send flatter extensions"
    for raw in (
        nested(DEPTH_LIMIT + 1),
        b"[" * 65 + b"]" * 65,
        b"[" * 200_000,
        b"[" * 900 + b'{"a":1,"a":1}' + b"]" * 900,
    ):
        assert refusal(loads, raw).message == message


def test_brackets_beside_one_another_or_in_texts_are_no_nesting() -> None:
    raw = b"[" + b",".join([b'[{"a":"[[[{{{"}]'] * 200) + b"]"
    assert len(loads(raw)) == 200


@pytest.mark.parametrize(
    "text",
    [
        '{"a":[1,0.10,-1.5E+400,true,null,"å\\u0000\\"\\n"],"b":{},"c":[],"d":[{},[0.5]]}',
        '"Vetlanda – Nässjö"',
        "[0.1,0.10]",
        "0E-10",
        "{}",
    ],
)
def test_what_is_read_is_written_the_same(text: str) -> None:
    assert dumps(loads(text.encode())) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), [Decimal("Infinity"), 1]])
def test_numbers_that_are_not_finite_are_never_written(value: Any) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps(value)


def test_what_json_cannot_hold_is_never_written() -> None:
    for value in ({"a": {1, 2}}, [Decimal(1), b"octets"]):
        with pytest.raises(TypeError):
            dumps(value)
