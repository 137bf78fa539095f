"""Reads of sectors: the fields of work that a federation names alike. Memberships and statements hold their keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language

from academy.alphabet import swedish_key
from learners.models import Sector


@dataclass(frozen=True)
class SectorRef:
    """A sector as pages need it. `label` is in the reader's language."""

    id: int
    key: str
    name_sv: str
    name_en: str
    closed_on: date | None

    @property
    def label(self) -> str:
        """The name in the language that is active."""
        return self.name_sv if (get_language() or "sv").startswith("sv") else self.name_en


def sectors_of(federation_id: int) -> list[SectorRef]:
    """Return all sectors of a federation, closed ones too, by name in the reader's language."""
    return _sorted(Sector.objects.filter(federation_id=federation_id))


def open_sectors(federation_id: int, day: date) -> list[SectorRef]:
    """Return the sectors that may be chosen on a day, by name in the reader's language."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gte=day)
    return _sorted(Sector.objects.filter(is_open, federation_id=federation_id))


def sector_labels(federation_id: int) -> dict[str, str]:
    """Return the label of every key, in the reader's language; also of sectors that are closed."""
    return {sector.key: sector.label for sector in sectors_of(federation_id)}


def sector_of(federation_id: int, sector_id: int) -> SectorRef | None:
    """Return one sector of the federation, or None."""
    return next((sector for sector in sectors_of(federation_id) if sector.id == sector_id), None)


def _sorted(rows: Iterable[Sector]) -> list[SectorRef]:
    refs = [SectorRef(row.pk, row.key, row.name_sv, row.name_en, row.closed_on) for row in rows]
    return sorted(refs, key=lambda ref: swedish_key(ref.label))
