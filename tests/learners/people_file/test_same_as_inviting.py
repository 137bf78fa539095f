"""A row of a file leaves the same rows as one invitation by hand, table by table and column by column."""

from collections.abc import Callable
from typing import Any

import pytest

from learners.actions.invite import invite
from learners.models import Change, Invitation, Membership, Message, PeopleFile, RoleAssignment, User
from learners.roles import Role
from learners.tenancy import Acting
from tests.conftest import Cast
from tests.learners.conftest import NOW
from tests.learners.people_file.conftest import CARE, lines

MODELS = (Membership, RoleAssignment, Invitation, Message, Change)
# What tells two rows apart that say the same.
OWN = {"id", "public_id", "key", "person_id", "membership_id", "subject_id"}


def written(person: User) -> dict[str, Any]:
    """Return what stands about a person in every table, without what names them."""
    who = {"first_name": person.first_name, "last_name": person.last_name, "language": person.language}
    found: dict[str, Any] = {"User": who | {"usable": person.has_usable_password(), "staff": person.is_staff}}
    owners = {RoleAssignment: "membership__person", Change: "subject"}
    for model in MODELS:
        rows = model.objects.filter(**{owners.get(model, "person"): person})
        found[model.__name__] = sorted(
            sorted((k, repr(v)) for k, v in row.items() if k not in OWN) for row in rows.values()
        )
    return found


@pytest.mark.parametrize("role", [None, Role.LEADER])
@pytest.mark.parametrize("who", ["new", "elsewhere"])
def test_a_row_and_an_invitation_leave_the_same(
    cast: Cast, hr: Acting, applied: Callable[[bytes], PeopleFile], role: Role | None, who: str
) -> None:
    by_hand, by_file = ("a@almgran.example", "b@almgran.example")
    if who == "elsewhere":
        User.objects.filter(pk__in=[cast.nassjo.learner.pk, cast.nassjo.leader.pk]).update(
            first_name="X", last_name="Y"
        )
        by_hand, by_file = cast.nassjo.learner.email, cast.nassjo.leader.email
    invite(
        by_id=hr.person_id,
        unit=cast.eksjo.care,
        email=by_hand,
        first_name="Nils",
        last_name="Ny",
        language="en",
        valid_from=NOW.date(),
        now=NOW,
        position="Lärare",
        leader_group="official",
        role=role,
    )
    applied(lines(f"{by_file};Nils;Ny;{CARE};Lärare;;official;;;en;{role or ''}"))
    hand, file = (written(User.objects.get(email=email)) for email in (by_hand, by_file))
    assert file == hand
    assert all(hand[model.__name__] for model in (Membership, Invitation, Message, Change))
