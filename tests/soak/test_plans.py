"""Plans with a million statements, where the planner has something to choose between. PostgreSQL: it is what chooses."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from academy.scoping import unscoped_quietly
from analytics.lrs import authors
from analytics.rollup.queries import extract, marks
from analytics.rollup.windows import containing, of_all_units
from bench import filling, plain
from bench.history import add_history, people_of
from bench.reading import QUESTIONS
from bench.world import LAUNCHED_ON, make_world
from tests.analytics.lrs.test_plans import wrong_plans
from tests.analytics.rollup.test_cost import plans, scans
from tests.soak.lengths import ROWS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def store() -> Iterator[filling.Store]:
    """So many statements of tools in one organisation."""
    found = filling.new_store("planer")
    filling.grow(found, 0, ROWS, seed=3)
    plain.read(found, 0)
    yield found
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE plain_statement")


def asked(store: filling.Store) -> Iterator[dict[str, str]]:
    """Give every question of the measurement about a frequent and a rare statement, with and without the days around it."""
    for said in plain.some(store, [0, ROWS // 3, ROWS - 1]):
        for question in QUESTIONS:
            parameters = question.parameters(question.wanted(said))
            if "statementId" in parameters:
                continue
            yield parameters
            window = {"since": said["stored"] - timedelta(days=2), "until": said["stored"] + timedelta(days=2)}
            yield parameters | {name: f"{at:%Y-%m-%dT%H:%M:%SZ}" for name, at in window.items()}


def test_no_filter_reads_or_sorts_everything(store: filling.Store) -> None:
    author = authors.credential("mallar", store.place.id, LAUNCHED_ON)
    questions = list(asked(store))
    assert len(questions) > 50
    assert wrong_plans(author, questions) == []


def test_a_click_is_counted_through_the_index_of_what_counts() -> None:
    """Of the indexes that serve, PostgreSQL takes the one that holds all that a measure looks at, and reads no text."""
    places = make_world()
    add_history(places, ROWS, seed=5, people=people_of(ROWS))
    with unscoped_quietly("test"):
        place = marks.place_of(places[0].id)
        windows = containing(place, {places[0].leaf_ids[0]}, 202611) | of_all_units(place, 202611)
        (plan,) = [each for each in plans(lambda: extract.count(windows, place)) if "analytics_statement" in each]
    assert "Index Only Scan using statement_counted" in plan, plan
    assert not scans(plan, "analytics_statement"), plan
