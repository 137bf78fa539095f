"""PostgreSQL out and in, by its own programs, at one moment and in one transaction."""

import os
import subprocess
from pathlib import Path

from django.db import connection, transaction

from academy.backups import tables
from academy.backups.faults import BackupFault

NAME = "database.dump"
# Settings of a connection, and the variables by which PostgreSQL's programs take them; a password is in no command line.
_VARIABLES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
_OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
# The database's own schema is made anew, so that nothing of a newer version stays behind.
_EMPTY = ["--command", "DROP SCHEMA public CASCADE", "--command", "CREATE SCHEMA public"]


def dump(path: Path) -> tuple[dict[str, int], list[str]]:
    """Write the database to a file while it is used; return counts and migrations of the very same moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        moment = str(cursor.fetchone()[0])
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={path}")
        return tables.counts(), tables.applied_migrations()


def load(path: Path) -> None:
    """Replace the database by a dump, all or nothing; raise BackupFault when somebody is connected or it fails."""
    _require_alone()
    connection.close()
    script = path.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path))
    quiet = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    _run("psql", *quiet, *_EMPTY, f"--file={script}")


def _require_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        (others,) = cursor.fetchone()
    if others:
        raise BackupFault(f"{others} others are connected to the database. Stop web, workers and scheduler first.")


def _run(program: str, *arguments: str) -> None:
    try:
        outcome = subprocess.run(  # noqa: S603 - PostgreSQL's programs with our arguments
            [program, *arguments],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupFault(f"{program} is not on this machine. Install the Debian package postgresql-client.") from error
    if outcome.returncode:
        raise BackupFault(f"{program} failed: {outcome.stderr.strip()[-500:]}")


def _environment() -> dict[str, str]:
    at = connection.settings_dict
    chosen = {variable: str(at[name]) for name, variable in _VARIABLES.items() if at.get(name)}
    chosen |= {_OPTIONS[name]: str(value) for name, value in at.get("OPTIONS", {}).items() if name in _OPTIONS}
    return os.environ | chosen
