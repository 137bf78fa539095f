"""Sectors of a federation. `acting` needs MANAGE_FEDERATION; a sector of another federation raises NotYours."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from learners.actions.journal import note_change
from learners.changes import ChangeKind
from learners.errors import KeyTaken, NotYours
from learners.models import Federation, Sector
from learners.roles import Permission, has
from learners.tenancy import Acting


@transaction.atomic
def add(*, acting: Acting, key: str, name_sv: str, name_en: str, now: datetime) -> Sector:
    """Add a sector. Its key stays for ever, because statements carry it. Raises NotYours and KeyTaken."""
    federation_id = _federation(acting)
    Federation.objects.select_for_update(no_key=True).get(pk=federation_id)
    if Sector.objects.filter(federation_id=federation_id, key=key).exists():
        raise KeyTaken(key)
    sector = Sector.objects.create(
        federation_id=federation_id, key=key, name_sv=name_sv.strip(), name_en=name_en.strip()
    )
    _note(acting, ChangeKind.SECTOR_ADDED, sector, now, after=_said(sector))
    return sector


@transaction.atomic
def rename(*, acting: Acting, sector_id: int, name_sv: str, name_en: str, now: datetime) -> None:
    """Give a sector other names; its key, and all that carries it, stays. Raises NotYours."""
    sector = _held(acting, sector_id)
    before = _said(sector)
    sector.name_sv, sector.name_en = name_sv.strip(), name_en.strip()
    _save(acting, sector, before, now)


@transaction.atomic
def set_last_day(*, acting: Acting, sector_id: int, last_day: date | None, now: datetime) -> None:
    """Close a sector with a last day, after which it is no longer offered, or open it again (None). Raises NotYours."""
    sector = _held(acting, sector_id)
    before = _said(sector)
    sector.closed_on = last_day
    _save(acting, sector, before, now)


def _federation(acting: Acting) -> int:
    if not has(acting.grants, Permission.MANAGE_FEDERATION):
        raise NotYours("federation")
    return acting.organisation.federation_id


def _held(acting: Acting, sector_id: int) -> Sector:
    rows = Sector.objects.select_for_update().filter(federation_id=_federation(acting), pk=sector_id)
    sector = rows.first()
    if sector is None:
        raise NotYours(str(sector_id))
    return sector


def _said(sector: Sector) -> dict[str, Any]:
    closed = sector.closed_on.isoformat() if sector.closed_on else None
    return {"name_sv": sector.name_sv, "name_en": sector.name_en, "closed_on": closed}


def _save(acting: Acting, sector: Sector, before: dict[str, Any], now: datetime) -> None:
    after = _said(sector)
    if before != after:
        sector.save(update_fields=list(after))
        _note(acting, ChangeKind.SECTOR_CHANGED, sector, now, before=before, after=after)


def _note(acting: Acting, kind: ChangeKind, sector: Sector, now: datetime, **changed: Any) -> None:
    """Write it in the journal of the organisation that keeps the federation's sectors."""
    note_change(
        organisation_id=acting.organisation.id, by_id=acting.person_id, kind=kind, now=now, about=sector.key, **changed
    )
