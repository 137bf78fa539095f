"""From the text of a timestamp to the column, and to the Swedish month in which a statement counts."""

import re
from datetime import UTC, date, datetime, time, timedelta

from academy.periods import STOCKHOLM, Month
from analytics.xapi.times import moment

CLOCKS_DIFFER_BY = timedelta(minutes=5)
_LAST_SECOND = 59
# Extended, in UTC, no leap second, and no digit that would be cut: what most tools send.
_PLAIN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](?:\.[0-9]{1,6})?Z")
_UNESCAPED_PLUS = re.compile(r" (?=[0-9]{2}(?::?[0-9]{2})?$)")


def as_datetime(text: str) -> datetime:
    """Return a valid timestamp as an aware datetime in UTC, cut to microseconds; a leap second becomes :59.

    Raises ValueError for text that is no timestamp.
    """
    if _PLAIN.fullmatch(text):
        return datetime.fromisoformat(text)  # the same, in a tenth of the time
    found = moment(text)
    microsecond = int(found.fraction[:6].ljust(6, "0"))
    return found.minute.replace(second=min(found.second, _LAST_SECOND), microsecond=microsecond, tzinfo=UTC)


def as_queried(text: str) -> datetime:
    """Return a timestamp of a query in the same way: a + that was not escaped has become a space on its way here.

    Raises ValueError for text that is no timestamp.
    """
    return as_datetime(_UNESCAPED_PLUS.sub("+", text))


def counting_month(timestamp: datetime, *, stored: datetime, launched_on: date) -> int:
    """Return the month (YYYYMM) in which a statement counts.

    That is its timestamp's, unless it lies before the launch or more than five minutes ahead: then it is `stored`'s.
    """
    launch = datetime.combine(launched_on, time.min, tzinfo=STOCKHOLM)
    is_believable = launch <= timestamp <= stored + CLOCKS_DIFFER_BY
    return Month.of(timestamp if is_believable else stored).number
