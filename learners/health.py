"""What this room says about itself: whether messages are handed over."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from academy.health import Finding, age, reports
from academy.pulse import pulses


@reports
def messages(now: datetime) -> Iterable[Finding]:
    """Tell when the messages that are due were last looked at."""
    yield age("sweep_messages", _("Handing over of messages"), pulses().get("messages"), now)
