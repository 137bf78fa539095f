"""SQLite out and in, by its own way of copying a database that is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from academy.backups.faults import BackupFault

NAME = "database.sqlite3"
_PATIENCE_SECONDS = 60


def dump(path: Path) -> tuple[dict[str, int], list[str]]:
    """Write the database to a file while it is used; return counts and migrations, read from that file."""
    _copy(Path(connection.settings_dict["NAME"]), path)
    with closing(sqlite3.connect(path)) as copy:
        names = [
            row[0]
            for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'")
        ]
        counts = {name: int(copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in sorted(names)}  # noqa: S608
        made = [f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")]
        return counts, made


def load(path: Path) -> None:
    """Replace the database by a copy, in one transaction; raise BackupFault when it is locked for too long."""
    connection.close()
    _copy(path, Path(connection.settings_dict["NAME"]))


def _copy(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(source, timeout=_PATIENCE_SECONDS)) as there,
            closing(sqlite3.connect(target, timeout=_PATIENCE_SECONDS)) as here,
        ):
            there.backup(here)  # all pages at once: one moment, however much is written meanwhile
    except sqlite3.Error as error:
        raise BackupFault(f"SQLite could not copy {source} to {target}: {error}.") from error
