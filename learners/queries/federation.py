"""The organisations of a federation by name, for whoever keeps it: nothing of their people or units is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from academy.alphabet import swedish_key
from academy.scoping import unscoped_quietly
from learners.models import JointMember, Organisation
from learners.queries.units import is_open

REASON = "names, kinds and codes of a federation's organisations, for its academy admin"


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation as the list shows it."""

    id: int
    name: str
    slug: str
    kind: str
    kind_label: str
    scb_code: str
    closed_on: date | None
    is_open: bool

    @property
    def is_joint_body(self) -> bool:
        """Tell whether other organisations own it together."""
        return self.kind == Organisation.Kind.JOINT_BODY


@dataclass(frozen=True)
class OwnerRow:
    """An owner of a joint body, from when to when."""

    id: int
    name: str
    valid_from: date
    valid_to: date | None


def federation_rows(federation_id: int, day: date) -> list[OrganisationRow]:
    """Return the organisations of a federation: the open ones first, by name as Swedes sort."""
    with unscoped_quietly(REASON):
        rows = [_row(row, day) for row in Organisation.objects.filter(federation_id=federation_id)]
    return sorted(rows, key=lambda row: (not row.is_open, swedish_key(row.name)))


def federation_row(federation_id: int, organisation_id: int, day: date) -> OrganisationRow | None:
    """Return one organisation of the federation; None for another federation's."""
    with unscoped_quietly(REASON):
        row = Organisation.objects.filter(federation_id=federation_id, pk=organisation_id).first()
    return _row(row, day) if row else None


def owners(joint_body_id: int) -> list[OwnerRow]:
    """Return who owns or has owned a joint body, by name and day. The caller has asked whether it is theirs to see."""
    with unscoped_quietly(REASON):
        rows = JointMember.objects.filter(joint_body_id=joint_body_id).select_related("member")
        found = [OwnerRow(row.pk, row.member.name, row.valid_from, row.valid_to) for row in rows]
    return sorted(found, key=lambda row: (swedish_key(row.name), row.valid_from))


def possible_owners(rows: Iterable[OrganisationRow]) -> list[OrganisationRow]:
    """Return those of these organisations that may own a joint body: municipalities and companies that are open."""
    return [row for row in rows if row.is_open and not row.is_joint_body]


def _row(row: Organisation, day: date) -> OrganisationRow:
    return OrganisationRow(
        id=row.pk,
        name=row.name,
        slug=row.slug,
        kind=row.kind,
        kind_label=str(Organisation.Kind(row.kind).label),
        scb_code=row.scb_code,
        closed_on=row.closed_on,
        is_open=is_open(row.closed_on, day),
    )
