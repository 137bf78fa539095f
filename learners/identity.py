"""Person ↔ opaque account: the one place that ties a statement's actor to somebody.

The registration of an attempt is in its statements too, so erasing a person means the attempt's row as well.
"""

from uuid import UUID

from learners.models import Account


def account_name(person_id: int) -> UUID:
    """Return the person's opaque account name, made the first time it is asked for."""
    account, _ = Account.objects.get_or_create(person_id=person_id)
    return account.name
