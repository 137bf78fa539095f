"""HR of Eksjö with files of people, a worker that works when it is told, and a look at every row a file could touch."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from academy.models import Delivery
from academy.scoping import entered, unscoped_quietly
from learners.actions.people_file import ask_to_apply, ask_to_undo, take_in
from learners.actions.people_file_work import work_off
from learners.models import Change, PeopleFile, PeopleFileRow
from learners.queries.acting import acting_for
from learners.tenancy import Acting
from tests.conftest import Cast
from tests.learners.conftest import NOW

HEADINGS = "e-post;förnamn;efternamn;enhet;befattning;sektor;ledargrupp;från;till;språk;roll"
CARE = "Omsorg Almgran"
OWN_BOOKS = (PeopleFile, PeopleFileRow, Change)

Tables = dict[str, list[tuple[Any, ...]]]


def lines(*rows: str) -> bytes:
    """Return a file with all headings and these rows."""
    return "\r\n".join((HEADINGS, *rows, "")).encode()


def many(count: int, unit: str = CARE) -> bytes:
    """Return a file of people who are nowhere yet."""
    return lines(*(f"ny{n}@almgran.example;Nils;Nyström{n};{unit}" for n in range(count)))


@pytest.fixture
def hr(cast: Cast) -> Iterator[Acting]:
    """HR of Eksjö, whose scope is entered for the length of the test."""
    found = acting_for(cast.eksjo.hr, NOW.date(), is_proven=True)
    assert found is not None
    with entered(found.scope):
        yield found


@pytest.fixture
def sent(hr: Acting) -> Callable[[bytes], PeopleFile]:
    """Send a file as HR."""
    return lambda data: take_in(acting=hr, file_name="personer.csv", data=data, now=NOW)


@pytest.fixture
def applied(hr: Acting, sent: Callable[[bytes], PeopleFile]) -> Callable[[bytes], PeopleFile]:
    """Send a file as HR and let a worker enter it."""

    def apply(data: bytes) -> PeopleFile:
        file = sent(data)
        ask_to_apply(acting=hr, file=file, now=NOW)
        work(0)
        file.refresh_from_db()
        return file

    return apply


def taken_back(acting: Acting, file: PeopleFile, minutes: int = 5) -> PeopleFile:
    """Ask for a file to be taken back, let a worker do it, and return what became of it."""
    ask_to_undo(acting=acting, file=file, now=NOW + timedelta(minutes=minutes))
    work(minutes)
    file.refresh_from_db()
    return file


def work(minutes: int = 0) -> int:
    """Let a worker do what waits, so many minutes after NOW."""
    return work_off(clock=lambda: NOW + timedelta(minutes=minutes))


def tables() -> Tables:
    """Return all rows of all tables of the rooms but the files themselves and the journal."""
    models = [m for app in ("learners", "analytics") for m in apps.get_app_config(app).get_models()]
    with unscoped_quietly("test"):
        wanted: list[type[Model]] = [*(m for m in models if m not in OWN_BOOKS), Delivery]
        return {m.__name__: list(m._base_manager.order_by("pk").values_list()) for m in wanted}
