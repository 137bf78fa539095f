"""What this room says about itself: whether windows are counted, and what waits to be."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy.health import LATE, VERY_LATE, Finding, Level, age, reports, span
from academy.pulse import note_pulse, pulses
from analytics.rollup.queries.waiting import marks_waiting

SWEEP = "windows"
NONE_WAITED = "no-marks"


def note_sweep(now: datetime) -> None:
    """Write down that a fill has ended, and whether it left nothing behind."""
    note_pulse(SWEEP, now)
    if not marks_waiting():
        note_pulse(NONE_WAITED, now)


@reports
def windows(now: datetime) -> Iterable[Finding]:
    """Tell when windows were last counted, how many marks wait, and how old the oldest is at most."""
    done = pulses()
    yield age("sweep_windows", _("Counting of figures"), done.get(SWEEP), now)
    waiting, empty_at = marks_waiting(), done.get(NONE_WAITED)
    if not waiting or empty_at is None:
        level = Level.LOOK if waiting else Level.OK
        text = ngettext("%(n)s waits.", "%(n)s wait.", waiting) % {"n": waiting} if waiting else _("None.")
    else:
        since = now - empty_at
        level = Level.OK if since < LATE else Level.LOOK if since < VERY_LATE else Level.BAD
        text = ngettext("%(n)s waits, for at most %(ago)s.", "%(n)s wait, for at most %(ago)s.", waiting)
        text = text % {"n": waiting, "ago": span(since)}
    yield Finding("marks", _("Windows that wait to be counted"), level, text, waiting)
