"""Which days people may enter, in forms and in files alike: anything else is a slip of the finger."""

from datetime import date

# Nobody's membership or number of employees begins with the year 206.
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
YEARS_AHEAD = 2


def latest_first_day(today: date) -> date:
    """Return the last day on which a membership that is entered today may begin: the same day in two years."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year + YEARS_AHEAD, today.month, day)
