"""Days and months as Swedes live them: through both clock changes, New Year and Greenwich's yesterday."""

from datetime import UTC, date, datetime, timedelta

import pytest

from academy.periods import STOCKHOLM, Month, local_day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), date(2026, 3, 28)),  # the night before spring forward
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29)),  # the day has 23 hours
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC), date(2026, 10, 24)),  # the night before fall back
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), date(2026, 10, 25)),  # the day has 25 hours
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_sweden(moment: datetime, day: date) -> None:
    assert local_day(moment) == day


@pytest.mark.parametrize("read", [local_day, Month.of])
def test_a_naive_moment_is_refused(read: object) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match=r"^A moment needs a time zone\.$"):
        read(datetime(2026, 11, 20, 12, 0))  # noqa: DTZ001 - that is the mistake


def test_a_month_begins_and_ends_in_sweden() -> None:
    assert Month.of(datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC)) == Month(2026, 10)
    assert Month.of(datetime(2026, 10, 31, 23, 0, tzinfo=UTC)) == Month(2026, 11)
    assert Month.of(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == Month(2027, 1)


@pytest.mark.parametrize(
    ("month", "hours"), [(Month(2026, 3), 31 * 24 - 1), (Month(2026, 10), 31 * 24 + 1), (Month(2026, 11), 30 * 24)]
)
def test_a_month_with_a_clock_change_is_an_hour_off(month: Month, hours: int) -> None:
    lasted = month.next.starts_at.astimezone(UTC) - month.starts_at.astimezone(UTC)
    assert lasted == timedelta(hours=hours)


def test_a_month_begins_at_its_first_midnight() -> None:
    assert Month(2026, 7).starts_at == datetime(2026, 7, 1, 0, 0, tzinfo=STOCKHOLM)
    assert Month(2026, 7).starts_at.astimezone(UTC) == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert Month(2026, 7).first_day == date(2026, 7, 1)


def test_months_go_round_the_year() -> None:
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2026, 11).next == Month(2026, 12)
    assert Month(2026, 1).before(1) == Month(2025, 12)
    assert Month(2026, 11).before(0) == Month(2026, 11)
    assert Month(2026, 3).before(15) == Month(2024, 12)
    assert all(month.next.before(1) == month for month in (Month(2026, number) for number in range(1, 13)))


def test_a_month_is_stored_as_a_number_and_read_back() -> None:
    assert Month(2026, 9).number == 202609
    assert Month.from_number(202609) == Month(2026, 9)
    assert str(Month(2026, 9)) == "2026-09"
    assert sorted([Month(2027, 1), Month(2026, 12)]) == [Month(2026, 12), Month(2027, 1)]


@pytest.mark.parametrize("number", [202600, 202613, 26, 0, 1_000_012])
def test_a_number_that_is_no_month_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="is not a month such as 202611"):
        Month.from_number(number)
