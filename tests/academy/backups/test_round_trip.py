"""A backup of a real database, restored by the real commands: everything is there again, and nothing is lost in use."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.databases import ROOT, Database, PostgresDatabase, SqliteDatabase, copied, settings_for

pytestmark = pytest.mark.process
FILES = {"media/images/gran.png": b"\x89PNG", "attachments/1/ab/abc": b"an attachment"}


def manage(database: Database, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=settings_for(database.url, folder), capture_output=True, text=True, check=False,
    )  # fmt: skip


def done(database: Database, folder: Path, *arguments: str) -> str:
    outcome = manage(database, folder, *arguments)
    assert outcome.returncode == 0, outcome.stderr[-3000:]
    return outcome.stdout


def contents(database: Database) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    query = (
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        if isinstance(database, SqliteDatabase)
        else "select tablename from pg_tables where schemaname = 'public'"
    )
    return {name: sorted(map(repr, database.rows(f'select * from "{name}"'))) for (name,) in database.rows(query)}


@contextmanager
def another(template: Database, folder: Path, server: str) -> Iterator[Database]:
    """An empty database."""
    folder.mkdir()
    with copied(template, folder, server) as copy:
        if isinstance(copy, SqliteDatabase):
            copy.file.unlink()
        else:
            copy.change("DROP SCHEMA public CASCADE")
            copy.change("CREATE SCHEMA public")
        yield copy


def fill(folder: Path) -> None:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(content)


def test_everything_is_there_again_and_nothing_is_lost_in_use(
    database: Database, template: Database, tmp_path: Path, database_server: str
) -> None:
    fill(tmp_path)
    before = contents(database)
    backup = done(database, tmp_path, "backup", "--to", str(tmp_path / "kept"), "--keep", "3").strip()
    with another(template, tmp_path / "new", database_server) as target:
        assert "1 media, 1 attachments" in done(target, tmp_path / "new", "restore", backup)
        assert contents(target) == before
        assert {name: (tmp_path / "new" / name).read_bytes() for name in FILES} == FILES
        _refuses_a_database_in_use(target, tmp_path / "new", backup)
        _replaces_when_told(target, tmp_path / "new", backup)
        assert contents(target) == before


def _refuses_a_database_in_use(target: Database, folder: Path, backup: str) -> None:
    target.change("update academy_pulse set name = 'later'")
    target.change("insert into academy_pulse (name, at) values ('changed', '2026-11-21 02:15:00')")
    (folder / "media" / "images" / "new.png").write_bytes(b"new")
    before = contents(target)
    if isinstance(target, PostgresDatabase):
        with psycopg.connect(target.url):
            refused = manage(target, folder, "restore", "--replace", backup)
        assert refused.returncode == 1
        assert "Stop web, workers and scheduler first" in refused.stderr
    assert contents(target) == before
    assert (folder / "media" / "images" / "new.png").exists()


def _replaces_when_told(target: Database, folder: Path, backup: str) -> None:
    target.change("create table of_a_newer_version (id integer)")
    done(target, folder, "restore", "--replace", backup)
    assert "of_a_newer_version" not in contents(target)
    assert not (folder / "media" / "images" / "new.png").exists()
    [kept] = folder.glob("media.before-*")
    assert (kept / "images" / "new.png").read_bytes() == b"new"
