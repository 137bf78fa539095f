"""Which membership a signed-in person acts through, among those that are current."""

from datetime import date

import structlog
from django.conf import settings
from django.db.models import Prefetch, Q

from academy.scoping import unscoped_quietly
from learners.models import Membership, RoleAssignment, User
from learners.queries.organisations import ref_of
from learners.roles import Grant, Role, needs_second_factor
from learners.tenancy import Acting, Place, Standing

log = structlog.get_logger(__name__)


def current_memberships(day: date, path: str = "") -> Q:
    """Return the condition that a membership is valid on a day; `path` is the ORM path to it, such as "membership__"."""
    ended = Q(**{f"{path}valid_to__isnull": True}) | Q(**{f"{path}valid_to__gte": day})
    return Q(**{f"{path}valid_from__lte": day}) & ended


def may_be_acted_through(day: date) -> Q:
    """Return the condition that a membership is valid on a day, in an organisation that is not closed by then."""
    is_open = Q(organisation__closed_on__isnull=True) | Q(organisation__closed_on__gte=day)
    return current_memberships(day) & is_open


def acting_for(user: User, day: date, *, chosen: int | None = None, is_proven: bool = False) -> Acting | None:
    """Return what `standing` says of the membership acted through; None without a current one."""
    return standing(user, day, chosen=chosen, is_proven=is_proven).acting


def standing(user: User, day: date, *, chosen: int | None, is_proven: bool) -> Standing:
    """Return where the person may act on a day: through the chosen membership, or the one that began first.

    `chosen` is a membership's id, from wherever: it counts only if it is the person's own and current. `is_proven`
    tells whether the session has shown a second factor; without it the roles that need one are withheld. Two queries,
    outside any scope, because the scope is made from them.
    """
    with unscoped_quietly("the person's own memberships, from which the scope is made"):
        rows = list(
            Membership.objects.filter(may_be_acted_through(day), person=user)
            .select_related("organisation", "unit")
            .prefetch_related(Prefetch("roles", RoleAssignment.objects.select_related("unit").order_by("pk")))
            .order_by("valid_from", "pk")
        )
    found = next((row for row in rows if row.pk == chosen), None)
    membership = found or (rows[0] if rows else None)
    return Standing(
        acting=_acting(membership, is_proven=is_proven) if membership else None,
        places=tuple(_place(row, row is membership) for row in rows),
        fell_back=chosen is not None and found is None,
    )


def _acting(membership: Membership, *, is_proven: bool) -> Acting:
    grants = _grants(membership)
    asleep = [grant for grant in grants if not (is_proven or _is_free(grant.role))]
    return Acting(
        membership_id=membership.pk,
        person_id=membership.person_id,
        position=membership.position,
        organisation=ref_of(membership.organisation),
        unit_id=membership.unit_id,
        unit_path=membership.unit.path,
        grants=tuple(grant for grant in grants if grant not in asleep),
        withheld=tuple(dict.fromkeys(grant.role for grant in asleep)),
    )


def _is_free(role: Role) -> bool:
    return not (settings.SECOND_FACTOR_REQUIRED and needs_second_factor(role))


def _place(membership: Membership, is_chosen: bool) -> Place:
    return Place(
        membership_id=membership.pk,
        organisation=membership.organisation.name,
        unit=membership.unit.name,
        position=membership.position,
        roles=tuple(dict.fromkeys(grant.role for grant in _grants(membership))),
        is_chosen=is_chosen,
    )


def _grants(membership: Membership) -> list[Grant]:
    rows = [row for row in membership.roles.all() if _is_declared(row.role)]
    return [Grant(Role(row.role), row.unit_id, row.unit.path) for row in rows]


def _is_declared(role: str) -> bool:
    if role in set(Role):
        return True
    log.warning("unknown_role", role=role)
    return False
