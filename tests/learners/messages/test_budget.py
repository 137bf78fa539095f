"""Quiet hours, the digest's time and the day, on Swedish clocks through both of their changes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.periods import STOCKHOLM
from learners.messages.budget import Rhythm, after_quiet, day_begins, is_quiet, next_digest


def at(text: str) -> datetime:
    """Return a moment of Stockholm's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-11-20 19:59:59", False),
        ("2026-11-20 20:00", True),
        ("2026-11-20 23:59", True),
        ("2026-11-21 06:59:59", True),
        ("2026-11-21 07:00", False),
        ("2026-03-29 06:59", True),  # the night in which the clocks go forward
        ("2026-03-29 07:00", False),
        ("2026-10-25 06:59", True),  # and back
        ("2026-10-25 07:00", False),
    ],
)
def test_it_is_quiet_from_eight_to_seven(moment: str, quiet: bool) -> None:
    assert is_quiet(at(moment)) is quiet
    assert is_quiet(at(moment).astimezone(UTC)) is quiet


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        ("2026-11-20 22:15", "2026-11-21T07:00:00+01:00"),
        ("2026-11-21 03:00", "2026-11-21T07:00:00+01:00"),
        ("2026-03-28 21:00", "2026-03-29T07:00:00+02:00"),  # nine hours later
        ("2026-10-24 21:00", "2026-10-25T07:00:00+01:00"),  # eleven hours later
    ],
)
def test_what_is_written_at_night_waits_for_the_morning(moment: str, morning: str) -> None:
    assert after_quiet(at(moment)) == datetime.fromisoformat(morning)


def test_by_day_nothing_waits() -> None:
    assert after_quiet(at("2026-11-20 12:00")) == at("2026-11-20 12:00")


@pytest.mark.parametrize(
    ("moment", "rhythm", "digest"),
    [
        ("2026-11-20 07:29", Rhythm.DAILY, "2026-11-20 07:30"),
        ("2026-11-20 07:30", Rhythm.DAILY, "2026-11-21 07:30"),
        ("2026-11-20 12:00", Rhythm.WEEKLY, "2026-11-23 07:30"),
        ("2026-11-23 07:00", Rhythm.WEEKLY, "2026-11-23 07:30"),
        ("2026-11-23 07:30", Rhythm.WEEKLY, "2026-11-30 07:30"),
        ("2026-12-31 12:00", Rhythm.DAILY, "2027-01-01 07:30"),
    ],
)
def test_the_digest_comes_in_the_morning(moment: str, rhythm: Rhythm, digest: str) -> None:
    assert next_digest(at(moment), rhythm) == at(digest)


@given(MOMENTS, st.sampled_from(Rhythm))
def test_the_next_digest_is_ahead_near_and_never_in_quiet_hours(moment: datetime, rhythm: Rhythm) -> None:
    digest = next_digest(moment, rhythm)
    days = 7 if rhythm == Rhythm.WEEKLY else 1
    assert timedelta(0) < digest - moment <= timedelta(days=days, hours=1)
    assert not is_quiet(digest)


@given(MOMENTS)
def test_the_quiet_ends_within_a_night(moment: datetime) -> None:
    morning = after_quiet(moment)
    assert timedelta(0) <= morning - moment <= timedelta(hours=12)
    assert not is_quiet(morning)


def test_the_day_begins_at_midnight_in_sweden() -> None:
    assert day_begins(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert day_begins(datetime(2026, 6, 30, 21, 30, tzinfo=UTC)) == datetime(2026, 6, 29, 22, 0, tzinfo=UTC)
