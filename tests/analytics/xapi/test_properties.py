import copy
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.xapi import reading
from analytics.xapi.equality import same
from analytics.xapi.json_text import dumps, loads
from analytics.xapi.normalise import for_1_0_3, normalised
from analytics.xapi.statement import validate, validate_batch
from analytics.xapi.times import moment
from analytics.xapi.versions import Version
from tests.analytics.xapi import strategies
from tests.analytics.xapi.examples import accepted
from tests.analytics.xapi.strategies import versioned_statements

thoroughly = settings(
    max_examples=75,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@thoroughly
@given(versioned_statements)
def test_a_valid_statement_is_accepted_unchanged(drawn: tuple[Any, Version]) -> None:
    statement, version = drawn
    before = copy.deepcopy(statement)
    assert accepted(validate, statement, version)
    assert accepted(validate_batch, [statement], version)
    assert statement == before


@thoroughly
@given(versioned_statements)
def test_a_statement_survives_its_way_through_text(drawn: tuple[Any, Version]) -> None:
    statement, version = drawn
    text = dumps(statement)
    found = loads(text.encode())
    assert found == statement
    assert dumps(found) == text
    assert accepted(validate, found, version)
    assert same(found, statement)


@thoroughly
@given(versioned_statements)
def test_normalising_keeps_a_statement_the_same_and_settles_at_once(drawn: tuple[Any, Version]) -> None:
    statement, version = drawn
    before = copy.deepcopy(statement)
    once = normalised(statement, version)
    assert statement == before
    assert accepted(validate, once, version)
    assert same(once, statement)
    assert normalised(once, version) == once


@thoroughly
@given(strategies.statements(Version.V2_0))
def test_what_a_reader_of_1_0_3_sees_is_valid_there(statement: Any) -> None:
    seen = for_1_0_3(statement)
    if not seen.get("version", "1.0.0").startswith("2"):
        assert accepted(validate, seen, Version.V1_0_3)
    assert for_1_0_3(seen) == seen


@thoroughly
@given(versioned_statements)
def test_reading_finds_the_same_before_and_after_normalising(drawn: tuple[Any, Version]) -> None:
    statement, version = drawn
    once = normalised(statement, version)
    for question in (reading.verb_id, reading.actor_key, reading.object_id, reading.registration, reading.voids):
        assert question(once) == question(statement)
    assert list(reading.related_activities(once)) == list(reading.related_activities(statement))
    assert set(filter(None, [reading.actor_key(statement)])) <= set(reading.related_agents(statement))


@thoroughly
@given(strategies.timestamps)
def test_a_timestamp_names_one_moment_in_every_offset(text: str) -> None:
    in_utc = moment(text).text()
    assert in_utc.endswith("Z")
    assert moment(in_utc).text() == in_utc
    assert moment(in_utc).milliseconds() == moment(text).milliseconds()


@thoroughly
@given(strategies.json_values)
def test_any_json_value_is_written_as_it_was_read(value: Any) -> None:
    text = dumps(value)
    assert dumps(loads(text.encode())) == text


@thoroughly
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_numbers_keep_every_digit(number: Decimal) -> None:
    assert Decimal(dumps(loads(dumps([number]).encode()))[1:-1]).compare_total(number) == 0 or not number


@thoroughly
@given(st.binary(max_size=40))
def test_arbitrary_octets_are_read_or_refused_but_never_break_anything(raw: bytes) -> None:
    try:
        value = loads(raw)
    except ValueError:
        return
    assert loads(dumps(value).encode()) == value
