"""Person ↔ opaque account: the one place where a statement's actor can be tied to somebody."""

from uuid import UUID

from learners.models import Account


def account_name(person_id: int) -> UUID:
    """Return the person's opaque account name, made the first time it is asked for."""
    account, _ = Account.objects.get_or_create(person_id=person_id)
    return account.name
