"""Reads of the tree of units, for whoever keeps it in order. Each asks for what the acting person's grants reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from learners.models import Membership, Team, Unit
from learners.queries.acting import current_memberships
from learners.queries.organisations import unit_ref, units_below
from learners.queries.reached import reached
from learners.roles import Permission
from learners.tenancy import Acting, UnitRef


@dataclass(frozen=True)
class UnitRow:
    """A unit as the list shows it. `members` work in it today, those in the units below not counted."""

    unit: UnitRef
    level: int
    is_controller: bool
    is_open: bool
    members: int


@dataclass(frozen=True)
class Uses:
    """What goes on in a unit after a day: memberships of its own, units below it, teams that stand in it."""

    memberships: int
    units: int
    teams: int

    def __bool__(self) -> bool:
        return bool(self.memberships or self.units or self.teams)


def is_open(closed_on: date | None, day: date) -> bool:
    """Tell whether what has this last day, or none, is open on a day."""
    return closed_on is None or closed_on >= day


def unit_within(acting: Acting, permission: Permission, unit_id: int) -> Unit | None:
    """Return a unit where `acting` holds the permission; None for every kind of no."""
    rows = Unit.objects.filter(reached(acting, permission), organisation_id=acting.organisation.id)
    return rows.select_related("parent").filter(pk=unit_id).first()


def held_last_days(unit_ids: Iterable[int]) -> dict[int, date | None]:
    """Hold units until the transaction ends, and return their last days: whoever closes one holds it too.

    So nobody is placed in a unit that closes at that moment. Held in the order of their ids, after every other row.
    """
    rows = Unit.objects.filter(pk__in=sorted(unit_ids)).order_by("pk").select_for_update(no_key=True)
    return {unit.pk: unit.closed_on for unit in rows}


def units_within(acting: Acting, permission: Permission) -> list[UnitRef]:
    """Return all units where `acting` holds the permission, in tree order."""
    within = Unit.objects.filter(reached(acting, permission), organisation_id=acting.organisation.id)
    ids = set(within.values_list("pk", flat=True))
    return [unit for unit in units_below(acting.organisation.id, "") if unit.id in ids]


def open_units_within(acting: Acting, permission: Permission, day: date) -> list[UnitRef]:
    """Return those of them that are open on a day, in tree order: what a form offers."""
    return [unit for unit in units_within(acting, permission) if is_open(unit.closed_on, day)]


def unit_rows(acting: Acting, permission: Permission, day: date) -> list[UnitRow]:
    """Return the tree as far as the permission reaches, with how many work in each unit. Three queries, however many."""
    units = units_within(acting, permission)
    least = min((unit.depth for unit in units), default=0)
    controllers = set(
        Unit.objects.filter(organisation_id=acting.organisation.id, is_controller=True).values_list("pk", flat=True)
    )
    members = _members(acting.organisation.id, day)
    return [
        UnitRow(unit, unit.depth - least, unit.id in controllers, is_open(unit.closed_on, day), members.get(unit.id, 0))
        for unit in units
    ]


def unit_row(rows: Iterable[UnitRow], unit_id: int) -> UnitRow:
    """Return one of these rows; raise StopIteration for a unit that is not among them."""
    return next(row for row in rows if row.unit.id == unit_id)


def _members(organisation_id: int, day: date) -> dict[int, int]:
    rows = Membership.objects.filter(current_memberships(day), organisation_id=organisation_id)
    counted = rows.order_by("unit_id").values("unit_id").annotate(n=Count("person_id", distinct=True))
    return {row["unit_id"]: row["n"] for row in counted}


def uses_after(unit_id: int, day: date) -> Uses:
    """Return what would outlive a unit whose last day is `day`."""
    goes_on = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    stays_open = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return Uses(
        memberships=Membership.objects.filter(goes_on, unit_id=unit_id).count(),
        units=Unit.objects.filter(stays_open, parent_id=unit_id).count(),
        teams=Team.objects.filter(stays_open, unit_id=unit_id).count(),
    )


def new_parents(acting: Acting, unit: Unit, day: date) -> list[UnitRef]:
    """Return the units that `unit` could be moved below: open, within reach, neither itself nor below it."""
    units = open_units_within(acting, Permission.MANAGE_UNITS, day)
    return [ref for ref in units if not ref.path.startswith(unit.path) and ref.id != unit.parent_id]


def way_to(unit: Unit) -> list[UnitRef]:
    """Return the units above one, from the topmost down."""
    above = {row.pk: unit_ref(row) for row in Unit.objects.filter(pk__in=unit.lineage[:-1])}
    return [above[unit_id] for unit_id in unit.lineage[:-1]]
