"""When each job was last done: a row that beat, broker and worker together keep fresh, and that a page of health reads."""

from datetime import datetime, timedelta

from academy.models import Pulse

# Often enough to notice in a minute that all is dead, seldom enough to cost SQLite nothing.
AT_MOST_EVERY = timedelta(seconds=20)


def note_pulse(name: str, now: datetime) -> None:
    """Write down that the job has just been done, unless that was written a moment ago."""
    fresh = Pulse.objects.filter(name=name, at__gt=now - AT_MOST_EVERY)
    if not fresh.exists():
        Pulse.objects.update_or_create(name=name, defaults={"at": now})


def pulses() -> dict[str, datetime]:
    """Return when each job was last done."""
    return dict(Pulse.objects.values_list("name", "at"))
