"""SQL that goes to PostgreSQL by itself is planned once for each connection, also after what went wrong in between."""

import pytest
from django.db import DataError, connection, transaction

from analytics.lrs import postgres

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

HALF = "SELECT 100 / %b::int"


def runs_of_what_is_prepared() -> list[int]:
    """How often the database has run each statement that this connection has prepared."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements")
        return [runs for (runs,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def fresh_connection() -> None:
    connection.close()


def test_what_is_asked_again_is_prepared_and_nothing_of_django_s_is() -> None:
    assert [postgres.ask(HALF, [number]) for number in (2, 4, 5)] == [[(50,)], [(25,)], [(20,)]]
    for _ in range(10):
        assert runs_of_what_is_prepared() == [3]


def test_after_a_fault_and_a_rollback_it_is_prepared_anew() -> None:
    postgres.ask(HALF, [2])
    with pytest.raises(DataError), transaction.atomic():
        postgres.ask(HALF, [0])
    assert connection.connection.prepare_threshold is None
    assert [postgres.ask(HALF, [number]) for number in (2, 4)] == [[(50,)], [(25,)]]
    assert runs_of_what_is_prepared() == [2]


def test_inside_a_transaction_what_was_undone_to_a_savepoint_can_be_asked_again() -> None:
    with transaction.atomic():
        postgres.ask(HALF, [2])
        with pytest.raises(DataError), transaction.atomic():
            postgres.ask(HALF, [0])
        assert postgres.ask(HALF, [4]) == [(25,)]
    assert runs_of_what_is_prepared() == [2]
