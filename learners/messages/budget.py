"""When a message may go: quiet hours, the cap of a day, and the time of the digest, on Swedish clocks.

Pure: every function is given the moment. Swedish clocks change at 02.00 and 03.00, so that no time named here is skipped
or comes twice.
"""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.periods import STOCKHOLM, local_day

QUIET_FROM = time(20)
QUIET_TO = time(7)
DIGEST_AT = time(7, 30)
DIGEST_WEEKDAY = 0  # Monday
MOST_A_DAY = 3


class Rhythm(models.TextChoices):
    """How often a person gets the digest."""

    DAILY = "daily", _("every morning")
    WEEKLY = "weekly", _("every Monday morning")


def is_quiet(moment: datetime) -> bool:
    """Tell whether it is evening or night in Sweden, 20.00 to 07.00."""
    clock = moment.astimezone(STOCKHOLM).time()
    return clock >= QUIET_FROM or clock < QUIET_TO


def after_quiet(moment: datetime) -> datetime:
    """Return the moment itself, or 07.00 in Sweden when it lies in quiet hours."""
    if not is_quiet(moment):
        return moment
    local = moment.astimezone(STOCKHOLM)
    day = local.date() if local.time() < QUIET_TO else local.date() + timedelta(days=1)
    return _at(day, QUIET_TO)


def next_digest(moment: datetime, rhythm: str) -> datetime:
    """Return the next time of the digest after the moment: 07.30 in Sweden, each day or on Monday."""
    day = local_day(moment)
    if _at(day, DIGEST_AT) <= moment:
        day += timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        day += timedelta(days=(DIGEST_WEEKDAY - day.weekday()) % 7)
    return _at(day, DIGEST_AT)


def day_begins(moment: datetime) -> datetime:
    """Return when the Swedish day of the moment began."""
    return _at(local_day(moment), time.min)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=STOCKHOLM)
