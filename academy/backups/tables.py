"""What is in the database: its tables, how many rows each has, and which migrations have been made."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def names() -> list[str]:
    """Return the tables that there are, sorted."""
    return sorted(connection.introspection.table_names())


def counts() -> dict[str, int]:
    """Return how many rows each table has, in the transaction that is open, if one is."""
    with connection.cursor() as cursor:
        found = {}
        for name in names():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - the database's own names
            found[name] = int(cursor.fetchone()[0])
        return found


def applied_migrations() -> list[str]:
    """Return all migrations that have been made, as `app.name`."""
    return sorted(".".join(each) for each in MigrationLoader(connection).applied_migrations)


def known_migrations() -> set[str]:
    """Return all migrations that this version has, and those that they have replaced."""
    loader = MigrationLoader(None)
    replaced = {pair for migration in loader.disk_migrations.values() for pair in migration.replaces}
    return {".".join(each) for each in {*loader.disk_migrations, *replaced}}


def waiting_migrations() -> int:
    """Return how many migrations of this version have not been made."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
