"""A batch is read statement by statement; what comes of it is what reading the whole text gives, faults included."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.xapi import json_array, json_text
from analytics.xapi.errors import StatementError
from analytics.xapi.json_faults import DEPTH_LIMIT

SPACES = st.text(" \t\r\n", max_size=3)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


def whole(raw: bytes) -> Any:
    """What the decoder says when it is given everything at once."""
    try:
        return json_text._read_whole(json_text._decoded(raw)).value
    except StatementError as error:
        return str(error), error.requirement


def apart(raw: bytes) -> Any:
    """What reading element by element says."""
    try:
        return json_text.loads(raw)
    except StatementError as error:
        return str(error), error.requirement


def written(value: Any) -> str:
    """JSON text, piece by piece and without the fast encoder."""
    pieces: list[str] = []
    json_text._write(value, pieces.append)
    return "".join(pieces)


@given(st.lists(st.tuples(SPACES, VALUES, SPACES), max_size=4), SPACES)
def test_each_element_comes_with_its_own_text(parts: list[tuple[str, Any, str]], space: str) -> None:
    inner = ",".join(before + json_text.dumps(value) + after for before, value, after in parts)
    raw = f"{space}[{inner or space}]{space}".encode()
    found = json_text.read(raw)
    assert found.value == whole(raw) == [value for _, value, _ in parts]
    assert found.texts == [json_text.dumps(value) for _, value, _ in parts]


@given(st.text('[]{},:"1.a \n\\u', max_size=12))
def test_what_is_no_json_is_refused_as_when_it_is_read_at_once(text: str) -> None:
    assert apart(text.encode()) == whole(text.encode())
    assert apart(f"[{text}]".encode()) == whole(f"[{text}]".encode())


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1]]",
            "[1],",
            "[",
            "[1",
            '[{"a":1,"a":2}]',
            "[NaN]",
            r'["\ud800"]',
            "[1e9999999999]",
        ),
        "[" + "9" * 5000 + "]",
        "[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT,
        "[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1),
        "[" * 5000 + "]" * 5000,
        f'[{{"a":{"[" * DEPTH_LIMIT}{"]" * DEPTH_LIMIT}}}]',
        "[1," + "[]," * 100 + "2]",
    ],
)
def test_what_is_out_of_the_ordinary_is_read_as_a_whole(text: str) -> None:
    assert apart(text.encode()) == whole(text.encode())


def test_what_is_no_array_is_left_to_the_decoder() -> None:
    with pytest.raises(json_array.NoPlainArray):
        json_array.elements('{"a": 1}', json.JSONDecoder())
    assert json_text.read(b' {"a": 1} ') == ({"a": 1}, ['{"a": 1}'])


@given(VALUES)
def test_the_fast_encoder_writes_what_the_exact_one_does(value: Any) -> None:
    assert json_text.dumps(value) == written(value)


@pytest.mark.parametrize(
    "digits", ["0.1", "0.10", "1E+2", "-0.0", "0.1234567890123456789", "1E-7", "1e400", "100.0", "-0"]
)
def test_a_number_is_written_with_its_own_digits(digits: str) -> None:
    assert json_text.dumps([Decimal(digits)]) == f"[{Decimal(digits)}]"
