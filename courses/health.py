"""What this room says about itself: whether pages go out and come down by their dates."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from academy.health import Finding, age, reports
from academy.pulse import pulses


@reports
def schedule(now: datetime) -> Iterable[Finding]:
    """Tell when the dates of pages were last looked at."""
    yield age("sweep_schedule", _("Publishing by date"), pulses().get("schedule"), now)
