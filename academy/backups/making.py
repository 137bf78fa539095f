"""Making a backup, and forgetting old ones."""

import os
import re
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from academy.backups import archive, postgres, sqlite
from academy.backups.faults import BackupFault
from academy.backups.manifest import FORMAT, Manifest, key_check
from academy.health import version
from academy.pulse import note_pulse

PULSE = "backup"
NAME = re.compile(r"academy-(\d{8}T\d{6}Z)\.tar")
UNFINISHED = ".partial"
ABANDONED = timedelta(days=1)


def make(folder: Path, *, now: datetime) -> Path:
    """Make a backup in a folder and return it. Its name is there once the whole of it is on disk; raises BackupFault."""
    finished = folder / f"academy-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar"
    partial = finished.with_name(finished.name + UNFINISHED)
    if finished.exists() or partial.exists():
        raise BackupFault(f"{finished.name} is there already, or is being made.")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".academy-", dir=folder) as scratch:
            _write(partial, Path(scratch), now)
        partial.rename(finished)
        _sync(folder)
    except OSError as error:
        raise BackupFault(f"The backup cannot be written: {error}.") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    note_pulse(PULSE, now)
    return finished


def _write(path: Path, scratch: Path, now: datetime) -> None:
    engine = postgres if connection.vendor == "postgresql" else sqlite
    # The database first: whatever file a row of it leads to was there before the row.
    counts, migrations = engine.dump(scratch / engine.NAME)
    with archive.writing(path) as writer:
        writer.add(engine.NAME, scratch / engine.NAME)
        for name, folder in settings.BACKED_UP_FOLDERS.items():
            for file in sorted(each for each in folder.rglob("*") if each.is_file() and not each.is_symlink()):
                writer.add(f"{name}/{file.relative_to(folder).as_posix()}", file)
        manifest = Manifest(
            format=FORMAT,
            version=version(),
            engine=connection.vendor,
            taken_at=now.astimezone(UTC).isoformat(),
            iri_base=settings.IRI_BASE,
            key_check=key_check(),
            migrations=migrations,
            counts=counts,
            files=writer.files,
        )
        writer.finish(manifest)


def forget(folder: Path, *, keep: int, now: datetime) -> list[Path]:
    """Delete all but the newest `keep` backups of a folder, and what was left unfinished a day ago; return what went."""
    complete = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    gone = complete[:-keep] if keep > 0 else []
    gone += [path for path in folder.glob(f"academy-*.tar{UNFINISHED}") if _is_abandoned(path, now)]
    for path in gone:
        path.unlink(missing_ok=True)
    for scratch in folder.glob(".academy-*"):
        if _is_abandoned(scratch, now):
            shutil.rmtree(scratch, ignore_errors=True)
    return gone


def _is_abandoned(path: Path, now: datetime) -> bool:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - ABANDONED


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
