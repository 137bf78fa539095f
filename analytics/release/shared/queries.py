"""Reads of the shared channel: what a snapshot is made of, and what has been published."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db.models import Max, Q

from academy.alphabet import swedish_key
from academy.scoping import unscoped_quietly
from analytics.kpis.periods import months_in
from analytics.kpis.registry import SHARED_KPIS, kpi_by_key
from analytics.models import DirtyMark, ExaminedPeriod, Figure, Purge, Revision, SharedFigure, SharingChoice, Snapshot
from analytics.models.figures import Level
from analytics.release.denominators import employees_of
from analytics.release.queries import headcounts
from analytics.release.shared.cells import Counted, Member
from analytics.release.shared.published import Published, PublishedCell
from analytics.release.shared.taking_part import Decided, first_day, takes_part
from analytics.release.suppression import Key
from analytics.rollup.queries.marks import organisations_of, place_of
from analytics.rollup.windows import Window
from learners.models import Federation, Organisation

State = SharedFigure.State
# Hidden for its own sake or another's: what bounds it stays hidden with it.
OPEN = State.SHOWN


def federations() -> list[tuple[int, date]]:
    """Return each federation's id and the day of its launch, but for the one of trials, which shares nothing."""
    real = Federation.objects.exclude(key=Federation.TRIAL)
    return list(real.order_by("pk").values_list("pk", "launched_on"))


def federation_with(key: str) -> tuple[int, date] | None:
    """Return a federation's id and the day of its launch by its key, or None."""
    return Federation.objects.filter(key=key).values_list("pk", "launched_on").first()


def is_waiting(federation_id: int, period: int) -> bool:
    """Tell whether anything of the period still waits to be counted."""
    ids = organisations_of(federation_id)
    return DirtyMark.objects.filter(organisation_id__in=ids, month__range=months_in(period)).exists()


def examined(federation_id: int, month: int) -> set[int]:
    """Return the periods that have been looked at in this month's round."""
    rows = ExaminedPeriod.objects.filter(federation_id=federation_id, month__gte=month)
    return set(rows.values_list("period", flat=True))


def members(federation_id: int, periods: Collection[int]) -> list[Member]:
    """Return the organisations that existed when the earliest of the periods began, with their figures of all of them."""
    ids = _open_in(federation_id, min(periods))
    decided, figures = decisions(ids), _figures(ids, periods)
    return [Member(each, decided[each], figures[each], _populations(each, periods)) for each in ids]


def _open_in(federation_id: int, period: int) -> list[int]:
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gte=first_day(period))
    rows = Organisation.objects.filter(open_then, federation_id=federation_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def anyone_takes_part(federation_id: int, period: int, since: date) -> bool:
    """Tell whether a period has anything to publish: an organisation that existed then and takes part in all of it."""
    decided = decisions(_open_in(federation_id, period))
    return any(takes_part(made, period, since) for made in decided.values())


def decisions(organisation_ids: Iterable[int], before: datetime | None = None) -> dict[int, tuple[Decided, ...]]:
    """Return what each organisation has decided about sharing (before a moment), the oldest decision first."""
    found: dict[int, list[Decided]] = {each: [] for each in organisation_ids}
    made = SharingChoice.objects.filter(organisation_id__in=found)
    by_then = made.filter(decided_at__lt=before) if before else made
    for choice in by_then.order_by("decided_at", "pk"):
        found[choice.organisation_id].append(Decided(choice.takes_part, choice.valid_from))
    return {each: tuple(made) for each, made in found.items()}


def _figures(ids: Sequence[int], periods: Collection[int]) -> dict[int, dict[tuple[str, int], Counted]]:
    found: dict[int, dict[tuple[str, int], Counted]] = defaultdict(dict)
    rows = Figure.objects.filter(
        organisation_id__in=ids,
        level=Level.ORGANISATION,
        part="",
        period__in=periods,
        kpi__in=[kpi.key for kpi in SHARED_KPIS],
    )
    for row in rows:
        counted = Counted(row.numerator, row.kpi_version, row.denominator, row.denominator_as_of)
        found[row.organisation_id][row.kpi, row.period] = counted
    return found


def _populations(organisation_id: int, periods: Iterable[int]) -> dict[int, int | None]:
    place, stated = place_of(organisation_id), headcounts(organisation_id)
    found: dict[int, int | None] = {}
    for period in periods:
        number = employees_of(Window(Level.ORGANISATION, organisation_id, period), place, stated)
        found[period] = number.employees if number else None
    return found


def latest(federation_id: int, periods: Iterable[int]) -> dict[int, Snapshot]:
    """Return the latest snapshot of each period that has one."""
    rows = Snapshot.objects.filter(federation_id=federation_id, period__in=list(periods)).order_by("number")
    return {row.period: row for row in rows}


def cells_of(snapshot: Snapshot) -> list[SharedFigure]:
    """Return what a snapshot says."""
    return list(SharedFigure.objects.filter(snapshot=snapshot))


def hidden_in(snapshots: Iterable[Snapshot]) -> set[Key]:
    """Return the cells that these snapshots do not show as they are counted now: hidden ones, and those of older versions."""
    versions = {kpi.key: kpi.version for kpi in SHARED_KPIS}
    rows = SharedFigure.objects.filter(snapshot__in=list(snapshots)).select_related("snapshot")
    return {
        Key(row.organisation_id, row.kpi, row.snapshot.period)
        for row in rows
        if row.state != OPEN or row.kpi_version != versions.get(row.kpi)
    }


def purged(federation_id: int, periods: Iterable[int]) -> set[Key]:
    """Return the cells of these periods that have been purged."""
    rows = Purge.objects.filter(organisation__federation_id=federation_id, period__in=list(periods))
    return {Key(row.organisation_id, row.kpi, row.period) for row in rows}


def reasons_since(snapshot: Snapshot) -> dict[Key, str]:
    """Return why organisations' own figures of a snapshot's period have been revised since it was taken."""
    rows = Revision.objects.filter(
        revised_at__gt=snapshot.taken_at,
        figure__period=snapshot.period,
        figure__level=Level.ORGANISATION,
        figure__part="",
    ).select_related("figure")
    return {
        Key(row.organisation_id, row.figure.kpi, row.figure.period): row.reason for row in rows.order_by("revised_at")
    }


def published_periods(federation_id: int) -> list[int]:
    """Return the periods of which something has been published, the latest first, years before their months."""
    rows = Snapshot.objects.filter(federation_id=federation_id).values("period").annotate(last=Max("number"))
    return sorted((row["period"] for row in rows), key=lambda period: (months_in(period)[1], -period), reverse=True)


def published(federation_id: int, period: int) -> list[Published]:
    """Return all snapshots of a period, the latest first, for any reader of this federation's shared figures."""
    snapshots = Snapshot.objects.filter(federation_id=federation_id, period=period).order_by("-number")
    rows = SharedFigure.objects.filter(snapshot__in=snapshots)
    with unscoped_quietly("names of the organisations that share figures with each other"):
        known = {one.pk: one for one in Organisation.objects.filter(federation_id=federation_id)}
    by_snapshot: dict[int, list[PublishedCell]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: swedish_key(known[row.organisation_id].name)):
        if kpi := kpi_by_key(row.kpi):
            by_snapshot[row.snapshot_id].append(
                PublishedCell(
                    organisation_id=row.organisation_id,
                    organisation=known[row.organisation_id].name,
                    slug=known[row.organisation_id].slug,
                    scb_code=known[row.organisation_id].scb_code,
                    kpi=kpi,
                    kpi_version=row.kpi_version,
                    period=period,
                    state=row.state,
                    numerator=row.numerator,
                    denominator=row.denominator,
                    denominator_as_of=row.denominator_as_of,
                    corrected_because=row.corrected_because,
                )
            )
    return [
        Published(row.number, row.period, row.taken_at, row.reason, tuple(by_snapshot[row.pk])) for row in snapshots
    ]
