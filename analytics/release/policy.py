"""What may be released, to whom. Today one channel: an organisation's own figures, for itself."""

from datetime import datetime

from analytics.kpis.periods import is_open
from analytics.models.figures import Figure, Level

# A federation's windows are counted, but leave their organisations only as dated snapshots.
AUDIENCES: dict[str, Figure.Audience] = {
    Level.UNIT: Figure.Audience.INTERNAL,
    Level.ORGANISATION: Figure.Audience.INTERNAL,
}


def audience(level: str) -> Figure.Audience | None:
    """Return who may see the figures of windows of this level; None when nobody may."""
    return AUDIENCES.get(level)


def is_preliminary(period: int, now: datetime) -> bool:
    """Tell whether a figure may still change because its month or year goes on."""
    return is_open(period, now)
