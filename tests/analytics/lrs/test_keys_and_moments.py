"""Column values that fit every index, and the Swedish month in which a statement counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from analytics.lrs import keys, mentions
from analytics.lrs.mentions import By
from analytics.lrs.moments import as_datetime, counting_month
from analytics.xapi.times import moment
from tests.analytics.lrs.conftest import said
from tests.analytics.xapi.strategies import timestamps

STORED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LAUNCH = date(2026, 1, 1)


def month(timestamp: str, stored: datetime = STORED) -> int:
    return counting_month(as_datetime(timestamp), stored=stored, launched_on=LAUNCH)


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        # Summer time ends on 25 October and begins on 29 March at 01:00 UTC.
        ("2026-03-31T21:59:59Z", 202603),
        ("2026-03-31T22:00:00Z", 202604),
        ("2026-10-31T22:59:59Z", 202610),
        ("2026-10-31T23:00:00Z", 202611),
        ("2026-02-28T22:59:59.999999Z", 202602),
        ("2026-02-28T23:00:00Z", 202603),
        ("2026-06-30T23:30:00-05:00", 202607),
        # The launch begins at midnight in Sweden, which is 23:00 UTC on New Year's Eve.
        ("2025-12-31T23:00:00Z", 202601),
    ],
)
def test_the_month_is_the_swedish_one(timestamp: str, expected: int) -> None:
    assert month(timestamp) == expected


def test_new_year_is_swedish_too() -> None:
    stored = datetime(2027, 1, 5, tzinfo=UTC)
    assert month("2026-12-31T22:59:59Z", stored) == 202612
    assert month("2026-12-31T23:00:00Z", stored) == 202701


@pytest.mark.parametrize("timestamp", ["2025-12-31T22:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:60Z"])
def test_what_cannot_be_believed_counts_when_it_is_stored(timestamp: str) -> None:
    assert month(timestamp) == 202611


def test_five_minutes_ahead_are_believed_and_a_second_more_is_not() -> None:
    stored = datetime(2026, 11, 30, 22, 57, tzinfo=UTC)
    ahead = stored + timedelta(minutes=5)
    assert counting_month(ahead, stored=stored, launched_on=LAUNCH) == 202612
    assert counting_month(ahead + timedelta(seconds=1), stored=stored, launched_on=LAUNCH) == 202611


def test_digits_beyond_microseconds_are_cut_not_rounded() -> None:
    assert as_datetime("2026-03-01T10:00:00.999999999Z") == datetime(2026, 3, 1, 10, 0, 0, 999999, tzinfo=UTC)


@given(timestamps)
def test_a_timestamp_is_read_the_same_by_the_short_way(text: str) -> None:
    read = moment(text)
    microsecond = int(read.fraction[:6].ljust(6, "0"))
    assert as_datetime(text) == read.minute.replace(second=min(read.second, 59), microsecond=microsecond)
    assert as_datetime(text).tzinfo == UTC


def test_a_key_of_a_long_value_is_the_same_and_not_remembered() -> None:
    value = "https://tool.example/" + "x" * 400
    before = mentions._key.cache_info().currsize
    assert mentions.key(By.VERB, value) == mentions._key.__wrapped__(By.VERB, value, False)
    assert mentions._key.cache_info().currsize == before
    assert len({mentions.key(by, value, through=through) for by in By for through in (False, True)}) == 2 * len(By)


def test_a_short_value_is_its_own_key() -> None:
    assert keys.column("https://tool.example/1") == "https://tool.example/1"


def test_long_values_and_nul_become_digests_that_tell_them_apart() -> None:
    base = "https://tool.example/" + "å" * 600
    one, other, nul = keys.column(base + "1"), keys.column(base + "2"), keys.column("a\x00b")
    assert len({one, other}) == 2
    assert keys.column(base + "1") == one
    assert all(len(key.encode()) <= keys.MOST_OCTETS and "\x00" not in key for key in (one, other, nul))


def test_an_agent_as_object_is_no_activity() -> None:
    agent = {"mbox": "mailto:a@b.example"}
    about = said(object={"objectType": "Agent", **agent})
    assert keys.object_column(about) == keys.agent_as_object("mbox:mailto:a@b.example") == "|mbox:mailto:a@b.example"
    assert keys.actor_column({"objectType": "Group", "member": [agent]}) == ""
