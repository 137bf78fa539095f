"""Keeping the tree of units in order. Every write holds the organisation's row, so that two at once cannot tear the tree.

`acting` says who does it: a unit that no grant of theirs reaches with MANAGE_UNITS raises NotYours, whatever the reason.
"""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr

from academy.events import publish
from learners.actions.journal import note_change
from learners.actions.people import add_unit
from learners.changes import ChangeKind
from learners.errors import AboveIsClosed, NameTaken, NotYours, RootStays, StillInUse, TooDeep, UnderItself
from learners.events import UnitMoved
from learners.models import Unit
from learners.queries.organisations import held_organisation
from learners.queries.units import held_last_days, is_open, unit_within, uses_after
from learners.roles import Permission
from learners.tenancy import Acting

# The path of a unit in the lowest level, with ids of any length, fits its column.
MOST_LEVELS = 12


@transaction.atomic
def add(*, acting: Acting, parent_id: int, name: str, now: datetime) -> Unit:
    """Add a unit below another. Raises NotYours, AboveIsClosed, TooDeep and NameTaken."""
    organisation = held_organisation(acting.organisation.id)
    parent = _reached(acting, parent_id)
    _refuse_closed(parent, None)
    _refuse_depth(parent.depth + 1)
    unit = add_unit(organisation=organisation, name=_free_name(parent.pk, name), parent=parent)
    _note(acting, ChangeKind.UNIT_ADDED, unit, now, after={"name": unit.name, "parent": parent.name})
    return unit


@transaction.atomic
def rename(*, acting: Acting, unit_id: int, name: str, now: datetime) -> None:
    """Give a unit another name. Raises NotYours, RootStays and NameTaken."""
    held_organisation(acting.organisation.id)
    unit = _reached(acting, unit_id, not_root=True)
    if unit.name != name.strip():
        before = unit.name
        unit.name = _free_name(unit.parent_id, name, but=unit.pk)
        unit.save(update_fields=["name"])
        _note(acting, ChangeKind.UNIT_RENAMED, unit, now, before={"name": before}, after={"name": unit.name})


@transaction.atomic
def move(*, acting: Acting, unit_id: int, parent_id: int, now: datetime) -> None:
    """Move a unit with all below it, and tell UnitMoved. Both it and the new parent must be within reach.

    Raises NotYours, RootStays, UnderItself, AboveIsClosed, TooDeep and NameTaken.
    """
    held_organisation(acting.organisation.id)
    unit, parent = _reached(acting, unit_id, not_root=True), _reached(acting, parent_id)
    old = unit.parent
    if old is None or old.pk == parent.pk:
        return
    if parent.path.startswith(unit.path):
        raise UnderItself(unit.path)
    _refuse_closed(parent, unit.closed_on)
    subtree = Unit.objects.filter(organisation_id=acting.organisation.id, path__startswith=unit.path)
    deepest = max(path.count("/") for path in subtree.values_list("path", flat=True)) - unit.path.count("/")
    _refuse_depth(parent.depth + 1 + deepest)
    _free_name(parent.pk, unit.name, but=unit.pk)
    _rewrite(unit, parent, subtree)
    _note(acting, ChangeKind.UNIT_MOVED, unit, now, before={"parent": old.name}, after={"parent": parent.name})
    publish(
        UnitMoved(
            event_id=uuid.uuid4(),
            occurred_at=now,
            organisation_id=acting.organisation.id,
            federation_id=acting.organisation.federation_id,
            unit_id=unit.pk,
            old_parent_id=old.pk,
            new_parent_id=parent.pk,
        )
    )


@transaction.atomic
def close(*, acting: Acting, unit_id: int, last_day: date, now: datetime) -> None:
    """Close a unit with a last day. Raises NotYours, RootStays, and StillInUse when something in it goes on after that."""
    held_organisation(acting.organisation.id)
    unit = _reached(acting, unit_id, not_root=True)
    held_last_days([unit.pk])
    uses = uses_after(unit.pk, last_day)
    if uses:
        raise StillInUse(memberships=uses.memberships, units=uses.units, teams=uses.teams)
    _set_last_day(acting, unit, last_day, ChangeKind.UNIT_CLOSED, now)


@transaction.atomic
def reopen(*, acting: Acting, unit_id: int, now: datetime) -> None:
    """Open a closed unit again. Raises NotYours, AboveIsClosed, and NameTaken when another has its name by now."""
    held_organisation(acting.organisation.id)
    unit = _reached(acting, unit_id)
    if unit.parent:
        _refuse_closed(unit.parent, None)
    _free_name(unit.parent_id, unit.name, but=unit.pk)
    _set_last_day(acting, unit, None, ChangeKind.UNIT_REOPENED, now)


@transaction.atomic
def set_controller(*, acting: Acting, unit_id: int, is_controller: bool, now: datetime) -> None:
    """Say whether a unit is the controller of its own personal data. Raises NotYours and RootStays."""
    held_organisation(acting.organisation.id)
    unit = _reached(acting, unit_id, not_root=True)
    if unit.is_controller != is_controller:
        unit.is_controller = is_controller
        unit.save(update_fields=["is_controller"])
        before, after = {"is_controller": not is_controller}, {"is_controller": is_controller}
        _note(acting, ChangeKind.UNIT_CONTROLLER, unit, now, before=before, after=after)


def _reached(acting: Acting, unit_id: int, *, not_root: bool = False) -> Unit:
    unit = unit_within(acting, Permission.MANAGE_UNITS, unit_id)
    if unit is None:
        raise NotYours(str(unit_id))
    if not_root and unit.parent_id is None:
        raise RootStays(unit.path)
    return unit


def _free_name(parent_id: int | None, name: str, *, but: int = 0) -> str:
    """Return the name, if no open unit beside is called the same; a closed one may have had it."""
    beside = Unit.objects.filter(Q(closed_on__isnull=True), parent_id=parent_id).exclude(pk=but)
    # In Python, because SQLite knows the capitals of English alone.
    if parent_id and name.strip().casefold() in {taken.casefold() for taken in beside.values_list("name", flat=True)}:
        raise NameTaken(name)
    return name.strip()


def _refuse_closed(above: Unit, last_day: date | None) -> None:
    if above.closed_on is not None and not (last_day and is_open(above.closed_on, last_day)):
        raise AboveIsClosed(above.path)


def _refuse_depth(depth: int) -> None:
    if depth >= MOST_LEVELS:
        raise TooDeep(str(depth))


def _rewrite(unit: Unit, parent: Unit, subtree: Any) -> None:
    """Write the new paths of the whole subtree in one statement, then the new parent."""
    new = f"{parent.path}{unit.pk}/"
    subtree.update(path=Concat(Value(new), Substr("path", len(unit.path) + 1)))
    Unit.objects.filter(pk=unit.pk).update(parent_id=parent.pk)


def _set_last_day(acting: Acting, unit: Unit, last_day: date | None, kind: ChangeKind, now: datetime) -> None:
    if unit.closed_on != last_day:
        before, unit.closed_on = unit.closed_on, last_day
        unit.save(update_fields=["closed_on"])
        _note(
            acting,
            kind,
            unit,
            now,
            before={"closed_on": before.isoformat() if before else None},
            after={"closed_on": last_day.isoformat() if last_day else None},
        )


def _note(acting: Acting, kind: ChangeKind, unit: Unit, now: datetime, **changed: Any) -> None:
    note_change(
        organisation_id=acting.organisation.id, by_id=acting.person_id, kind=kind, now=now, about=unit.name, **changed
    )
