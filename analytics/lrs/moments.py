"""From the text of a timestamp to the column, and to the Swedish month in which a statement counts."""

from datetime import UTC, date, datetime, time, timedelta

from academy.periods import STOCKHOLM, Month
from analytics.xapi.times import moment

CLOCKS_DIFFER_BY = timedelta(minutes=5)
_LAST_SECOND = 59


def as_datetime(text: str) -> datetime:
    """Return a valid timestamp as an aware datetime in UTC, cut to microseconds; a leap second becomes :59.

    Raises ValueError for text that is no timestamp.
    """
    found = moment(text)
    microsecond = int(found.fraction[:6].ljust(6, "0"))
    return found.minute.replace(second=min(found.second, _LAST_SECOND), microsecond=microsecond, tzinfo=UTC)


def counting_month(timestamp: datetime, *, stored: datetime, launched_on: date) -> int:
    """Return the month (YYYYMM) in which a statement counts.

    That is its timestamp's, unless it lies before the launch or more than five minutes ahead: then it is `stored`'s.
    """
    launch = datetime.combine(launched_on, time.min, tzinfo=STOCKHOLM)
    is_believable = launch <= timestamp <= stored + CLOCKS_DIFFER_BY
    return Month.of(timestamp if is_believable else stored).number
