"""A unit is closed while somebody is placed in it: whichever is first, nobody stands in a closed unit."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection, connections, transaction

from academy.scoping import entered, unscoped_quietly
from learners.actions.memberships import enter_membership
from learners.actions.people_file import take_in
from learners.actions.people_file_apply import apply
from learners.actions.units import add, close
from learners.errors import AboveIsClosed, FileNotReady, StillInUse
from learners.membership_details import details_of
from learners.models import Membership, PeopleFile, Unit
from tests.conftest import Cast, acting

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Race = Callable[[Cast, Unit], None]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _two_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


@pytest.fixture
def empty(cast: Cast) -> Unit:
    hr = acting(cast.eksjo.hr)
    with entered(hr.scope):
        return add(acting=hr, parent_id=cast.eksjo.care.pk, name="Nattpatrullen", now=NOW)


def _closes(cast: Cast, unit: Unit) -> None:
    hr = acting(cast.eksjo.hr)
    with entered(hr.scope):
        close(acting=hr, unit_id=unit.pk, last_day=date(2026, 11, 30), now=NOW)


def _places(cast: Cast, unit: Unit) -> None:
    hr = acting(cast.eksjo.hr)
    with entered(hr.scope):
        own = Membership.objects.get(person=cast.eksjo.learner)
        details = replace(details_of(own), unit_id=unit.pk, valid_from=date(2026, 11, 20))
        enter_membership(acting=hr, person_id=cast.eksjo.learner.pk, details=details, now=NOW)


def _enters_a_file(cast: Cast, unit: Unit) -> None:
    hr = acting(cast.eksjo.hr)
    sheet = f"e-post;förnamn;efternamn;enhet\r\nny@almgran.example;Nils;Nyström;{unit.name}\r\n".encode()
    with entered(hr.scope):
        file = take_in(acting=hr, file_name="personer.csv", data=sheet, now=NOW)
        with transaction.atomic():
            apply(file=file, acting=hr, now=NOW)
    if file.state == PeopleFile.State.FAILED:
        raise FileNotReady("The unit is closed by now.")


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        (_closes, _enters_a_file, FileNotReady),
        (_enters_a_file, _closes, StillInUse),
        (_closes, _places, AboveIsClosed),
        (_places, _closes, StillInUse),
    ],
)
def test_the_second_waits_for_the_first_and_is_refused(
    cast: Cast, empty: Unit, first: Race, second: Race, refusal: type[Exception]
) -> None:
    def other() -> None:
        try:
            second(cast, empty)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            first(cast, empty)
            waiting = thread.submit(other)
            time.sleep(0.5)
            assert not waiting.done()
        with pytest.raises(refusal):
            waiting.result(timeout=30)
    with unscoped_quietly("test"):
        unit = Unit.objects.get(pk=empty.pk)
        assert (unit.closed_on is None) == Membership.objects.filter(unit=empty).exists()
