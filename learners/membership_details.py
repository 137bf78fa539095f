"""What a membership says, as a plain value: what forms give to actions, and what the journal keeps."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from learners.models import Membership


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a membership says, as typed by whoever enters it. `sector` is a sector's key, or empty."""

    unit_id: int
    position: str = ""
    sector: str = ""
    leader_group: str = ""
    valid_from: date
    valid_to: date | None = None

    def columns(self) -> dict[str, Any]:
        """Return the values of the row."""
        return asdict(self) | {"position": self.position.strip()}

    def said(self) -> dict[str, Any]:
        """Return them as the journal keeps them."""
        to = self.valid_to.isoformat() if self.valid_to else None
        return self.columns() | {"valid_from": self.valid_from.isoformat(), "valid_to": to}


def details_of(membership: Membership) -> Details:
    """Return what a membership says now."""
    return Details(
        unit_id=membership.unit_id,
        position=membership.position,
        sector=membership.sector,
        leader_group=membership.leader_group,
        valid_from=membership.valid_from,
        valid_to=membership.valid_to,
    )
