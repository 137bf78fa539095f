"""Reading parts: whatever the sizes of the pieces, the same parts; and every malformed body is found out."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.lrs.attachments.multipart import LONGEST_HEADERS, MOST_HEADERS, Malformed, Parts, boundary_of

Read = list[tuple[dict[str, str], bytes]]


def pieces(body: bytes, size: int) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


def read(body: bytes, size: int = 7, boundary: bytes = b"x") -> Read:
    parts = Parts(pieces(body, size), boundary)
    found: Read = []
    while (headers := parts.following()) is not None:
        found.append((dict(headers), b"".join(parts.content())))
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 5, 64, 10_000])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"--x\r\n\r\n\r\n--x--", [({}, b"")]),
        (b"--x--", []),
        (b"\r\n--x\r\nA:b\r\n\r\nc\r\n--x--\r\n", [({"a": "b"}, b"c")]),
        (
            b"preamble\r\n--x \t\r\nA: b\r\n c\r\n\r\nd\r\n--x--epilogue\r\n--x--",
            [({"a": "b c"}, b"d\r\n--x--epilogue")],
        ),
        (b"--x\r\n\r\none\r\n--x\r\n\r\ntwo\r\n--x--\r\nepilogue --x", [({}, b"one"), ({}, b"two")]),
        (b"--x\r\n\r\n--xy\r\n--x-\r\n --x\r\n--x--", [({}, b"--xy\r\n--x-\r\n --x")]),
        (b"--x\r\n\r\n\r\n\r\n--x--", [({}, b"\r\n")]),
        (b"--x\r\n\r\na\n\r\n--x--", [({}, b"a\n")]),
        (b"--x\r\n\r\n\x00\xff\r\r\n--x--", [({}, b"\x00\xff\r")]),
        # Lines that end with a bare LF: everywhere, and only where a tool forgot.
        (b"--x\nA:b\n\nc\r\n--x--\n", [({"a": "b"}, b"c\r")]),
        (b"--x\r\nA:b\r\n\r\nc\n--x--\n", [({"a": "b"}, b"c")]),
    ],
)
def test_parts_are_the_same_in_pieces_of_any_size(body: bytes, expected: Read, size: int) -> None:
    assert read(body, size) == expected


def test_a_part_that_is_not_read_is_skipped() -> None:
    parts = Parts(pieces(b"--x\r\nA:1\r\n\r\none\r\n--x\r\nA:2\r\n\r\ntwo\r\n--x--", 4), b"x")
    assert [parts.following(), parts.following(), parts.following(), parts.following()] == [
        {"a": "1"},
        {"a": "2"},
        None,
        None,
    ]
    assert parts.number == 2


@pytest.mark.parametrize("size", [1, 10_000])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no delimiter",
        b"--x",
        b"--x\r\n",
        b"--x\r\nA:b",
        b"--x\r\nA:b\r\n\r\n",
        b"--x\r\n\r\ncontent",
        b"--x\r\n\r\ncontent\r\n--x",
        b"--x\r\n\r\ncontent\r\n--x\r\n",
        b"--x\r\n\r\ncontent\r\n--x-",
        b"--x\r\n\r\ncontent--x--",
        b"--x\r\nno header\r\n\r\n\r\n--x--",
        b"--x\r\n: nameless\r\n\r\n\r\n--x--",
        b"--x\r\nA b: c\r\n\r\n\r\n--x--",
        b"--x\r\nA: b\r\na: c\r\n\r\n\r\n--x--",
        b"--x\r\n" + b"".join(b"H%d: v\r\n" % number for number in range(MOST_HEADERS + 1)) + b"\r\n\r\n--x--",
        b"--x\r\nA: " + b"a" * LONGEST_HEADERS + b"\r\n\r\n\r\n--x--",
        b"--x\r\nA: b\r\n" + b" \r\n" * LONGEST_HEADERS + b"\r\n\r\n--x--",
    ],
)
def test_a_malformed_body_is_found_out(body: bytes, size: int) -> None:
    with pytest.raises(Malformed):
        read(body, size)


@given(
    contents=st.lists(st.binary(max_size=60).filter(lambda data: b"--x" not in data), max_size=4),
    size=st.integers(1, 50),
)
@settings(max_examples=300, deadline=None)
def test_any_content_comes_through_unchanged(contents: list[bytes], size: int) -> None:
    body = b"".join(b"--x\r\nA: b\r\n\r\n" + each + b"\r\n" for each in contents) + b"--x--\r\n"
    assert read(body, size) == [({"a": "b"}, each) for each in contents]


@given(body=st.lists(st.sampled_from([b"--x", b"\r\n", b"\n", b"\r", b"--", b"-", b" ", b"A:b", b"x"])).map(b"".join))
@settings(max_examples=500, deadline=None)
def test_a_hostile_body_is_read_or_refused_and_the_same_in_pieces_of_any_size(body: bytes) -> None:
    def outcome(size: int) -> Read | str:
        try:
            return read(body, size)
        except Malformed:
            return "malformed"

    assert outcome(1) == outcome(3) == outcome(10_000)


def test_no_more_is_held_than_a_piece_and_a_delimiter() -> None:
    def endless() -> Iterator[bytes]:
        yield b"--x\r\n\r\n"
        for _ in range(100):
            yield b"\r\n--xx" * 10_000
        yield b"\r\n--x--"

    parts = Parts(endless(), b"x")
    parts.following()
    held = [len(each) for each in parts.content()]
    assert max(held) <= 60_000
    assert sum(held) == 6_000_000


@pytest.mark.parametrize(
    ("kind", "boundary"),
    [
        ("multipart/mixed; boundary=x", b"x"),
        ('multipart/mixed; charset=utf-8; boundary="abcABC0123\'()+_,-./:=?"', b"abcABC0123'()+_,-./:=?"),
        ('multipart/mixed; boundary="a b"', b"a b"),
        (f"multipart/mixed; boundary={'x' * 70}", b"x" * 70),
    ],
)
def test_a_boundary_is_read(kind: str, boundary: bytes) -> None:
    assert boundary_of(kind) == boundary


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/mixed",
        "multipart/mixed; boundary=",
        'multipart/mixed; boundary=""',
        f"multipart/mixed; boundary={'x' * 71}",
        "multipart/mixed; boundary=å",
        'multipart/mixed; boundary="a\\"b"',
        "multipart/mixed; border=x",
    ],
)
def test_a_boundary_that_is_none_is_refused(kind: str) -> None:
    with pytest.raises(Malformed):
        boundary_of(kind)
