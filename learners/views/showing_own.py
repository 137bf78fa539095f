"""What the templates of one's own pages get: words made of plain values."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learners.models import ReadEntry
from learners.queries.own import OwnMembership, Read
from learners.role_names import ROLE_NAMES
from learners.roles import Role
from learners.tenancy import Place

PAGE_NAMES: dict[str, Any] = {
    ReadEntry.Page.PEOPLE: gettext_lazy("The list of people"),
    ReadEntry.Page.PERSON: gettext_lazy("Your page among the people"),
    ReadEntry.Page.TEAM: gettext_lazy("The page of your team"),
    ReadEntry.Page.FILE: gettext_lazy("A file with people"),
}


def role_names(roles: tuple[Role, ...] | list[Role]) -> str:
    """Return the names of roles in the reader's language, with commas between."""
    return ", ".join(str(ROLE_NAMES[role]) for role in roles)


def place_line(place: Place) -> str:
    """Return as what one acts in a place: position, roles and unit, those that there are."""
    unit = place.unit if place.unit != place.organisation else ""
    return ", ".join(part for part in (place.position, role_names(place.roles), unit) if part)


def read_row(read: Read) -> dict[str, Any]:
    """Return one row of the log of reads."""
    return {
        "first_at": read.first_at,
        "last_at": read.last_at,
        "is_once": read.first_at == read.last_at,
        "reader": read.reader,
        "as_what": ", ".join(part for part in (read.position, role_names(read.roles)) if part),
        "organisation": read.organisation,
        "page": PAGE_NAMES.get(read.page, ""),
    }


def membership_block(row: OwnMembership, chosen: int | None, day: date) -> dict[str, Any]:
    """Return one membership with its roles and teams; `is_chosen` marks the one acted through."""
    return {
        "id": row.id,
        "organisation": row.organisation,
        "unit": row.unit,
        "position": row.position,
        "leader_group": row.leader_group,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "roles": [_("%(role)s for %(unit)s") % {"role": ROLE_NAMES[own.role], "unit": own.unit} for own in row.roles],
        "teams": row.teams,
        "is_current": row.is_current,
        "is_future": row.valid_from > day,
        "is_chosen": row.id == chosen,
    }
