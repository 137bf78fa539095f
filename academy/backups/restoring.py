"""Restoring a backup: everything is read and compared first, then the database, then the files."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from academy.backups import archive, postgres, sqlite, tables
from academy.backups.faults import BackupFault
from academy.backups.manifest import Manifest, require_fit


def restore(path: Path, *, replace: bool, now: datetime) -> Manifest:
    """Put back what a backup holds and return its manifest; raise BackupFault, with nothing changed, when it cannot.

    A database with tables and folders with files are refused unless `replace` says that they may be lost. The folders
    that were there are kept beside the new ones, as `media.before-20261121T021500`.
    """
    engine = postgres if connection.vendor == "postgresql" else sqlite
    with archive.reading(path) as reader:
        require_fit(reader.manifest, engine=connection.vendor, known_migrations=tables.known_migrations())
        _require_movable()
        if not replace:
            _require_empty()
        # Beside the files' own place, so that they only have to be renamed.
        with tempfile.TemporaryDirectory(prefix="restoring-", dir=settings.DATA_DIR) as scratch:
            _unpack(reader, Path(scratch))
            engine.load(Path(scratch) / engine.NAME)
            _put_files(Path(scratch), now)
    _compare(reader.manifest.counts)
    return reader.manifest


def check(path: Path) -> Manifest:
    """Read the whole of a backup and return its manifest; raise BackupFault when it is damaged or does not fit here."""
    with archive.reading(path) as reader:
        require_fit(reader.manifest, engine=connection.vendor, known_migrations=tables.known_migrations())
        reader.check()
        return reader.manifest


def _require_movable() -> None:
    """A folder that is a disk cannot be put aside, and that must not be found out when the database is another already."""
    for folder in settings.BACKED_UP_FOLDERS.values():
        if folder.is_mount():
            raise BackupFault(
                f"{folder} is a disk of its own and cannot be put aside. Unmount it, restore, and copy the files onto it."
            )


def _unpack(reader: archive.Reader, folder: Path) -> None:
    try:
        reader.unpack(folder)
    except OSError as error:
        raise BackupFault(f"The backup cannot be unpacked in {folder.parent}: {error}. Nothing was changed.") from error


def _require_empty() -> None:
    found = [f"the database has {len(names)} tables"] if (names := tables.names()) else []
    for name, folder in settings.BACKED_UP_FOLDERS.items():
        if any(each.is_file() for each in folder.rglob("*")):
            found.append(f"{name} has files")
    if found:
        raise BackupFault(f"There is something here already: {', '.join(found)}. With --replace it is lost.")


def _put_files(scratch: Path, now: datetime) -> None:
    for name, folder in settings.BACKED_UP_FOLDERS.items():
        new = scratch / name
        new.mkdir(exist_ok=True)
        if folder.exists():
            shutil.copystat(folder, new)
            if any(folder.iterdir()):
                folder.rename(folder.with_name(f"{folder.name}.before-{now:%Y%m%dT%H%M%S}"))
            else:
                folder.rmdir()
        new.rename(folder)


def _compare(counts: Mapping[str, int]) -> None:
    """Compare what the database holds with what the manifest says; a difference would be a fault of PostgreSQL's or ours."""
    found = tables.counts()
    different = sorted(name for name in counts if found.get(name) != counts[name])
    if different:
        raise BackupFault(
            f"What was restored is not what was backed up: {', '.join(different)}. Do not start the academy."
        )
