import copy

from hypothesis import given

from analytics.xapi.normalise import for_1_0_3, in_utc, normalised
from analytics.xapi.statement import validate
from analytics.xapi.versions import Version
from tests.analytics.xapi.examples import (
    BOTH,
    CONTEXT_AGENTS,
    CONTEXT_GROUPS,
    INTENTION,
    LONG,
    SIMPLEST,
    accepted,
    changed,
)
from tests.analytics.xapi.strategies import timestamps

SINGLE = {"id": "http://example.adlnet.gov/xapi/example/test1"}
PLACE = ("context", "contextActivities")


@BOTH
def test_a_single_context_activity_becomes_an_array(version: Version) -> None:
    statement = changed(SIMPLEST, PLACE, {"parent": SINGLE, "other": [SINGLE, SINGLE], "category": []})
    found = normalised(statement, version)
    assert found["context"]["contextActivities"] == {"parent": [SINGLE], "other": [SINGLE, SINGLE], "category": []}


@BOTH
def test_a_sub_statement_is_normalised_too(version: Version) -> None:
    statement = changed(INTENTION, ("object", *PLACE), {"grouping": SINGLE})
    assert normalised(statement, version)["object"]["context"]["contextActivities"] == {"grouping": [SINGLE]}


def test_timestamps_become_utc_in_2_0_only() -> None:
    statement = changed(SIMPLEST, ("timestamp",), "2026-01-31T10:15:00.2500+01:00")
    statement["stored"] = "2026-01-31 10:15:01+00:00"
    found = normalised(statement, Version.V2_0)
    assert (found["timestamp"], found["stored"]) == ("2026-01-31T09:15:00.2500Z", "2026-01-31T10:15:01Z")
    assert normalised(statement, Version.V1_0_3) == statement


def test_a_sub_statements_timestamp_becomes_utc_in_2_0() -> None:
    statement = changed(INTENTION, ("object", "timestamp"), "2026-01-31T10:15:00+01:00")
    assert normalised(statement, Version.V2_0)["object"]["timestamp"] == "2026-01-31T09:15:00Z"


def test_a_timestamp_inside_an_extension_is_left_alone() -> None:
    statement = changed(SIMPLEST, ("context", "extensions"), {"http://a.example/": "2026-01-31T10:15:00+01:00"})
    assert normalised(statement, Version.V2_0) == statement


@BOTH
def test_the_input_is_never_changed(version: Version) -> None:
    statement = changed(INTENTION, ("object", *PLACE), {"parent": SINGLE})
    statement = changed(statement, ("object", "timestamp"), "2026-01-31T10:15:00+01:00")
    before = copy.deepcopy(statement)
    found = normalised(statement, version)
    found["id"] = "8f87ccde-bb56-4c2e-ab83-44982ef22df0"
    assert statement == before


@BOTH
def test_what_is_normal_stays_as_it_is(version: Version) -> None:
    once = normalised(LONG, version)
    assert normalised(once, version) == once
    assert normalised(LONG, Version.V1_0_3) == LONG


def test_a_reader_of_1_0_3_meets_nothing_that_only_2_0_knows() -> None:
    related = {"contextAgents": CONTEXT_AGENTS, "contextGroups": CONTEXT_GROUPS, "language": "sv"}
    statement = changed(changed(INTENTION, ("context",), related), ("object", "context"), related)
    before = copy.deepcopy(statement)
    found = for_1_0_3(statement)
    assert (found["context"], found["object"]["context"]) == ({"language": "sv"}, {"language": "sv"})
    assert accepted(validate, found, Version.V1_0_3)
    assert statement == before
    assert for_1_0_3(LONG) == LONG


def test_a_moment_is_written_in_utc() -> None:
    assert in_utc("2026-01-31T10:15:00+01:00") == "2026-01-31T09:15:00Z"


@given(timestamps)
def test_what_is_in_utc_already_is_written_as_it_came(timestamp: str) -> None:
    assert normalised({**SIMPLEST, "timestamp": timestamp}, Version.V2_0)["timestamp"] == in_utc(timestamp)
