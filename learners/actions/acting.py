"""Choosing where one acts."""

from learners.models import User


def remember_place(*, person: User, membership_id: int) -> None:
    """Keep the membership that the person chose, for the next sign-in; asked before: is it theirs and current."""
    if person.last_acted_id != membership_id:
        person.last_acted_id = membership_id
        person.save(update_fields=["last_acted"])
