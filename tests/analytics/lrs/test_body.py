"""The body: never more than the limit in memory, whatever the headers claim."""

import gzip
import io
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from pytest_django import Settings

from analytics.lrs.body import drain, read_body
from analytics.lrs.refusals import Refusal

LIMIT = 1000


class Counted(io.RawIOBase):
    """A stream of `size` octets that counts how many were taken."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.left, self.taken = size, 0

    def read(self, size: int = -1) -> bytes:
        given = self.left if size < 0 else min(size, self.left)
        self.left -= given
        self.taken += given
        return b" " * given


class Broken(io.RawIOBase):
    """A stream whose other end has gone away."""

    def read(self, size: int = -1) -> bytes:
        raise OSError("gone")


def request(source: Any, **environ: Any) -> WSGIRequest:
    return WSGIRequest({"REQUEST_METHOD": "POST", "wsgi.input": source, **environ})


@pytest.fixture(autouse=True)
def limit(settings: Settings) -> None:
    settings.LRS_MAX_BODY_BYTES = LIMIT


def status_of(source: Any, **environ: Any) -> int:
    with pytest.raises(Refusal) as caught:
        read_body(request(source, **environ))
    return caught.value.status


def test_a_body_of_the_declared_length_is_read() -> None:
    assert len(read_body(request(Counted(LIMIT), CONTENT_LENGTH=str(LIMIT)))) == LIMIT


def test_too_long_a_declaration_is_refused_without_reading() -> None:
    source = Counted(10)
    assert status_of(source, CONTENT_LENGTH=str(LIMIT + 1)) == 413
    assert status_of(source, CONTENT_LENGTH="9" * 5000) == 413
    assert source.taken == 0


def test_a_chunked_body_is_read_to_the_limit_and_no_further() -> None:
    assert len(read_body(request(Counted(LIMIT), **{"wsgi.input_terminated": True}))) == LIMIT
    source = Counted(10**9)
    assert status_of(source, **{"wsgi.input_terminated": True}) == 413
    assert source.taken == LIMIT + 1


def test_no_more_is_taken_than_declared() -> None:
    source = Counted(10**9)
    assert len(read_body(request(source, CONTENT_LENGTH="100"))) == 100
    assert source.taken == 100


def test_a_body_that_ends_early_is_refused() -> None:
    assert status_of(Counted(99), CONTENT_LENGTH="100") == 400


@pytest.mark.parametrize("length", ["ten", "-1", "1.5", "1e3", "²"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    assert status_of(Counted(10), CONTENT_LENGTH=length) == 400


def test_a_sender_that_goes_away_is_no_fault_of_ours() -> None:
    assert status_of(Broken(), CONTENT_LENGTH="10") == 400
    assert status_of(Broken(), **{"wsgi.input_terminated": True}) == 400


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 300_000])
def test_a_compressed_body_is_read_whole(settings: Settings, size: int) -> None:
    settings.LRS_MAX_BODY_BYTES = 400_000
    body = bytes(size)
    packed = gzip.compress(body)
    found = read_body(request(io.BytesIO(packed), CONTENT_LENGTH=str(len(packed)), HTTP_CONTENT_ENCODING="gzip"))
    assert found == body


def test_no_more_is_decompressed_than_the_limit(settings: Settings) -> None:
    packed = gzip.compress(bytes(LIMIT + 1))
    assert status_of(io.BytesIO(packed), CONTENT_LENGTH=str(len(packed)), HTTP_CONTENT_ENCODING="gzip") == 413


def test_what_is_left_of_a_refused_body_is_taken_and_thrown_away(settings: Settings) -> None:
    settings.LRS_MAX_UPLOAD_BYTES = 2 * LIMIT
    source = Counted(2 * LIMIT)
    refused = request(source, CONTENT_LENGTH=str(2 * LIMIT))
    with pytest.raises(Refusal):
        read_body(refused)
    drain(refused)
    assert source.left == 0


def test_a_body_that_is_larger_than_any_may_be_is_left_where_it_is(settings: Settings) -> None:
    settings.LRS_MAX_UPLOAD_BYTES = 2 * LIMIT
    source = Counted(10**9)
    drain(request(source, CONTENT_LENGTH=str(2 * LIMIT + 1)))
    assert source.taken == 0
    drain(request(source, **{"wsgi.input_terminated": True}))
    assert source.taken == 2 * LIMIT
    drain(request(Broken(), CONTENT_LENGTH="10"))
