from datetime import UTC, datetime

import pytest

from analytics.xapi import atoms
from analytics.xapi.statement import validate
from analytics.xapi.times import moment
from analytics.xapi.versions import RULES, Version
from tests.analytics.xapi.examples import SIMPLEST, changed, place_refused

IN_BOTH = [
    "2013-05-18T05:32:34.804+00:00",
    "2015-11-18T12:17:00Z",
    "2015-11-18T12:17:00.123456789Z",
    "2016-02-29T23:59:59+14:00",
    "2016-12-31T23:59:60Z",
    "2017-01-01T00:59:60+01:00",
    "2015-11-18T12:17:00-00:30",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
]
ONLY_IN_1_0_3 = [
    "2015-11-18T12:17:00",
    "2015-11-18T12:17",
    "2015-11-18T12:17Z",
    "2015-11-18T12:17:00+01",
    "2015-11-18T12:17:00+0100",
    "2015-11-18T12:17:00,5Z",
    "20151118T121700Z",
    "20151118T121700.25+0100",
]
ONLY_IN_2_0 = ["2008-09-15 15:53:00.601+00:00", "2008-09-15t15:53:00z"]
IN_NEITHER = [
    "should fail",
    "01/011/2015",
    "2008-09-15T15:53:00.601-00",
    "2008-09-15T15:53:00.601-0000",
    "2008-09-15T15:53:00.601-00:00",
    "2015-02-29T00:00:00Z",
    "2015-13-01T00:00:00Z",
    "2015-00-10T00:00:00Z",
    "2015-01-01T24:00:00Z",
    "2015-01-01T12:60:00Z",
    "2015-01-01T12:00:60Z",
    "2015-01-01T12:59:61Z",
    "2015-01-01T12:00:00+24:00",
    "2015-01-01T12:00:00+01:60",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "0000-01-01T00:00:00Z",
    "2015-11-18",
    "2015-11-18T121700Z",
    "20151118T12:17:00Z",
    "2015-W47-3T12:17:00Z",
    "2015-11-18T12:17:00.Z",
    "2015-11-18T12:17:00Z ",
    "٢٠١٥-11-18T12:17:00Z",
    "",
    1447849020,
    None,
]


def accepts(version: Version, text: object) -> bool:
    statement = changed(SIMPLEST, ("timestamp",), text)
    try:
        validate(statement, version)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("text", IN_BOTH)
def test_both_versions_accept(text: str) -> None:
    assert (accepts(Version.V1_0_3, text), accepts(Version.V2_0, text)) == (True, True)


@pytest.mark.parametrize("text", ONLY_IN_1_0_3)
def test_iso_8601_beyond_rfc_3339_is_accepted_in_1_0_3_only(text: str) -> None:
    assert (accepts(Version.V1_0_3, text), accepts(Version.V2_0, text)) == (True, False)


@pytest.mark.parametrize("text", ONLY_IN_2_0)
def test_rfc_3339_beyond_iso_8601_is_accepted_in_2_0_only(text: str) -> None:
    assert (accepts(Version.V1_0_3, text), accepts(Version.V2_0, text)) == (False, True)


@pytest.mark.parametrize("text", IN_NEITHER)
def test_neither_version_accepts(text: object) -> None:
    statement = changed(SIMPLEST, ("timestamp",), text)
    for version in Version:
        assert place_refused(statement, version) == ("timestamp",)


def test_a_moment_that_does_not_exist_is_told_from_a_wrong_format() -> None:
    rules = RULES[Version.V2_0]
    check = atoms.timestamp(rules.timestamp, rules.timestamp_wanted, rules.timestamp_requirement)
    with pytest.raises(ValueError, match="must name a date and a time that exist"):
        check("2015-02-29T00:00:00Z")


@pytest.mark.parametrize(
    ("text", "in_utc"),
    [
        ("2008-09-15T15:53:00.601+02:00", "2008-09-15T13:53:00.601Z"),
        ("2008-09-15 15:53:00.601+00:00", "2008-09-15T15:53:00.601Z"),
        ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"),
        ("2026-01-31T10:15:00.123456789-03:30", "2026-01-31T13:45:00.123456789Z"),
        ("2017-01-01T00:59:60+01:00", "2016-12-31T23:59:60Z"),
        ("20151118T121700+01", "2015-11-18T11:17:00Z"),
        ("2015-11-18T12:17", "2015-11-18T12:17:00Z"),
        ("0099-11-18t12:17:00z", "0099-11-18T12:17:00Z"),
    ],
)
def test_a_moment_is_written_in_utc_with_every_digit(text: str, in_utc: str) -> None:
    assert moment(text).text() == in_utc


def test_moments_are_compared_by_millisecond() -> None:
    expected = (datetime(2026, 1, 31, 10, 15, tzinfo=UTC), 5250)
    assert moment("2026-01-31T10:15:05.25Z").milliseconds() == expected
    assert moment("2026-01-31T12:15:05.2509+02:00").milliseconds() == expected


def test_what_is_no_timestamp_is_no_moment() -> None:
    with pytest.raises(ValueError, match="not a timestamp"):
        moment("yesterday")
