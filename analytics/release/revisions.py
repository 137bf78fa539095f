"""The revision log: which changes are written down, and for which reason. The open period is overwritten, as it says."""

from dataclasses import dataclass
from datetime import datetime

from analytics.models import Figure, Reason, Revision
from analytics.models.figures import Level
from analytics.rollup.queries.marks import Why
from analytics.rollup.windows import Place, Window

# When several things have happened to a window at once, the one that explains most: what people have decided comes before
# what has merely arrived.
WEIGHT = (
    Reason.MEMBERSHIP_CORRECTED,
    Reason.UNIT_MOVED,
    Reason.VOIDED,
    Reason.STATEMENT,
    Reason.HEADCOUNT_STATED,
    Reason.RECOUNTED,
    Reason.KPI_VERSION,
)


def reason(window: Window, place: Place, why: Why) -> Reason:
    """Return why a window is counted again: by the marks of units inside it, or of no unit in particular."""
    inside = window.level != Level.UNIT
    found = {
        Reason(each)
        for unit_id, reasons in why.items()
        for each in reasons
        if inside or unit_id is None or window.scope_id in place.lineage(unit_id)
    }
    return next((each for each in WEIGHT if each in found), Reason.STATEMENT)


def revision(before: Figure, after: Figure, why: Reason, now: datetime) -> Revision:
    """Return the log's row for a figure that has changed; a raised definition is the reason whatever else happened."""
    return Revision(
        organisation_id=before.organisation_id,
        figure_id=before.pk,
        version=after.version,
        reason=Reason.KPI_VERSION if after.kpi_version != before.kpi_version else why,
        revised_at=now,
        from_kpi_version=before.kpi_version,
        to_kpi_version=after.kpi_version,
        from_numerator=before.numerator,
        to_numerator=after.numerator,
        from_denominator=before.denominator,
        to_denominator=after.denominator,
    )


@dataclass(frozen=True)
class Changed:
    """One change of a released figure, as pages show it: numerator and denominator before and after."""

    version: int
    at: datetime
    reason: str
    before: tuple[int, int | None]
    after: tuple[int, int | None]


def label(why: str) -> str:
    """Return a reason in words, in the language of the reader."""
    return str(Reason(why).label)
