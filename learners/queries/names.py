"""The name that an organisation may see of a person: the one it typed, until they have signed in since they were invited.

Otherwise whoever may invite could learn whose an address is (docs/decisions/0015-invitations.md). Every list and page of
an organisation takes names from here.
"""

from collections.abc import Collection

from django.db.models import Expression, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from learners.models import Invitation, Membership

_HAS_NOT_COME = Q(person__last_login__isnull=True) | Q(person__last_login__lt=F("invited_at"))


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations of people who have not signed in since."""
    return Invitation.objects.filter(_HAS_NOT_COME)


def with_shown_name(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Add shown_first, shown_last and invited_id (the open invitation, or None) to memberships, in the same query."""
    invited = open_invitations().filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
    return rows.annotate(
        shown_first=_typed(invited, "first_name"),
        shown_last=_typed(invited, "last_name"),
        invited_id=Subquery(invited.values("pk")[:1]),
    )


def _typed(invited: QuerySet[Invitation], name: str) -> Expression:
    return Coalesce(Subquery(invited.values(name)[:1]), F(f"person__{name}"))


def shown_names(organisation_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """Return the whole names, by person, that an organisation may see: for journals and lists of other rows.

    Two queries, however many. Whoever holds no membership there, not even an ended one, is left out.
    """
    rows = Membership.objects.filter(organisation_id=organisation_id, person_id__in=person_ids)
    names = {row.person_id: row.person.get_full_name() or row.person.email for row in rows.select_related("person")}
    for invited in open_invitations().filter(organisation_id=organisation_id, person_id__in=person_ids):
        names[invited.person_id] = f"{invited.first_name} {invited.last_name}".strip()
    return names
