"""What the database itself says about writers that waited for each other in a circle."""

from django.db import connection


def deadlocks() -> int:
    """Return how many deadlocks PostgreSQL has seen in this database; SQLite knows none."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
