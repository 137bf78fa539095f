"""Which backups are kept, and that a name stands for a whole one."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from academy.backups import finding, making, postgres, sqlite
from academy.backups.faults import BackupFault
from academy.health import Level
from academy.models import Pulse

NOW = datetime(2026, 11, 21, 2, 15, tzinfo=UTC)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_newest_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    for day in range(10, 15):
        (tmp_path / f"academy-202611{day}T021500Z.tar").touch()
    for other in ("academy-notes.tar", "academy-20261101T021500Z.tar.age", "brev.txt"):
        (tmp_path / other).touch()
    gone = making.forget(tmp_path, keep=2, now=NOW)
    assert [path.name for path in gone] == [f"academy-202611{day}T021500Z.tar" for day in (10, 11, 12)]
    assert len(names(tmp_path)) == 5
    for none in (0, -1):
        assert making.forget(tmp_path, keep=none, now=NOW) == []


def test_what_was_left_unfinished_goes_after_a_day(tmp_path: Path) -> None:
    partial, scratch = tmp_path / "academy-20261119T021500Z.tar.partial", tmp_path / ".academy-abc"
    partial.touch()
    scratch.mkdir()
    for path in (partial, scratch):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    making.forget(tmp_path, keep=1, now=NOW + timedelta(hours=23))
    assert len(names(tmp_path)) == 2
    making.forget(tmp_path, keep=1, now=NOW + timedelta(hours=25))
    assert names(tmp_path) == []


def test_a_backup_that_fails_leaves_nothing_and_says_why(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> None:
        raise BackupFault("pg_dump is not on this machine.")

    for engine in (sqlite, postgres):
        monkeypatch.setattr(engine, "dump", broken)
    with pytest.raises(BackupFault, match="pg_dump"):
        making.make(tmp_path, now=NOW)
    assert names(tmp_path) == []
    assert not Pulse.objects.filter(name="backup").exists()


def test_a_folder_that_cannot_be_written_is_a_fault(db: None, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupFault, match="cannot be written"):
        making.make(tmp_path / "file" / "folder", now=NOW)


def test_the_same_moment_is_not_written_twice(db: None, tmp_path: Path) -> None:
    (tmp_path / "academy-20261121T021500Z.tar").write_text("the first")
    with pytest.raises(BackupFault, match="is there already"):
        making.make(tmp_path, now=NOW)
    assert (tmp_path / "academy-20261121T021500Z.tar").read_text() == "the first"


@pytest.mark.parametrize(("hours", "level"), [(1, Level.OK), (27, Level.LOOK), (100, Level.BAD)])
def test_health_tells_how_old_the_last_one_is(db: None, hours: int, level: Level) -> None:
    now = timezone.now()
    Pulse.objects.create(name="backup", at=now - timedelta(hours=hours))
    [found] = finding.backups(now)
    assert (found.key, found.level, found.value) == ("backup", level, hours * 3600)


def test_health_misses_a_backup_in_production_alone(db: None, settings: object) -> None:
    assert list(finding.backups(NOW)) == []
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    [found] = finding.backups(NOW)
    assert found.level is Level.LOOK
