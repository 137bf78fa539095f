"""A period as one number: a month as YYYYMM, or a year as YYYY. Both end and begin as people in Sweden live them."""

from datetime import date, datetime, timedelta

from academy.periods import Month

LAST_YEAR_NUMBER = 9999
# Earlier months would look like years: January of the year 1 is 101.
FIRST_YEAR, FIRST_MONTH, LAST_MONTH = 1000, 1000_01, 9999_12


def is_year(period: int) -> bool:
    """Tell whether the number is a year rather than a month."""
    return period <= LAST_YEAR_NUMBER


def periods_of(month: int) -> tuple[int, int]:
    """Return the periods that contain a month: itself and its year."""
    return month, month // 100


def months_in(period: int) -> tuple[int, int]:
    """Return the first and the last month of a period, as YYYYMM."""
    return (period * 100 + 1, period * 100 + 12) if is_year(period) else (period, period)


def months_between(first: int, last: int) -> list[int]:
    """Return all months from first to last, both included, as YYYYMM; empty when first is after last."""
    months, month, end = [], Month.from_number(first), Month.from_number(last)
    while month <= end:
        months.append(month.number)
        month = month.next
    return months


def last_day(period: int) -> date:
    """Return the last day of a period."""
    return Month.from_number(months_in(period)[1]).next.first_day - timedelta(days=1)


def is_open(period: int, now: datetime) -> bool:
    """Tell whether the period has not ended yet in Sweden at this aware moment."""
    return Month.of(now).number <= months_in(period)[1]


def written(period: int) -> str:
    """Write a period for machines: 2026-11, or 2026."""
    return str(period) if is_year(period) else str(Month.from_number(period))


def read(text: str) -> int:
    """Read what `written` writes; raise ValueError for anything else."""
    year, dash, month = text.partition("-")
    well_formed = len(year) == len("2026") and text.replace("-", "", 1).isdecimal() and text.isascii()
    if not well_formed or (dash and len(month) != len("11")) or int(year) < FIRST_YEAR:
        raise ValueError(f"{text!r} is not a month such as 2026-11 or a year such as 2026.")
    return Month.from_number(int(year) * 100 + int(month)).number if dash else int(year)
