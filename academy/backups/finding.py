"""What the page of health says about backups."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from academy.backups.making import PULSE
from academy.health import Finding, Level, reports, span
from academy.pulse import pulses

LATE = timedelta(hours=26)
VERY_LATE = timedelta(days=3)


@reports
def backups(now: datetime) -> Iterable[Finding]:
    """Tell when the last backup was made; where nothing is at stake, only if there has been one."""
    made, label = pulses().get(PULSE), _("Backup")
    if made is None:
        if settings.PRODUCTION:
            yield Finding(PULSE, label, Level.LOOK, _("None has been made."), None)
        return
    ago = now - made
    level = Level.OK if ago < LATE else Level.LOOK if ago < VERY_LATE else Level.BAD
    yield Finding(PULSE, label, level, _("Last made %(ago)s ago.") % {"ago": span(ago)}, round(ago.total_seconds()))
