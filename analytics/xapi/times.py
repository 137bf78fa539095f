"""Timestamps as points in time: reading, checking and writing them without losing digits."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from analytics.xapi.patterns import TIMESTAMP_ISO_8601, TIMESTAMP_RFC_3339

_LAST_SECOND = 59
_LEAP_SECOND = 60


class Moment:
    """A point in time: the UTC minute, and the seconds with every digit that was sent.

    Offsets are whole minutes, so moving to UTC never touches the seconds. That keeps precision
    beyond microseconds and leap seconds (":60"), neither of which ``datetime`` can hold.
    """

    __slots__ = ("fraction", "minute", "second")

    def __init__(self, minute: datetime, second: int, fraction: str) -> None:
        self.minute = minute
        self.second = second
        self.fraction = fraction

    def text(self) -> str:
        """RFC 3339 in UTC, such as "2026-01-31T10:15:00.25Z"."""
        fraction = f".{self.fraction}" if self.fraction else ""
        return f"{self.minute.isoformat()[:16]}:{self.second:02}{fraction}Z"

    def milliseconds(self) -> tuple[datetime, int]:
        """What two spellings of one moment share: xAPI-Data 4.5 lets later digits go."""
        return self.minute, self.second * 1000 + int(self.fraction[:3].ljust(3, "0"))


def moment(text: str) -> Moment:
    """Read a timestamp that either version accepts; one without an offset is UTC.

    Raises ValueError if it is malformed, is no real date or time, or lies outside the years
    1 to 9999 in UTC.
    """
    found = TIMESTAMP_RFC_3339.fullmatch(text) or TIMESTAMP_ISO_8601.fullmatch(text)
    if found is None:
        raise ValueError("not a timestamp")
    return moment_of(found)


def moment_of(found: re.Match[str]) -> Moment:
    """The same for a match of one of the two timestamp patterns."""
    year, month, day, hour, minute, second, fraction, offset = found.group(
        "year", "month", "day", "hour", "minute", "second", "fraction", "offset"
    )
    seconds = int(second or 0)
    if seconds > _LAST_SECOND and not (seconds == _LEAP_SECOND and int(minute) == _LAST_SECOND):
        raise ValueError("no such second")
    at = datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=UTC)
    if offset and offset not in "Zz":
        at = _to_utc(at, offset)
    return Moment(at, seconds, fraction or "")


def _to_utc(at: datetime, offset: str) -> datetime:
    hours, minutes = int(offset[1:3]), int(offset[-2:]) if len(offset) > len("+hh") else 0
    if hours > 23 or minutes > 59:
        raise ValueError("no such offset")
    distance = timedelta(hours=hours, minutes=minutes)
    try:
        return at - distance if offset[0] == "+" else at + distance
    except OverflowError as error:
        raise ValueError("outside the years 1 to 9999") from error
