"""Read a figure's sources: statements one by one and stated headcounts. Facts are not looked at, and nothing counts in SQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from analytics.kpis.definition import Kpi
from analytics.kpis.measures import Counting, Measure
from analytics.kpis.periods import LAST_YEAR_NUMBER, last_day, months_in, periods_of
from analytics.models import DirtyMark, Figure, Headcount, Revision, Statement
from analytics.models.figures import Level
from learners.models import Organisation, Unit

AT_A_TIME = 2_000


def organisation_with(slug: str) -> Organisation | None:
    """Return an organisation by its slug, or None."""
    return Organisation.objects.filter(slug=slug).first()


def figure(organisation_id: int, kpi: Kpi, period: int, unit_id: int | None) -> Figure | None:
    """Return the released figure of a window, or None; without a unit that of the whole organisation."""
    rows = Figure.objects.filter(organisation_id=organisation_id, kpi=kpi.key, period=period, part="")
    if unit_id is None:
        return rows.filter(level=Level.ORGANISATION).first()
    return rows.filter(level=Level.UNIT, unit_id=unit_id).first()


def revisions(released: Figure) -> list[Revision]:
    """Return what a figure's log says, the oldest first."""
    return list(Revision.objects.filter(figure=released).order_by("version"))


def unit_ids_below(organisation_id: int, unit_id: int) -> set[int]:
    """Return a unit of the organisation and all below it, found by their parents and not by the paths that the fill uses."""
    parents = dict(Unit.objects.filter(organisation_id=organisation_id).values_list("pk", "parent_id"))
    return {each for each in parents if unit_id in _upwards(each, parents)}


def _upwards(unit_id: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    while unit_id is not None:
        yield unit_id
        unit_id = parents[unit_id]


def recounted(kpi: Kpi, organisation_id: int, period: int, unit_id: int | None) -> int:
    """Count a KPI's statements one by one."""
    units = None if unit_id is None else unit_ids_below(organisation_id, unit_id)
    found = (row for row in _statements(organisation_id, period) if units is None or row.unit_id in units)
    return len({_counted_as(kpi.measure, row) for row in found if counts(kpi.measure, row)})


def counts(measure: Measure, row: Statement) -> bool:
    """Tell whether a measure counts a statement, by what is declared."""
    return (
        row.authority == "platform"
        and not row.is_voided
        and row.verb in measure.verbs
        and (not measure.object_kinds or row.object_kind in measure.object_kinds)
        and row.leader_group not in measure.without_leader_groups
    )


def _counted_as(measure: Measure, row: Statement) -> str | int:
    return row.actor if measure.counting is Counting.PEOPLE else row.pk


def _statements(organisation_id: int, period: int) -> Iterator[Statement]:
    rows = Statement.objects.filter(organisation_id=organisation_id, month__range=months_in(period))
    columns = ("authority", "is_voided", "verb", "object_kind", "leader_group", "actor", "unit_id")
    return rows.only(*columns).iterator(AT_A_TIME)


def employees(organisation_id: int, period: int, unit_id: int | None) -> int | None:
    """Return the number of employees stated for the end of a period, or the latest before it; None when one is missing."""
    units = [unit_id] if unit_id is not None else _tops(organisation_id)
    stated = [_latest(unit, period) for unit in units]
    return sum(number for number in stated if number is not None) if stated and None not in stated else None


def _tops(organisation_id: int) -> list[int]:
    return list(Unit.objects.filter(organisation_id=organisation_id, parent=None).values_list("pk", flat=True))


def _latest(unit_id: int, period: int) -> int | None:
    rows = Headcount.objects.filter(unit_id=unit_id, as_of__lte=last_day(period)).order_by("as_of")
    return rows.values_list("employees", flat=True).last()


def is_waiting(organisation_id: int, period: int) -> bool:
    """Tell whether something of the period waits to be counted, so that the figure is about to change."""
    return DirtyMark.objects.filter(organisation_id=organisation_id, month__range=months_in(period)).exists()


def sample(size: int) -> Sequence[Figure]:
    """Return some figures, drawn by the database."""
    return list(Figure.objects.filter(part="").order_by("?")[:size])


def months_counted(organisation_id: int, kpi: str | None = None) -> list[int]:
    """Return the months of which an organisation has figures, of one KPI or of any."""
    rows = Figure.objects.filter(organisation_id=organisation_id, period__gt=LAST_YEAR_NUMBER)
    rows = rows.filter(kpi=kpi) if kpi else rows
    return sorted(set(rows.values_list("period", flat=True)))


def organisations(slug: str | None) -> list[Organisation]:
    """Return one organisation, or all."""
    rows = Organisation.objects.order_by("pk")
    return list(rows.filter(slug=slug) if slug else rows)


def unit_ids(organisation_id: int) -> list[int]:
    """Return all units of an organisation."""
    return list(Unit.objects.filter(organisation_id=organisation_id).order_by("pk").values_list("pk", flat=True))


def in_period(months: Iterable[int], period: int | None) -> list[int]:
    """Return the months that lie in a period; all of them without one."""
    return [month for month in months if period is None or period in periods_of(month)]
