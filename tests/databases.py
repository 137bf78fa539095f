"""Databases that are made once in a run of the tests, and copied: as migrations leave them, and furnished for processes.

A copy is read and changed with plain SQL.
"""

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
import pytest
from django.db import connection
from psycopg import sql

LEARNERS = 12
ROOT = Path(__file__).resolve().parents[1]
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


def migrated(folder: Path, server: str) -> Database:
    """Return the database of this run of the tests that is as migrations leave it; do not write to it."""
    program = ("-m", "django", "migrate", "--verbosity=0", "--settings=academy.settings")
    return _made_once("migrated", folder, server, None, *program)


def furnished(folder: Path, server: str) -> Database:
    """Return the database of this run of the tests with a course and learners; do not write to it."""
    begin = migrated(folder, server)
    return _made_once("furnished", folder, server, begin, "-m", "tests.processes.furnish", str(LEARNERS))


def _made_once(name: str, folder: Path, server: str, template: Database | None, *program: str) -> Database:
    """Return the database of this name; the first process that asks lets a program fill a copy of the template."""
    folder.mkdir(exist_ok=True)
    database: Database = (
        PostgresDatabase(_with_name(server, name)) if server else SqliteDatabase(folder / f"{name}.sqlite3")
    )
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / f"{name}.made"
        if not made.exists():
            if server:
                _on_server(server, sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            _copy(template, database, server)
            _run(database, folder, *program)
            made.touch()
    return database


def _run(database: Database, folder: Path, *program: str) -> None:
    outcome = subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env=settings_for(database.url, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout[-3000:]


def _copy(template: Database | None, target: Database, server: str) -> None:
    if server:
        source = name_of(template.url) if template else "template1"
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name_of(target.url), source)))
        _on_server(server, made)
    elif template:
        assert isinstance(template, SqliteDatabase)
        assert isinstance(target, SqliteDatabase)
        shutil.copy(template.file, target.file)


@contextmanager
def copied(template: Database, folder: Path, server: str) -> Iterator[Database]:
    """Give a copy of a database that nothing else uses, and remove it."""
    if not server:
        copy = SqliteDatabase(folder / "academy.sqlite3")
        _copy(template, copy, server)
        yield copy
        return
    name = f"house_{os.getpid()}_{folder.name}".replace("-", "_").lower()[:60]
    target = PostgresDatabase(_with_name(server, name))
    _copy(template, target, server)
    try:
        yield target
    finally:
        _on_server(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _on_server(server: str, command: sql.Composed) -> None:
    with psycopg.connect(_with_name(server, "postgres"), autocommit=True) as connection:
        connection.execute(command)


def _with_name(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def name_of(url: str) -> str:
    """Return the name of the database that a URL of PostgreSQL leads to."""
    return urlsplit(url).path.removeprefix("/")


@contextmanager
def begun_as(source: Database) -> Iterator[None]:
    """Let the test database that Django creates begin as a copy of this one."""
    creation = connection.creation
    create = creation._create_test_db  # type: ignore[attr-defined]

    def copy(*arguments: Any, **named: Any) -> str:
        name: str = create(*arguments, **named)
        if isinstance(source, SqliteDatabase) and not Path(name).exists():
            shutil.copy(source.file, name)
        return name

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict["TEST"], "TEMPLATE", name_of(source.url))
        patch.setattr(creation, "_create_test_db", copy)
        yield
