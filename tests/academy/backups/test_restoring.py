"""What stops a restoring stops it before anything is changed; the commands themselves are tried in test_round_trip.py."""

import errno
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from academy.backups import archive, postgres, restoring, sqlite
from academy.backups.faults import BackupFault
from academy.backups.manifest import FORMAT, Manifest

NOW = datetime(2026, 11, 21, 2, 15, tzinfo=UTC)


class Place:
    """A data folder with a picture, a backup with another one, and what was given to the database."""

    def __init__(self, folder: Path) -> None:
        self.data, self.backup = folder / "data", folder / "backup.tar"
        self.source = folder / "source"
        self.source.write_text("new")
        self.engine = postgres if connection.vendor == "postgresql" else sqlite
        self.loaded: list[bytes] = []

    def back_up(self, migrations: list[str]) -> None:
        """Write the backup, of a version with these migrations."""
        self.backup.unlink(missing_ok=True)
        with archive.writing(self.backup) as writer:
            for name in (self.engine.NAME, "media/new.png"):
                writer.add(name, self.source)
            about = (FORMAT, "1", connection.vendor, NOW.isoformat(), "https://a.example", "k")
            writer.finish(Manifest(*about, migrations, {}, writer.files))

    def pictures(self) -> dict[str, str]:
        """Every file below the data folder, with its content."""
        return {str(path.relative_to(self.data)): path.read_text() for path in self.data.rglob("*") if path.is_file()}


@pytest.fixture
def place(db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place(tmp_path)
    (made.data / "media").mkdir(parents=True)
    (made.data / "media" / "old.png").write_text("old")
    settings.DATA_DIR, settings.BACKED_UP_FOLDERS = made.data, {"media": made.data / "media"}
    made.back_up(["courses.0001_initial"])
    monkeypatch.setattr(made.engine, "load", lambda path: made.loaded.append(path.read_bytes()))
    return made


def test_former_files_stay_beside_the_new_ones(place: Place) -> None:
    restoring.restore(place.backup, replace=True, now=NOW)
    assert place.loaded == [b"new"]
    assert place.pictures() == {"media/new.png": "new", "media.before-20261121T021500/old.png": "old"}


def test_what_is_there_is_not_lost_unasked(place: Place) -> None:
    with pytest.raises(BackupFault, match=r"the database has \d+ tables, media has files\. With --replace it is lost"):
        restoring.restore(place.backup, replace=False, now=NOW)
    assert (place.loaded, place.pictures()) == ([], {"media/old.png": "old"})


def test_a_backup_of_a_newer_version_changes_nothing(place: Place) -> None:
    place.back_up(["courses.0001_initial", "courses.0999_later"])
    with pytest.raises(BackupFault, match=r"courses\.0999_later"):
        restoring.restore(place.backup, replace=True, now=NOW)
    assert (place.loaded, place.pictures()) == ([], {"media/old.png": "old"})


def test_a_folder_that_is_a_disk_is_found_before_the_database_is_another(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda path: path == place.data / "media")
    with pytest.raises(BackupFault, match="is a disk of its own"):
        restoring.restore(place.backup, replace=True, now=NOW)
    assert (place.loaded, place.pictures()) == ([], {"media/old.png": "old"})


def test_a_full_disk_changes_nothing_and_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(reader: archive.Reader, folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive.Reader, "unpack", full)
    with pytest.raises(BackupFault, match=r"No space left on device\. Nothing was changed"):
        restoring.restore(place.backup, replace=True, now=NOW)
    assert (place.loaded, place.pictures()) == ([], {"media/old.png": "old"})
