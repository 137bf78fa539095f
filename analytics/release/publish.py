"""Counts and headcounts in, figures out: prepared outside the transaction, written inside it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from analytics.kpis.definition import Kpi
from analytics.kpis.registry import KPIS
from analytics.models import Figure, Reason, Revision
from analytics.models.figures import Level
from analytics.release import actions, policy, queries, revisions
from analytics.release.denominators import Headcounts, Stated, employees_of
from analytics.rollup.queries.marks import Why
from analytics.rollup.windows import Counts, Place, Window

# What a figure says. A change in any of these is a new version; a later look at the same value is not.
SAID = ("kpi_version", "state", "numerator", "denominator", "denominator_as_of")
State = Figure.State
NO_MARKS: Why = {}
_KPIS = {kpi.key: kpi for kpi in KPIS}


def prepare(
    place: Place, counts: Counts, now: datetime, why: Why = NO_MARKS, *, are_fresh: bool = True
) -> Callable[[], None]:
    """Work out the figures of these counts; return what writes them, for the transaction that writes the facts.

    `why` says for which reasons each unit is counted again; a changed figure of a period that has ended is logged with
    the one that fits.

    `now` is a moment before they were counted. Counts that are not fresh are those of the figures there are already:
    these keep their `as_of`, which says up to when statements are counted; it is the headcount that has changed.

    Only right as long as nobody else has written the federation's figures in between: the caller holds the turn.
    """
    headcounts = queries.headcounts(place.organisation_id)
    existing = queries.existing(place.organisation_id, {window.period for _, window in counts})
    fresh: list[Figure] = []
    renewed: list[Figure] = []
    revised: list[Revision] = []
    for (key, window), count in sorted(counts.items()):
        audience, kpi = policy.audience(window.level), _KPIS[key]
        if audience is None:
            continue
        figure = _figure(kpi, window, count, audience, place, headcounts, now)
        before = existing.get((key, window.level, figure.unit_id, window.period, window.part))
        (renewed if before else fresh).append(_following(before, figure, are_fresh))
        if before and before.version != figure.version and not figure.is_preliminary:
            reason = revisions.reason(window, place, why) if are_fresh else Reason.HEADCOUNT_STATED
            revised.append(revisions.revision(before, figure, reason, now))
    return partial(actions.write, fresh=fresh, renewed=renewed, revised=revised)


def _figure(
    kpi: Kpi,
    window: Window,
    count: int,
    audience: Figure.Audience,
    place: Place,
    headcounts: Headcounts,
    now: datetime,
) -> Figure:
    stated = employees_of(window, place, headcounts) if kpi.is_ratio else None
    return Figure(
        organisation_id=place.organisation_id,
        audience=audience,
        kpi=kpi.key,
        kpi_version=kpi.version,
        level=window.level,
        unit_id=window.scope_id if window.level == Level.UNIT else None,
        period=window.period,
        part=window.part,
        state=_state(kpi, stated),
        numerator=count,
        denominator=stated.employees if stated else None,
        denominator_as_of=stated.as_of if stated else None,
        is_preliminary=policy.is_preliminary(window.period, now),
        as_of=now,
    )


def _state(kpi: Kpi, stated: Stated | None) -> Figure.State:
    """A stated number of 0 employees is no more to divide by than none at all."""
    return State.NO_DENOMINATOR if kpi.is_ratio and not (stated and stated.employees) else State.SHOWN


def _following(before: Figure | None, figure: Figure, is_fresh: bool) -> Figure:
    if before:
        changed = any(getattr(before, name) != getattr(figure, name) for name in SAID)
        figure.pk, figure.version = before.pk, before.version + changed
        figure.as_of = figure.as_of if is_fresh else before.as_of
    return figure
