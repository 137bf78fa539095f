"""The tree stays a tree, whatever is added and moved in whatever order, and by however many at once."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.scoping import entered, unscoped_quietly
from learners.actions import units
from learners.actions.people import add_unit
from learners.errors import CannotDo
from learners.models import Organisation, Unit
from learners.queries.organisations import held_organisation
from learners.tenancy import Acting
from tests.conftest import Cast, acting
from tests.learners.organisation.conftest import NOW

STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.integers(0, 30)), max_size=14)


def assert_is_a_tree(organisation_id: int, expected: int) -> None:
    """Every path is that of the unit above and the own id, and leads from the one root."""
    with unscoped_quietly("test"):
        rows = list(Unit.objects.filter(organisation_id=organisation_id).select_related("parent"))
    assert len(rows) == expected
    assert [row.path for row in rows if row.parent is None] == [f"/{rows[0].lineage[0]}/"]
    for row in rows:
        if row.parent is not None:
            assert row.path == f"{row.parent.path}{row.pk}/"
            assert row.parent.organisation_id == organisation_id


@pytest.mark.django_db
@given(steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_additions_and_moves_leaves_a_tree(cast: Cast, hr: Acting, steps: list[Any]) -> None:
    with transaction.atomic():
        known = [cast.eksjo.root.pk, cast.eksjo.care.pk, cast.eksjo.school.pk]
        for number, (adds, first, second) in enumerate(steps):
            one, other = known[first % len(known)], known[second % len(known)]
            with suppress(CannotDo):
                if adds:
                    known.append(units.add(acting=hr, parent_id=one, name=f"Enhet {number}", now=NOW).pk)
                else:
                    units.move(acting=hr, unit_id=one, parent_id=other, now=NOW)
        assert_is_a_tree(hr.organisation.id, len(known))
        transaction.set_rollback(True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads of their own, all let go at the same moment; an error of this room is a result."""
    start = Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return call()
        except CannotDo as refused:
            return type(refused).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(one, calls))


def _moving(who: Acting, unit: Unit, parent: Unit) -> Callable[[], Any]:
    def move() -> None:
        with entered(who.scope):
            units.move(acting=who, unit_id=unit.pk, parent_id=parent.pk, now=NOW)

    return move


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_never_put_each_below_the_other(cast: Cast) -> None:
    town, who = cast.eksjo, acting(cast.eksjo.hr)
    with unscoped_quietly("test"):
        pairs = []
        for number in range(5):
            one = add_unit(organisation=town.organisation, name=f"Ena {number}", parent=town.root)
            other = add_unit(organisation=town.organisation, name=f"Andra {number}", parent=town.root)
            for top, name in ((one, "X"), (other, "Y")):
                add_unit(organisation=town.organisation, name=f"{name} {number}", parent=top)
            pairs.append((one, other))
    for one, other in pairs:
        results = at_once(_moving(who, one, other), _moving(who, other, one))
        assert sorted(map(str, results)) == ["None", "UnderItself"]
    assert_is_a_tree(town.organisation.pk, 3 + 20)


@pytest.mark.django_db(transaction=True)
def test_a_move_and_additions_at_once_keep_every_path(cast: Cast) -> None:
    town, who = cast.eksjo, acting(cast.eksjo.hr)

    def adding(number: int) -> Callable[[], Any]:
        def add() -> None:
            with entered(who.scope):
                units.add(acting=who, parent_id=town.care.pk, name=f"Ny {number}", now=NOW)

        return add

    goals = itertools.cycle([town.school, town.root])
    for number in range(5):
        at_once(_moving(who, town.care, next(goals)), adding(2 * number), adding(2 * number + 1))
    assert_is_a_tree(town.organisation.pk, 3 + 10)


@pytest.mark.django_db(transaction=True)
def test_whoever_stores_something_of_the_organisation_does_not_wait_for_a_move(cast: Cast) -> None:
    """A statement's row refers to the organisation's: a lock for update would stop every learner."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    town = cast.eksjo

    def store() -> None:
        with connection.cursor() as cursor, unscoped_quietly("test"):
            cursor.execute("SET lock_timeout = '2s'")
            add_unit(organisation=town.organisation, name="Under tiden", parent=town.root)
        connections.close_all()

    with transaction.atomic(), unscoped_quietly("test"), ThreadPoolExecutor(1) as thread:
        held_organisation(town.organisation.pk)
        thread.submit(store).result(timeout=30)
    with unscoped_quietly("test"):
        assert Organisation.objects.get(pk=town.organisation.pk).units.filter(name="Under tiden").exists()
