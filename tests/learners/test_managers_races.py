"""Two who may enter people take that right from each other at once: the second hears that nobody would be left."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection, connections, transaction

from academy.scoping import entered, unscoped_quietly
from learners.actions.memberships import end_membership
from learners.actions.roles import grant_role, take_role_back
from learners.errors import LastManager
from learners.models import Membership, RoleAssignment, User
from learners.roles import Role
from tests.conftest import Cast, acting

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two(cast: Cast) -> tuple[User, User]:
    """The two who may enter people in Eksjö: HR, and the leader, who is HR too; the editor's role is gone."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    with unscoped_quietly("test"):
        RoleAssignment.objects.filter(membership__person=cast.editor).delete()
        leader = Membership.objects.get(person=cast.eksjo.leader)
        grant_role(membership=leader, role=Role.HR, unit=cast.eksjo.root)
    return cast.eksjo.hr, cast.eksjo.leader


def _takes_back(who: User, other: User) -> None:
    own = acting(who)
    with entered(own.scope):
        role = RoleAssignment.objects.get(membership__person=other, role=Role.HR.value)
        take_role_back(acting=own, assignment_id=role.pk, now=NOW)


def _ends(who: User, other: User) -> None:
    own = acting(who)
    with entered(own.scope):
        membership = Membership.objects.get(person=other)
        end_membership(acting=own, membership_id=membership.pk, last_day=date(2026, 11, 20), now=NOW)


@pytest.mark.parametrize("does", [_takes_back, _ends])
def test_the_second_waits_and_is_asked_again(two: tuple[User, User], does: object) -> None:
    assert callable(does)
    one, other = two

    def back() -> None:
        try:
            does(other, one)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            does(one, other)
            waiting = thread.submit(back)
            time.sleep(0.5)
            assert not waiting.done()
        with pytest.raises(LastManager):
            waiting.result(timeout=30)
    with unscoped_quietly("test"):
        assert RoleAssignment.objects.filter(membership__person=one, role=Role.HR.value).exists()
        assert Membership.objects.get(person=one).valid_to is None
