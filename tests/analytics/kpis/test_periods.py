"""Periods as numbers and as text."""

from datetime import UTC, date, datetime

import pytest

from analytics.kpis import periods


def test_a_month_belongs_to_itself_and_its_year() -> None:
    assert periods.periods_of(202611) == (202611, 2026)
    assert periods.months_in(2026) == (202601, 202612)
    assert periods.months_in(202611) == (202611, 202611)


def test_months_between_pass_new_year_and_may_be_none() -> None:
    assert periods.months_between(202511, 202602) == [202511, 202512, 202601, 202602]
    assert periods.months_between(202602, 202601) == []


def test_the_last_day_of_a_period() -> None:
    assert [periods.last_day(period) for period in (202402, 202512, 2026)] == [
        date(2024, 2, 29),
        date(2025, 12, 31),
        date(2026, 12, 31),
    ]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_month_is_open_until_midnight_in_sweden(moment: datetime, is_open: bool) -> None:
    assert periods.is_open(202611, moment) is is_open
    assert periods.is_open(2026, moment)


def test_reading_is_the_reverse_of_writing() -> None:
    assert [periods.written(202603), periods.written(2026)] == ["2026-03", "2026"]
    assert [periods.read("2026-03"), periods.read("2026")] == [202603, 2026]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-13",
        "2026-00",
        "26",
        "2026-1",
        "2026-011",
        "0000",
        "0999",
        "0099-12",
        "-2026",
        "２０２６",
        "2026-11-01",
        "now",
    ],
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="is not a month"):
        periods.read(text)
