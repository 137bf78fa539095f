"""Where the data of attachments lies: a storage of Django's that no address leads to, and that is durable once written.

Every upload has a file of its own, named at random, that is on disk before its row is committed. So a file without a row
is one whose request failed or was killed, and may go once no request can still be on its way to a row.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from analytics.lrs.attachments.windows import Window

ALIAS = "attachments"
PIECE = 64 * 1024


class PrivateDurableFiles(FileSystemStorage):
    """Files that survive a power cut once `save` has returned, readable by the server's own user alone."""

    def __init__(self, location: str | None = None) -> None:
        super().__init__(location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name: str | None) -> str:
        """Raise ValueError: no address leads to an attachment."""
        raise ValueError("An attachment is read through /xapi/statements alone.")

    def _save(self, name: str, content: "File[Any]") -> str:
        saved = str(super()._save(name, content))  # type: ignore[misc]
        path, root = Path(self.path(saved)), Path(self.location)
        # The content, then each name that leads to it.
        for each in (path, *path.parents):
            _sync(each)
            if each == root:
                break
        return saved


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def storage() -> Storage:
    """Return the storage of attachments, as settings choose it."""
    return storages[ALIAS]


def write(organisation_id: int, spool: IO[bytes], start: int, length: int) -> str:
    """Write so many octets of a file, from `start`, to a new file; return its name. When it returns they are durable."""
    name = uuid4().hex
    window = BufferedReader(Window(spool, start, length), PIECE)
    return storage().save(f"{organisation_id}/{name[:2]}/{name}", File(window, name))


def read(name: str) -> Iterator[bytes]:
    """Give a file's octets piece by piece. Raises OSError if it is not there."""
    with storage().open(name) as file:
        while piece := file.read(PIECE):
            yield piece


def is_there(name: str) -> bool:
    """Tell whether a file is there."""
    return storage().exists(name)


def discard(name: str) -> None:
    """Delete a file; one that cannot be deleted is left to the sweep."""
    with suppress(OSError):
        storage().delete(name)


def older_than(moment: datetime) -> Iterator[str]:
    """Give the names of all files written before a moment."""
    yield from (name for name in _below("") if storage().get_modified_time(name) < moment)


def _below(folder: str) -> Iterator[str]:
    try:
        folders, names = storage().listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in names)
    for each in folders:
        yield from _below(f"{prefix}{each}")
