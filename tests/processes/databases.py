"""A database of its own for each test, copied from one that was furnished once; read and changed with plain SQL."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

LEARNERS = 12
ROOT = Path(__file__).resolve().parents[2]
Rows = list[tuple[Any, ...]]


class Database(Protocol):
    """What a test needs of a database, whichever it is."""

    url: str

    def rows(self, query: str) -> Rows:
        """Return what the query finds."""

    def change(self, statement: str) -> None:
        """Run one statement and commit it."""


class SqliteDatabase:
    """A file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.url = f"sqlite:///{file}"

    def rows(self, query: str) -> Rows:
        """Return what the query finds."""
        with closing(sqlite3.connect(self.file, timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def change(self, statement: str) -> None:
        """Run one statement and commit it."""
        with closing(sqlite3.connect(self.file, timeout=20)) as connection, connection:
            connection.execute(statement)


class PostgresDatabase:
    """A database of a cluster."""

    def __init__(self, url: str) -> None:
        self.url = url

    def rows(self, query: str) -> Rows:
        """Return what the query finds."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(query.encode()).fetchall()

    def change(self, statement: str) -> None:
        """Run one statement and commit it."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


def settings_for(url: str, folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process of the academy in this folder and on this database."""
    return os.environ | {
        "ACADEMY_ENVIRONMENT": "test",
        "ACADEMY_DATA_DIR": str(folder),
        "ACADEMY_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.processes.settings",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def furnished(folder: Path, server: str) -> Database:
    """Return the furnished database of this run of the tests; the first process that asks makes it."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        database, made = _template(folder, server), folder / "made"
        if not made.exists():
            _furnish(database, folder)
            made.touch()
    return database


def _template(folder: Path, server: str) -> Database:
    if not server:
        return SqliteDatabase(folder / "furnished.sqlite3")
    name = "furnished"
    if not (folder / "made").exists():
        _on_server(server, sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        _on_server(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return PostgresDatabase(_with_name(server, name))


def _furnish(database: Database, folder: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.processes.furnish", str(LEARNERS)],
        cwd=ROOT,
        env=settings_for(database.url, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout[-3000:]


@contextmanager
def copied(template: Database, folder: Path, server: str) -> Iterator[Database]:
    """Give a copy of a database that nothing else uses, and remove it."""
    if isinstance(template, SqliteDatabase):
        file = folder / "academy.sqlite3"
        shutil.copy(template.file, file)
        yield SqliteDatabase(file)
        return
    name = f"house_{os.getpid()}_{folder.name}".replace("-", "_").lower()[:60]
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier("furnished"))
    _on_server(server, made)
    try:
        yield PostgresDatabase(_with_name(server, name))
    finally:
        _on_server(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _on_server(server: str, command: sql.Composed) -> None:
    with psycopg.connect(_with_name(server, "postgres"), autocommit=True) as connection:
        connection.execute(command)


def _with_name(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()
